/** Halvings of an interval of π/2, after which a double has no digit left to improve. */
const STEPS = 60

/**
 * The value that Student's t stays below with a probability of at least one half.
 *
 * Bisects the exact distribution for whole degrees of freedom, a finite sum: Abramowitz and Stegun, "Handbook of
 * Mathematical Functions" (1964), 26.7.3 and 26.7.4. Takes a time in proportion to the degrees of freedom.
 *
 * @param probability 0.5 to below 1
 * @param freedom degrees of freedom, a whole number of 1 or more
 */
export function studentQuantile(probability: number, freedom: number): number {
  let low = 0
  let high = Math.PI / 2
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2
    if ((1 + centralShare(middle, freedom)) / 2 < probability) low = middle
    else high = middle
  }
  return Math.sqrt(freedom) * Math.tan((low + high) / 2)
}

/** P(|T| ≤ √ν tan θ), ν the degrees of freedom. */
function centralShare(theta: number, freedom: number): number {
  const isOdd = freedom % 2 === 1
  const squared = Math.cos(theta) ** 2
  // 1 + (1/2) cos² θ + (1·3)/(2·4) cos⁴ θ … for even ν; cos θ (1 + (2/3) cos² θ + …) for odd ν.
  let term = isOdd ? Math.cos(theta) : 1
  let sum = freedom > 1 ? term : 0
  for (let order = isOdd ? 3 : 2; order < freedom; order += 2) {
    term *= (squared * (order - 1)) / order
    sum += term
  }
  return isOdd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum
}
