/** Lanczos' series for g = 7 and nine terms. Source: P. Godfrey, "A note on the computation of the convergent Lanczos …" (2001). */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const
const LANCZOS_G = 7

/** Γ(x) for x ≥ 1 to about 14 digits; `Infinity` where it is too large for a double, above 171.6. */
export function gammaFunction(x: number): number {
  const base = x - 1 + LANCZOS_G + 0.5
  const series = LANCZOS.reduce((sum, term, index) => (index === 0 ? term : sum + term / (x - 1 + index)), 0)
  // The power is taken in two halves, because base^x overflows before Γ(x) does.
  const halfPower = base ** ((x - 0.5) / 2)
  return Math.sqrt(2 * Math.PI) * series * halfPower * Math.exp(-base) * halfPower
}
