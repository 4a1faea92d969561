import type { Histogram } from '../measure/histogram.ts'

/** Quantiles are within 0.8 % of the exact ones, mean and maximum are exact. */
export interface Spread {
  readonly mean: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
}

export function spread(histogram: Histogram): Spread {
  const [p50, p90, p99] = histogram.quantiles([0.5, 0.9, 0.99]) as [number, number, number]
  return { mean: histogram.mean, p50, p90, p99, max: histogram.max }
}
