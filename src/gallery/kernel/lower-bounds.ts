/**
 * An int8 copy of every row of the gallery in WebAssembly memory, and the scan that bounds from below the distance of a
 * probe to each of them. It reads a quarter of the bytes that the float32 rows have, which is what a search's time goes by.
 *
 * Why the bound holds: with p' and r' the approximations of probe p and row r, |p - r| >= |p' - r'| - |p - p'| - |r - r'|
 * by the triangle inequality, and |p' - r'|² = |p'|² + |r'|² - 2 p'·r', where p'·r' is an exact int32 times both scales
 * (at most 512 · 127 · 32767 < 2^31). In float32, with unit roundoff u = 2^-24, that difference is off by no more than
 * 7u (|p'|² + |r'|²), and the root and the two subtractions by no more than 3u of the root. Squared lengths are stored
 * smaller by 32u and errors larger by 16u, which covers both.
 */
import type { Features } from '../../domain/features.js';
import { approximate, type Approximation } from './approximate.js';
import { kernelWasmBase64 } from './kernel-wasm.js';
import { WebAssembly, type WasmMemory } from './web-assembly.js';

interface Kernel {
  readonly memory: WasmMemory;
  lowerBounds(
    group: number,
    end: number,
    out: number,
    length: number,
    twiceProbeScale: number,
    probeSquaredLength: number,
    probeError: number,
  ): void;
}

/** Rows that one scan can take: their bounds (16 KB) stay in the processor's first cache until they are read. */
export const rowsPerScan = 4096;

const pageBytes = 65_536;
/** The kernel reads this many values at a time; shorter rows are filled up with zeros, which add nothing to a distance. */
const valuesPerStep = 16;

// The layout of a group of four rows; kernel.wat has the same numbers.
const rowsPerGroup = 4;
const termBytes = rowsPerGroup * Float32Array.BYTES_PER_ELEMENT;
const termOffset = { scale: 0, squaredLength: termBytes, error: 2 * termBytes } as const;

const squaredLengthMargin = 1 - 2 ** -19;
const errorMargin = 1 + 2 ** -20;

const kernelModule = new WebAssembly.Module(Buffer.from(kernelWasmBase64, 'base64'));

export class LowerBounds {
  readonly #kernel = new WebAssembly.Instance(kernelModule).exports as Kernel;
  #int8 = new Int8Array(this.#kernel.memory.buffer);
  #float32 = new Float32Array(this.#kernel.memory.buffer);
  /** Values in a row of the kernel's memory: those of the features, then zeros. */
  readonly #rowLength: number;
  readonly #groupBytes: number;
  readonly #boundsAddress: number;
  readonly #firstGroupAddress: number;
  readonly #integers: Int8Array;
  #probe: Approximation = { scale: 0, squaredLength: 0, error: 0 };

  /** @param length values in the features of every row and probe, 1 to maxFeatureLength. */
  constructor(readonly length: number) {
    this.#rowLength = Math.ceil(length / valuesPerStep) * valuesPerStep;
    this.#groupBytes = rowsPerGroup * this.#rowLength + 3 * termBytes;
    this.#boundsAddress = this.#rowLength * Int16Array.BYTES_PER_ELEMENT;
    this.#firstGroupAddress = this.#boundsAddress + rowsPerScan * Float32Array.BYTES_PER_ELEMENT;
    this.#integers = new Int8Array(this.#rowLength);
  }

  /** Writes one row. Rows must be written without gaps: `row` is at most the number of rows written so far. */
  write(row: number, features: Features): void {
    this.#reserve(row + 1);
    const { scale, squaredLength, error } = approximate(features, this.#integers, 127);
    this.#int8.set(this.#integers, this.#rowAddress(row));
    this.#writeTerm(row, termOffset.scale, scale);
    this.#writeTerm(row, termOffset.squaredLength, squaredLength * squaredLengthMargin);
    this.#writeTerm(row, termOffset.error, error * errorMargin);
  }

  copy({ from, to }: { from: number; to: number }): void {
    const start = this.#rowAddress(from);
    this.#int8.copyWithin(this.#rowAddress(to), start, start + this.#rowLength);
    for (const offset of Object.values(termOffset))
      this.#writeTerm(to, offset, this.#float32[this.#termIndex(from, offset)]!);
  }

  /** Sets the features that the next scans measure from. @throws RangeError where they have another length than the rows. */
  setProbe(features: Features): void {
    if (features.length !== this.length)
      throw new RangeError(`a probe of ${features.length} values for rows of ${this.length}`);
    const integers = new Int16Array(this.#kernel.memory.buffer, 0, this.#rowLength);
    this.#probe = approximate(features, integers, 32767);
  }

  /**
   * Bounds of rows `firstRow` (a multiple of four) to `firstRow + rowCount` (at most rowsPerScan of them): element i is no
   * more than the probe's Euclidean distance to row firstRow + i, and for dlib's features within 0.02 of it. The array is only good until
   * the next call.
   */
  scan(firstRow: number, rowCount: number): Float32Array {
    const { scale, squaredLength, error } = this.#probe;
    this.#kernel.lowerBounds(
      this.#groupAddress(firstRow),
      this.#groupAddress(firstRow + rowCount + rowsPerGroup - 1),
      this.#boundsAddress,
      this.#rowLength,
      2 * scale,
      squaredLength * squaredLengthMargin,
      error * errorMargin,
    );
    const first = this.#boundsAddress / Float32Array.BYTES_PER_ELEMENT;
    return this.#float32.subarray(first, first + rowCount);
  }

  #writeTerm(row: number, offset: number, value: number): void {
    this.#float32[this.#termIndex(row, offset)] = value;
  }

  /** Memory grows in place by rowsPerScan rows at a time; nothing is copied, only the views have to be taken anew. */
  #reserve(rowCount: number): void {
    const { memory } = this.#kernel;
    if (this.#groupAddress(rowCount + rowsPerGroup - 1) <= memory.buffer.byteLength) return;
    memory.grow(Math.ceil(((rowsPerScan / rowsPerGroup) * this.#groupBytes) / pageBytes));
    this.#int8 = new Int8Array(memory.buffer);
    this.#float32 = new Float32Array(memory.buffer);
  }

  #groupAddress(row: number): number {
    return this.#firstGroupAddress + Math.floor(row / rowsPerGroup) * this.#groupBytes;
  }

  #rowAddress(row: number): number {
    return this.#groupAddress(row) + (row % rowsPerGroup) * this.#rowLength;
  }

  #termIndex(row: number, offset: number): number {
    const terms = this.#groupAddress(row) + rowsPerGroup * this.#rowLength;
    return (terms + offset) / Float32Array.BYTES_PER_ELEMENT + (row % rowsPerGroup);
  }
}
