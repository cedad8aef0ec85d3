/**
 * An ONNX graph under construction: nodes, constants and named outputs, encoded as a ModelProto. The translators build
 * nets with it. Field numbers, attribute types and data types are those of onnx.proto (ONNX 1.14, IR version 8).
 */
import { ProtoMessage } from './onnx-bytes.js';

const irVersion = 8;
const opsetVersion = 17;
const tensorType = { float32: 1, int64: 7 } as const;
const attributeType = { float: 1, integer: 2, text: 3, integers: 7 } as const;

/** The name of a tensor in the graph. */
export type ValueName = string & { readonly __brand: 'ValueName' };
/** Sizes of a tensor; a text is the name of a size that is only known at run time. */
export type Shape = readonly (number | string)[];
export type Attribute =
  string | readonly number[] | { readonly integer: number } | { readonly float: number };

export class OnnxGraph {
  readonly #body = new ProtoMessage();
  readonly #constants = new ProtoMessage();
  readonly #ports = new ProtoMessage();
  #count = 0;

  input(name: string, shape: Shape): ValueName {
    this.#ports.message(11, valueInfo(name, shape));
    return name as ValueName;
  }

  /** Adds a node with one output and returns that output. */
  node(op: string, inputs: readonly ValueName[], attributes: Record<string, Attribute> = {}): ValueName {
    const output = this.#nextName('v');
    this.#writeNode(op, inputs, output, attributes);
    return output;
  }

  floats(values: Float32Array, shape: readonly number[]): ValueName {
    const raw = new Uint8Array(values.length * 4);
    const view = new DataView(raw.buffer);
    values.forEach((value, i) => view.setFloat32(i * 4, value, true));
    return this.#constant(tensorType.float32, raw, shape);
  }

  integers(values: readonly number[]): ValueName {
    const raw = new Uint8Array(values.length * 8);
    const view = new DataView(raw.buffer);
    values.forEach((value, i) => view.setBigInt64(i * 8, BigInt(value), true));
    return this.#constant(tensorType.int64, raw, [values.length]);
  }

  output(name: string, value: ValueName, shape: Shape): void {
    this.#writeNode('Identity', [value], name, {});
    this.#ports.message(12, valueInfo(name, shape));
  }

  /** The whole file; the same calls always give the same bytes. */
  encode(name: string): Uint8Array {
    const graph = Buffer.concat([
      this.#body.encode(),
      new ProtoMessage().text(2, name).encode(),
      this.#constants.encode(),
      this.#ports.encode(),
    ]);
    return new ProtoMessage()
      .integer(1, irVersion)
      .text(2, 'facedesk')
      .bytes(7, graph)
      .message(8, new ProtoMessage().text(1, '').integer(2, opsetVersion))
      .encode();
  }

  #nextName(prefix: string): ValueName {
    return `${prefix}${this.#count++}` as ValueName;
  }

  #constant(type: number, raw: Uint8Array, shape: readonly number[]): ValueName {
    const name = this.#nextName('c');
    this.#constants.message(
      5,
      new ProtoMessage().integers(1, shape).integer(2, type).text(8, name).bytes(9, raw),
    );
    return name;
  }

  #writeNode(op: string, inputs: readonly string[], output: string, attributes: Record<string, Attribute>) {
    const node = new ProtoMessage();
    for (const input of inputs) node.text(1, input);
    node.text(2, output).text(3, output).text(4, op);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attributeMessage(name, value));
    this.#body.message(1, node);
  }
}

function attributeMessage(name: string, value: Attribute): ProtoMessage {
  const message = new ProtoMessage().text(1, name);
  if (typeof value === 'string') return message.text(4, value).integer(20, attributeType.text);
  if ('integer' in value) return message.integer(3, value.integer).integer(20, attributeType.integer);
  if ('float' in value) return message.float(2, value.float).integer(20, attributeType.float);
  return message.integers(8, value).integer(20, attributeType.integers);
}

function valueInfo(name: string, shape: Shape): ProtoMessage {
  const sizes = new ProtoMessage();
  for (const size of shape) {
    const dimension = new ProtoMessage();
    if (typeof size === 'number') dimension.integer(1, size);
    else dimension.text(2, size);
    sizes.message(1, dimension);
  }
  const tensor = new ProtoMessage().integer(1, tensorType.float32).message(2, sizes);
  return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
}
