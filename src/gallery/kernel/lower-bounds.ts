/**
 * An int8 copy of every row of the gallery in WebAssembly memory, and the scan that bounds from below the distance of a
 * probe to each of them. It reads a quarter of the bytes that the float32 rows have, which is what a search's time goes by.
 *
 * Why the bound holds: with p' and r' the approximations of probe p and row r, |p - r| >= |p' - r'| - |p - p'| - |r - r'|
 * by the triangle inequality, and |p' - r'|² = |p'|² + |r'|² - 2 p'·r', where p'·r' is an exact int32 times both scales
 * (at most 128 · 127 · 32767 < 2^31). In float32, with unit roundoff u = 2^-24, that difference is off by no more than
 * 7u (|p'|² + |r'|²), and the root and the two subtractions by no more than 3u of the root. Squared lengths are stored
 * smaller by 32u and errors larger by 16u, which covers both.
 */
import { featureLength, type Features } from '../../domain/features.js';
import { approximate, type Approximation } from './approximate.js';
import { kernelWasmBase64 } from './kernel-wasm.js';
import { WebAssembly, type WasmMemory } from './web-assembly.js';

interface Kernel {
  readonly memory: WasmMemory;
  lowerBounds(
    group: number,
    end: number,
    out: number,
    twiceProbeScale: number,
    probeSquaredLength: number,
    probeError: number,
  ): void;
}

/** Rows that one scan can take: their bounds (16 KB) stay in the processor's first cache until they are read. */
export const rowsPerScan = 4096;

const pageBytes = 65_536;
const probeBytes = featureLength * Int16Array.BYTES_PER_ELEMENT;
const boundsAddress = probeBytes;
const firstGroupAddress = boundsAddress + rowsPerScan * Float32Array.BYTES_PER_ELEMENT;

// The layout of a group of four rows; kernel.wat has the same numbers.
const rowsPerGroup = 4;
const scalesOffset = rowsPerGroup * featureLength;
const squaredLengthsOffset = scalesOffset + 16;
const errorsOffset = squaredLengthsOffset + 16;
const groupBytes = errorsOffset + 16;

const squaredLengthMargin = 1 - 2 ** -19;
const errorMargin = 1 + 2 ** -20;

const kernelModule = new WebAssembly.Module(Buffer.from(kernelWasmBase64, 'base64'));

export class LowerBounds {
  readonly #kernel = new WebAssembly.Instance(kernelModule).exports as Kernel;
  #int8 = new Int8Array(this.#kernel.memory.buffer);
  #float32 = new Float32Array(this.#kernel.memory.buffer);
  readonly #integers = new Int8Array(featureLength);
  #probe: Approximation = { scale: 0, squaredLength: 0, error: 0 };

  /** Writes one row. Rows must be written without gaps: `row` is at most the number of rows written so far. */
  write(row: number, features: Features): void {
    this.#reserve(row + 1);
    const { scale, squaredLength, error } = approximate(features, this.#integers, 127);
    this.#int8.set(this.#integers, rowAddress(row));
    this.#writeTerm(row, scalesOffset, scale);
    this.#writeTerm(row, squaredLengthsOffset, squaredLength * squaredLengthMargin);
    this.#writeTerm(row, errorsOffset, error * errorMargin);
  }

  copy({ from, to }: { from: number; to: number }): void {
    this.#int8.copyWithin(rowAddress(to), rowAddress(from), rowAddress(from) + featureLength);
    for (const offset of [scalesOffset, squaredLengthsOffset, errorsOffset])
      this.#writeTerm(to, offset, this.#float32[termIndex(from, offset)]!);
  }

  /** Sets the features that the next scans measure from. */
  setProbe(features: Features): void {
    this.#probe = approximate(features, new Int16Array(this.#kernel.memory.buffer, 0, featureLength), 32767);
  }

  /**
   * Bounds of rows `firstRow` (a multiple of four) to `firstRow + rowCount` (at most rowsPerScan of them): element i is no
   * more than the probe's Euclidean distance to row firstRow + i, and for dlib's features within 0.02 of it. The array is only good until
   * the next call.
   */
  scan(firstRow: number, rowCount: number): Float32Array {
    const { scale, squaredLength, error } = this.#probe;
    this.#kernel.lowerBounds(
      groupAddress(firstRow),
      groupAddress(firstRow + rowCount + rowsPerGroup - 1),
      boundsAddress,
      2 * scale,
      squaredLength * squaredLengthMargin,
      error * errorMargin,
    );
    const first = boundsAddress / Float32Array.BYTES_PER_ELEMENT;
    return this.#float32.subarray(first, first + rowCount);
  }

  #writeTerm(row: number, offset: number, value: number): void {
    this.#float32[termIndex(row, offset)] = value;
  }

  /** Memory grows in place by rowsPerScan rows at a time; nothing is copied, only the views have to be taken anew. */
  #reserve(rowCount: number): void {
    const { memory } = this.#kernel;
    if (groupAddress(rowCount + rowsPerGroup - 1) <= memory.buffer.byteLength) return;
    memory.grow(Math.ceil(((rowsPerScan / rowsPerGroup) * groupBytes) / pageBytes));
    this.#int8 = new Int8Array(memory.buffer);
    this.#float32 = new Float32Array(memory.buffer);
  }
}

function groupAddress(row: number): number {
  return firstGroupAddress + Math.floor(row / rowsPerGroup) * groupBytes;
}

function rowAddress(row: number): number {
  return groupAddress(row) + (row % rowsPerGroup) * featureLength;
}

function termIndex(row: number, offset: number): number {
  return (groupAddress(row) + offset) / Float32Array.BYTES_PER_ELEMENT + (row % rowsPerGroup);
}
