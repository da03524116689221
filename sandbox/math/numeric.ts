/** A polynomial by Horner's rule; the constant term stands first. */
export function polynomial(x: number, coefficients: readonly number[]): number {
  let result = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) result = result * x + (coefficients[i] ?? 0);
  return result;
}

/** x to the power of y, neither of them negative, by squares: with Go's rounding, which is not JavaScript's. */
export function power(x: number, y: number): number {
  const up = y - Math.floor(y) > 0.5 ? 1 : 0;
  let whole = Math.floor(y) + up;
  const fraction = y - whole;
  let result = fraction === 0 ? 1 : Math.exp(fraction * Math.log(x));
  for (let square = x; whole > 0; whole = Math.floor(whole / 2), square *= square)
    if (whole % 2 === 1) result *= square;
  return result;
}
