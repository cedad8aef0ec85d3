/** Reads the parts of a TensorFlow.js graph model (model.json) that the translator needs. */
import type { WeightGroup } from './weights.js';

interface JsonAttribute {
  readonly s?: string;
  readonly b?: boolean;
  readonly list?: { readonly i?: readonly string[]; readonly s?: readonly string[] };
}

interface JsonNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, JsonAttribute>>;
}

interface JsonModel {
  readonly modelTopology: { readonly node: readonly JsonNode[] };
  readonly weightsManifest: readonly WeightGroup[];
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly padding: 'SAME' | 'VALID' | undefined;
  /** Height and width. */
  readonly strides: readonly [number, number];
  readonly kernelSize: readonly [number, number];
  /** What the node does after its own work, in this order: BiasAdd, Relu, Prelu. */
  readonly fusedOps: readonly string[];
}

export interface GraphModel {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly weightsManifest: readonly WeightGroup[];
}

/** @throws RangeError where the model uses what the translator would get wrong: dilation, other layouts, transposed products. */
export function parseGraphModel(json: string): GraphModel {
  const model = JSON.parse(json) as JsonModel;
  const nodes = model.modelTopology.node.map(toGraphNode);
  return { nodes: new Map(nodes.map((node) => [node.name, node])), weightsManifest: model.weightsManifest };
}

function toGraphNode({ name, op, input = [], attr = {} }: JsonNode): GraphNode {
  const unsupported =
    attr['dilations']?.list?.i?.some((size) => size !== '1') === true ||
    (attr['data_format']?.s !== undefined && decode(attr['data_format'].s) !== 'NHWC') ||
    attr['transpose_a']?.b === true ||
    attr['transpose_b']?.b === true;
  const padding = attr['padding']?.s === undefined ? undefined : decode(attr['padding'].s);
  if (unsupported || (padding !== undefined && padding !== 'SAME' && padding !== 'VALID'))
    throw new RangeError(`${op} ${name} has a setting that is not known`);
  return {
    name,
    op,
    inputs: input,
    padding,
    strides: heightAndWidth(attr['strides']),
    kernelSize: heightAndWidth(attr['ksize']),
    fusedOps: (attr['fused_ops']?.list?.s ?? []).map(decode),
  };
}

function heightAndWidth(attribute: JsonAttribute | undefined): [number, number] {
  const [, height = 1, width = 1] = attribute?.list?.i?.map(Number) ?? [];
  return [height, width];
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
