/**
 * The quantile of the standard normal distribution, for the axes of a DET chart: on them the curve of two normal
 * distributions is a straight line.
 */

const central = {
  a: [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ],
  b: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572],
};
const tail = {
  c: [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  d: [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416],
};
const tailShare = 0.02425;

/**
 * The z for which a share `p` of the standard normal distribution lies below it, to 1.2e-9 of its value.
 * Source: Peter J. Acklam, An algorithm for computing the inverse normal cumulative distribution function, 2003.
 * @param p strictly between 0 and 1.
 */
export function probit(p: number): number {
  if (p > 1 - tailShare) return -probit(1 - p);
  if (p < tailShare) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(tail.c, q) / (polynomial(tail.d, q) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(central.a, r) * q) / (polynomial(central.b, r) * r + 1);
}

/** Coefficients from the highest power down. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
