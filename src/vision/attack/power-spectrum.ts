/**
 * The mean power spectrum of two square windows at once: one as the real part and one as the imaginary part of a single
 * two-dimensional FFT, whose power at k and -k together is that of both.
 */

/** Side of the windows: a power of two. */
export const windowPx = 128;

/** Of e^(-2 pi i k / windowPx). */
const cosines = Float64Array.from({ length: windowPx }, (_, k) => Math.cos((2 * Math.PI * k) / windowPx));
const sines = Float64Array.from({ length: windowPx }, (_, k) => -Math.sin((2 * Math.PI * k) / windowPx));

/** Weights that fade a window out towards its edges (Hann), so that the edges make no frequencies of their own. */
export const fading = Float64Array.from(
  { length: windowPx },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / windowPx),
);

interface Plane {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

const emptyPlane = (): Plane => ({
  real: new Float64Array(windowPx * windowPx),
  imaginary: new Float64Array(windowPx * windowPx),
});
const [spare, turned] = [emptyPlane(), emptyPlane()];

/** The last row of a spectrum that is not the mirror image of another one: power at (u, v) is that at (-u, -v). */
const lastRow = windowPx / 2;

/**
 * Adds both windows' power to the rows 0 to windowPx / 2 of `power`, frequency (0, 0) first, with rows and columns changed over.
 * @param real and imaginary: windowPx squared values each; overwritten
 */
export function addPower(real: Float64Array, imaginary: Float64Array, power: Float64Array): void {
  const upright = transformColumns({ real, imaginary }, spare);
  changeOver(upright.real, turned.real);
  changeOver(upright.imaginary, turned.imaginary);
  const spectrum = transformColumns(turned, spare);
  for (let v = 0; v <= lastRow; v++) {
    const mirrorRow = ((windowPx - v) & (windowPx - 1)) * windowPx;
    for (let u = 0; u < windowPx; u++) {
      const at = v * windowPx + u;
      const mirror = mirrorRow + ((windowPx - u) & (windowPx - 1));
      power[at]! += (powerAt(spectrum, at) + powerAt(spectrum, mirror)) / 2;
    }
  }
}

function powerAt({ real, imaginary }: Plane, at: number): number {
  return real[at]! * real[at]! + imaginary[at]! * imaginary[at]!;
}

/** Where the power of a frequency lies; both may be negative, as far as windowPx. */
export function placeOf(u: number, v: number): number {
  const [column, row] = v < 0 || v > lastRow ? [-u, -v] : [u, v];
  return (row & (windowPx - 1)) * windowPx + (column & (windowPx - 1));
}

function changeOver(from: Float64Array, to: Float64Array): void {
  for (let row = 0, at = 0; row < windowPx; row++)
    for (let column = 0; column < windowPx; column++, at++) to[column * windowPx + row] = from[at]!;
}

/**
 * FFT of all columns, by Stockham's order with steps of four and a last one of two (Van Loan, Computational Frameworks for the
 * Fast Fourier Transform, 1992). Each step goes along whole rows, which lie together in memory as a column's values do not.
 * @returns one of the two planes; the other's values are spoilt
 */
function transformColumns(plane: Plane, other: Plane): Plane {
  let [from, to] = [plane, other];
  let done = 1;
  for (; done * 4 <= windowPx; done *= 4) {
    const quarter = windowPx / done / 4;
    for (let part = 0; part < quarter; part++)
      for (let row = 0; row < done; row++)
        combineFour(from, to, {
          from: row + done * part,
          to: row + 4 * done * part,
          done,
          turn: part * done,
        });
    [from, to] = [to, from];
  }
  if (done === windowPx) return from;
  for (let row = 0; row < done; row++) combineTwo(from, to, { row, done });
  return to;
}

/** @param place rows to read from (a quarter of all apart) and to write to (`done` apart), and the twiddle factors' exponent */
function combineFour(
  { real, imaginary }: Plane,
  { real: toReal, imaginary: toImaginary }: Plane,
  { from, to, done, turn }: { from: number; to: number; done: number; turn: number },
): void {
  const [cos1, sin1] = [cosines[turn]!, sines[turn]!];
  const [cos2, sin2] = [cosines[2 * turn]!, sines[2 * turn]!];
  const [cos3, sin3] = [cosines[3 * turn]!, sines[3 * turn]!];
  const apart = (windowPx / 4) * windowPx;
  const step = done * windowPx;
  for (let a = from * windowPx, out = to * windowPx, end = a + windowPx; a < end; a++, out++) {
    const b = a + apart;
    const c = b + apart;
    const d = c + apart;
    const sumRe = real[a]! + real[c]!;
    const sumIm = imaginary[a]! + imaginary[c]!;
    const lessRe = real[a]! - real[c]!;
    const lessIm = imaginary[a]! - imaginary[c]!;
    const otherRe = real[b]! + real[d]!;
    const otherIm = imaginary[b]! + imaginary[d]!;
    // The difference of b and d, times -i.
    const turnedRe = imaginary[b]! - imaginary[d]!;
    const turnedIm = real[d]! - real[b]!;
    toReal[out] = sumRe + otherRe;
    toImaginary[out] = sumIm + otherIm;
    const re1 = lessRe + turnedRe;
    const im1 = lessIm + turnedIm;
    toReal[out + step] = re1 * cos1 - im1 * sin1;
    toImaginary[out + step] = re1 * sin1 + im1 * cos1;
    const re2 = sumRe - otherRe;
    const im2 = sumIm - otherIm;
    toReal[out + 2 * step] = re2 * cos2 - im2 * sin2;
    toImaginary[out + 2 * step] = re2 * sin2 + im2 * cos2;
    const re3 = lessRe - turnedRe;
    const im3 = lessIm - turnedIm;
    toReal[out + 3 * step] = re3 * cos3 - im3 * sin3;
    toImaginary[out + 3 * step] = re3 * sin3 + im3 * cos3;
  }
}

function combineTwo(
  { real, imaginary }: Plane,
  { real: toReal, imaginary: toImaginary }: Plane,
  { row, done }: { row: number; done: number },
): void {
  const apart = done * windowPx;
  for (let a = row * windowPx, b = a + apart, end = a + windowPx; a < end; a++, b++) {
    toReal[a] = real[a]! + real[b]!;
    toImaginary[a] = imaginary[a]! + imaginary[b]!;
    toReal[b] = real[a]! - real[b]!;
    toImaginary[b] = imaginary[a]! - imaginary[b]!;
  }
}
