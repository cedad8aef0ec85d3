/**
 * Writes protocol buffers, as far as an ONNX file needs them: the wire types varint, 32 bit and length-delimited.
 * It knows no field of ONNX; onnx-graph.ts does.
 */

const varint = 0;
const lengthDelimited = 2;
const fixed32 = 5;

/** One message under construction; fields are written in the order of the calls, so equal calls give equal bytes. */
export class ProtoMessage {
  readonly #chunks: Uint8Array[] = [];

  /** A non-negative integer, or a negative one as int64 in two's complement. */
  integer(field: number, value: number | bigint): this {
    return this.#push(encodeVarint((field << 3) | varint), encodeVarint(BigInt.asUintN(64, BigInt(value))));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#push(encodeVarint((field << 3) | fixed32), bytes);
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#push(encodeVarint((field << 3) | lengthDelimited), encodeVarint(value.length), value);
  }

  message(field: number, value: ProtoMessage): this {
    return this.bytes(field, value.encode());
  }

  /** A packed repeated field of integers. */
  integers(field: number, values: readonly number[]): this {
    return this.bytes(
      field,
      Buffer.concat(values.map((value) => encodeVarint(BigInt.asUintN(64, BigInt(value))))),
    );
  }

  encode(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }

  #push(...chunks: Uint8Array[]): this {
    this.#chunks.push(...chunks);
    return this;
  }
}

function encodeVarint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
