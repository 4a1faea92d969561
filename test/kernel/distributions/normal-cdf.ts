/** Share of a standard normal distribution below `z`, to 12 digits: a series near the centre, a fraction in the tails. */
export function normalCdf(z: number): number {
  if (z < 0) return 1 - normalCdf(-z)
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
  if (z < 3) {
    let [sum, term] = [0, z]
    for (let n = 3; term > 1e-17; n += 2) {
      sum += term
      term *= (z * z) / n
    }
    return 0.5 + density * sum
  }
  let fraction = z
  for (let n = 60; n > 0; n--) fraction = z + n / fraction
  return 1 - density / fraction
}
