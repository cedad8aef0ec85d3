/**
 * Every template as one row of typed arrays: its float32 features, its numbers, and the link to the next row of the same
 * subject. Rows are 0 … count - 1 without gaps, so removing one moves the last into its place. Beside a row in chunks of
 * plain memory (whose views never have to be renewed) stands its int8 copy in LowerBounds.
 */
import { featureLength, type Features } from '../domain/features.js';
import type { GalleryTemplate } from './index.js';
import { LowerBounds, rowsPerScan } from './kernel/lower-bounds.js';

/** Where a subject's chain of rows ends. */
const noRow = -1;

class Chunk {
  readonly features: Float32Array;
  // Float64Array, as a database's row numbers can pass 2^32.
  readonly templateNos = new Float64Array(rowsPerScan);
  readonly subjectNos = new Float64Array(rowsPerScan);
  readonly nextRows = new Int32Array(rowsPerScan);

  constructor(length: number) {
    this.features = new Float32Array(rowsPerScan * length);
  }
}

export class TemplateRows {
  #bounds = new LowerBounds(featureLength);
  #chunks: Chunk[] = [];
  readonly #firstRowOfSubject = new Map<number, number>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get subjectCount(): number {
    return this.#firstRowOfSubject.size;
  }

  get bounds(): LowerBounds {
    return this.#bounds;
  }

  /** @throws RangeError where the features are not as long as those that are there, and so not of the same model. */
  add({ templateNo, subjectNo, features }: GalleryTemplate): void {
    if (features.length !== this.#length) this.#setLength(features.length);
    const row = this.#count;
    this.#bounds.write(row, features);
    if (row === this.#chunks.length * rowsPerScan) this.#chunks.push(new Chunk(this.#length));
    const { chunk, at } = this.#locate(row);
    chunk.features.set(features, at * this.#length);
    chunk.templateNos[at] = templateNo;
    chunk.subjectNos[at] = subjectNo;
    chunk.nextRows[at] = this.#firstRowOfSubject.get(subjectNo) ?? noRow;
    this.#firstRowOfSubject.set(subjectNo, row);
    this.#count = row + 1;
  }

  has(subjectNo: number): boolean {
    return this.#firstRowOfSubject.has(subjectNo);
  }

  removeSubject(subjectNo: number): void {
    let row = this.#firstRowOfSubject.get(subjectNo);
    while (row !== undefined) {
      const next = this.#nextRow(row);
      if (next === noRow) this.#firstRowOfSubject.delete(subjectNo);
      else this.#firstRowOfSubject.set(subjectNo, next);
      this.#fillWithLast(row);
      row = this.#firstRowOfSubject.get(subjectNo);
    }
  }

  /** The rows of a subject; none where it is unknown. */
  *rowsOf(subjectNo: number): Generator<number> {
    let row = this.#firstRowOfSubject.get(subjectNo) ?? noRow;
    while (row !== noRow) {
      yield row;
      row = this.#nextRow(row);
    }
  }

  /** Forgets every row and keeps the memory, as whoever clears a gallery is about to fill it again. */
  clear(): void {
    this.#firstRowOfSubject.clear();
    this.#count = 0;
  }

  /** A view of the row's own features, good until the row is removed or moved. */
  featuresOf(row: number): Features {
    const { chunk, at } = this.#locate(row);
    return chunk.features.subarray(at * this.#length, (at + 1) * this.#length) as Features;
  }

  templateNoOf(row: number): number {
    const { chunk, at } = this.#locate(row);
    return chunk.templateNos[at]!;
  }

  subjectNoOf(row: number): number {
    const { chunk, at } = this.#locate(row);
    return chunk.subjectNos[at]!;
  }

  get #length(): number {
    return this.#bounds.length;
  }

  /** The first row says how long the features of all are; without rows there is nothing to convert. */
  #setLength(length: number): void {
    if (this.#count > 0)
      throw new RangeError(`features of ${length} values among features of ${this.#length}`);
    this.#bounds = new LowerBounds(length);
    this.#chunks = [];
  }

  #locate(row: number): { chunk: Chunk; at: number } {
    const at = row % rowsPerScan;
    return { chunk: this.#chunks[(row - at) / rowsPerScan]!, at };
  }

  #nextRow(row: number): number {
    const { chunk, at } = this.#locate(row);
    return chunk.nextRows[at]!;
  }

  /** Drops a row that no chain holds any more by moving the last row into its place. */
  #fillWithLast(hole: number): void {
    const last = this.#count - 1;
    this.#count = last;
    if (hole === last) return;
    this.#relink({ from: last, to: hole });
    const { chunk, at } = this.#locate(hole);
    chunk.features.set(this.featuresOf(last), at * this.#length);
    chunk.templateNos[at] = this.templateNoOf(last);
    chunk.subjectNos[at] = this.subjectNoOf(last);
    chunk.nextRows[at] = this.#nextRow(last);
    this.#bounds.copy({ from: last, to: hole });
  }

  /** Makes the chain of the subject that owns row `from` point to row `to` instead. */
  #relink({ from, to }: { from: number; to: number }): void {
    const subjectNo = this.subjectNoOf(from);
    let row = this.#firstRowOfSubject.get(subjectNo)!;
    if (row === from) {
      this.#firstRowOfSubject.set(subjectNo, to);
      return;
    }
    while (this.#nextRow(row) !== from) row = this.#nextRow(row);
    const { chunk, at } = this.#locate(row);
    chunk.nextRows[at] = to;
  }
}
