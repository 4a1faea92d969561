import { studentQuantile } from './student.ts'

/** How sure intervals are: this share of them contains the truth, over many experiments. */
export const CONFIDENCE = 0.95

/** A mean, and where the true one lies with 95 % confidence: `mean` − `halfWidth` = `low` to `high`. */
export interface Interval {
  readonly mean: number
  readonly halfWidth: number
  readonly low: number
  readonly high: number
}

/** Quantiles by degrees of freedom: each is asked for by many figures. */
const quantiles = new Map<number, number>()

/**
 * Student's interval of a mean.
 *
 * @param standardError estimated standard deviation of the mean
 * @param freedom degrees of freedom of that estimate, a whole number of 1 or more
 */
export function intervalAround(mean: number, standardError: number, freedom: number): Interval {
  let quantile = quantiles.get(freedom)
  if (quantile === undefined) {
    quantile = studentQuantile(1 - (1 - CONFIDENCE) / 2, freedom)
    quantiles.set(freedom, quantile)
  }
  const halfWidth = quantile * standardError
  return { mean, halfWidth, low: mean - halfWidth, high: mean + halfWidth }
}
