/**
 * The mean power spectrum of two square windows at once: one as the real part and one as the imaginary part of a single
 * two-dimensional FFT, whose power at k and -k together is that of both.
 */

/** Side of the windows: a power of two. */
export const windowPx = 128;

const stages = Math.log2(windowPx);
const cosines = new Float64Array(windowPx / 2);
const sines = new Float64Array(windowPx / 2);
const reversed = new Uint16Array(windowPx);
for (let i = 0; i < windowPx / 2; i++) {
  cosines[i] = Math.cos((2 * Math.PI * i) / windowPx);
  sines[i] = -Math.sin((2 * Math.PI * i) / windowPx);
}
for (let i = 0; i < windowPx; i++) {
  let mirrored = 0;
  for (let bit = 0; bit < stages; bit++) mirrored |= ((i >> bit) & 1) << (stages - 1 - bit);
  reversed[i] = mirrored;
}

/** Weights that fade a window out towards its edges (Hann), so that the edges make no frequencies of their own. */
export const fading = Float64Array.from(
  { length: windowPx },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / windowPx),
);

const turnedReal = new Float64Array(windowPx * windowPx);
const turnedImaginary = new Float64Array(windowPx * windowPx);

/** The last row of a spectrum that is not the mirror image of another one: power at (u, v) is that at (-u, -v). */
const lastRow = windowPx / 2;

/**
 * Adds both windows' power to the rows 0 to windowPx / 2 of `power`, frequency (0, 0) first, with rows and columns changed over.
 * @param real and imaginary: windowPx squared values each; overwritten
 */
export function addPower(real: Float64Array, imaginary: Float64Array, power: Float64Array): void {
  transformColumns(real, imaginary);
  changeOver(real, turnedReal);
  changeOver(imaginary, turnedImaginary);
  transformColumns(turnedReal, turnedImaginary);
  for (let v = 0; v <= lastRow; v++) {
    const mirrorRow = ((windowPx - v) & (windowPx - 1)) * windowPx;
    for (let u = 0; u < windowPx; u++) {
      const at = v * windowPx + u;
      const mirror = mirrorRow + ((windowPx - u) & (windowPx - 1));
      const own = turnedReal[at]! * turnedReal[at]! + turnedImaginary[at]! * turnedImaginary[at]!;
      const opposite =
        turnedReal[mirror]! * turnedReal[mirror]! + turnedImaginary[mirror]! * turnedImaginary[mirror]!;
      power[at]! += (own + opposite) / 2;
    }
  }
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
 * Radix-2 FFT (Cooley and Tukey 1965) of all columns in place. Each step of it goes along two whole rows, which lie together
 * in memory as a column's values do not.
 */
function transformColumns(real: Float64Array, imaginary: Float64Array): void {
  for (let row = 0; row < windowPx; row++) {
    const other = reversed[row]!;
    if (other <= row) continue;
    swapRows(real, row, other);
    swapRows(imaginary, row, other);
  }
  for (let half = 1; half < windowPx; half *= 2) {
    const turn = windowPx / (2 * half);
    for (let i = 0; i < half; i++)
      for (let row = i; row < windowPx; row += 2 * half)
        combineRows(real, imaginary, { from: row, to: row + half, turn: i * turn });
  }
}

function swapRows(values: Float64Array, row: number, other: number): void {
  const [a, b] = [row * windowPx, other * windowPx];
  for (let i = 0; i < windowPx; i++) {
    const value = values[a + i]!;
    values[a + i] = values[b + i]!;
    values[b + i] = value;
  }
}

function combineRows(
  real: Float64Array,
  imaginary: Float64Array,
  { from, to, turn }: { from: number; to: number; turn: number },
): void {
  const [cos, sin] = [cosines[turn]!, sines[turn]!];
  for (let a = from * windowPx, b = to * windowPx, end = a + windowPx; a < end; a++, b++) {
    const re = real[b]! * cos - imaginary[b]! * sin;
    const im = real[b]! * sin + imaginary[b]! * cos;
    real[b] = real[a]! - re;
    imaginary[b] = imaginary[a]! - im;
    real[a]! += re;
    imaginary[a]! += im;
  }
}
