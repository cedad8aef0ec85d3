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

/**
 * Adds both windows' power to `power`, frequency (0, 0) first, row by row.
 * @param real and imaginary: windowPx squared values each; overwritten
 */
export function addPower(real: Float64Array, imaginary: Float64Array, power: Float64Array): void {
  for (let row = 0; row < windowPx; row++) transform(real, imaginary, row * windowPx, 1);
  for (let column = 0; column < windowPx; column++) transform(real, imaginary, column, windowPx);
  for (let v = 0; v < windowPx; v++) {
    const mirrorRow = ((windowPx - v) % windowPx) * windowPx;
    for (let u = 0; u < windowPx; u++) {
      const at = v * windowPx + u;
      const mirror = mirrorRow + ((windowPx - u) % windowPx);
      power[at]! += (real[at]! ** 2 + imaginary[at]! ** 2 + real[mirror]! ** 2 + imaginary[mirror]! ** 2) / 2;
    }
  }
}

const lineReal = new Float64Array(windowPx);
const lineImaginary = new Float64Array(windowPx);

/** Radix-2 FFT (Cooley and Tukey 1965) of one row or column in place. */
function transform(real: Float64Array, imaginary: Float64Array, start: number, step: number): void {
  for (let i = 0; i < windowPx; i++) {
    const at = start + reversed[i]! * step;
    lineReal[i] = real[at]!;
    lineImaginary[i] = imaginary[at]!;
  }
  for (let half = 1; half < windowPx; half *= 2) {
    const turn = windowPx / (2 * half);
    for (let block = 0; block < windowPx; block += 2 * half) {
      for (let i = 0; i < half; i++) {
        const [a, b] = [block + i, block + i + half];
        const cos = cosines[i * turn]!;
        const sin = sines[i * turn]!;
        const re = lineReal[b]! * cos - lineImaginary[b]! * sin;
        const im = lineReal[b]! * sin + lineImaginary[b]! * cos;
        lineReal[b] = lineReal[a]! - re;
        lineImaginary[b] = lineImaginary[a]! - im;
        lineReal[a]! += re;
        lineImaginary[a]! += im;
      }
    }
  }
  for (let i = 0; i < windowPx; i++) {
    real[start + i * step] = lineReal[i]!;
    imaginary[start + i * step] = lineImaginary[i]!;
  }
}
