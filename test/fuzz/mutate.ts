/** Changes bytes at random, in the ways that parsers have fallen over: bits, runs, numbers at their limits, parts moved and doubled. */
import type { SeededRandom } from '../seeded-random.js';

type Mutation = (bytes: Buffer, random: SeededRandom) => Buffer;

const limits = [0, 1, 0x7f, 0x80, 0xff];

const mutations: readonly Mutation[] = [
  (bytes, random) => {
    const at = random.below(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << random.below(8));
    return bytes;
  },
  (bytes, random) => {
    bytes[random.below(bytes.length)] = limits[random.below(limits.length)]!;
    return bytes;
  },
  (bytes, random) => {
    const [from, to] = span(bytes, random);
    return bytes.fill(random.below(256), from, to);
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  (bytes, random) => {
    const [from, to] = span(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, random) => {
    const [from, to] = span(bytes, random);
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at)]);
  },
  (bytes, random) => {
    const noise = Buffer.from(Array.from({ length: 1 + random.below(16) }, () => random.below(256)));
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
];

/** Short, so that what comes behind it still means something. */
function span(bytes: Buffer, random: SeededRandom): [from: number, to: number] {
  const from = random.below(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + random.below(64))];
}

/** A copy with one to eight changes, of which half fall into the first bytes, where headers are. */
export function mutate(bytes: Uint8Array, random: SeededRandom): Buffer {
  let mutated = Buffer.from(bytes);
  for (let left = 1 + random.below(8); left > 0 && mutated.length > 1; left--) {
    const reach = random.below(2) === 0 ? mutated.length : Math.min(mutated.length, 256);
    const change = mutations[random.below(mutations.length)]!;
    const [head, rest] = [Buffer.from(mutated.subarray(0, reach)), mutated.subarray(reach)];
    mutated = Buffer.concat([change(head, random), rest]);
  }
  return mutated;
}
