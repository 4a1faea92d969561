/** The mean of independent replications, and how far from it the truth may lie. */
export interface Interval {
  readonly mean: number
  readonly halfWidth: number
}

/**
 * Student's interval of the mean of independent values.
 *
 * @param falseAlarm probability that the truth lies outside of it, both sides together
 */
export function interval(values: readonly number[], falseAlarm: number): Interval {
  const freedom = values.length - 1
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / freedom
  return { mean, halfWidth: studentQuantile(1 - falseAlarm / 2, freedom) * Math.sqrt(variance / values.length) }
}

export function contains({ mean, halfWidth }: Interval, value: number): boolean {
  return Math.abs(value - mean) <= halfWidth
}

/** The value that Student's t stays below with a probability above one half. */
export function studentQuantile(probability: number, freedom: number): number {
  let low = 0
  let high = 1
  while (studentDistribution(high, freedom) < probability) high *= 2
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (studentDistribution(middle, freedom) < probability) low = middle
    else high = middle
  }
  return high
}

/** P(T ≤ t) for t ≥ 0: with t = √ν tan θ the density is proportional to cos^(ν − 1) θ, which Simpson's rule takes well. */
function studentDistribution(t: number, freedom: number): number {
  const area = (to: number) => {
    const steps = 200
    let sum = 0
    for (let step = 0; step <= steps; step++) {
      const weight = step === 0 || step === steps ? 1 : 2 + 2 * (step % 2)
      sum += weight * Math.cos((to * step) / steps) ** (freedom - 1)
    }
    return (sum * to) / (3 * steps)
  }
  return 0.5 + area(Math.atan(t / Math.sqrt(freedom))) / area(Math.PI / 2) / 2
}
