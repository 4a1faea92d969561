import type { Interval } from './interval.ts'
import { Moments } from './moments.ts'

/** Batches: between the 10 and 30 beyond which more help little. Source: Schmeiser 1982. */
const BATCHES = 20
/** Values that a batch has at least. */
const FEWEST_VALUES = 10

/** The mean of one long run, with an interval that takes into account that its values hang together. */
export interface BatchMeans {
  readonly batches: number
  /** Values of a batch; what is left over at the beginning is left out. */
  readonly batchSize: number
  readonly interval: Interval
  /** Correlation of each batch's mean with the next one's, −1 to 1: near 0 where batches are long enough. */
  readonly correlation: number
  /** Whether that is more than chance does, so that the interval is too narrow: the run is too short. */
  readonly isTooShort: boolean
}

/**
 * Splits a run into 20 batches of equal length, whose means are nearly independent where a batch is much longer than
 * the run's memory. Von Neumann's ratio tests that, one-sided at 5 %. Source: Fishman, "Grouping observations in digital
 * simulation", Management Science 24 (1978).
 *
 * @param values of a run in order of time, its warm-up left out
 * @returns undefined for fewer than 200 values: the run is too short to say anything
 */
export function batchMeans(values: readonly number[]): BatchMeans | undefined {
  const batchSize = Math.floor(values.length / BATCHES)
  if (batchSize < FEWEST_VALUES) return undefined
  const first = values.length - batchSize * BATCHES
  const means: number[] = []
  const moments = new Moments()
  for (let batch = 0; batch < BATCHES; batch++) {
    let sum = 0
    for (let place = 0; place < batchSize; place++) sum += values[first + batch * batchSize + place]!
    means.push(sum / batchSize)
    moments.add(sum / batchSize)
  }
  const correlation = neighbours(means, moments)
  return {
    batches: BATCHES,
    batchSize,
    interval: moments.interval()!,
    correlation,
    isTooShort: correlation > chance(BATCHES),
  }
}

/** Fishman's estimate of the correlation of neighbours, from von Neumann's ratio; 0 where all are alike. */
function neighbours(means: readonly number[], { variance, count }: Moments): number {
  if (variance === 0) return 0
  let steps = 0
  for (let place = 1; place < means.length; place++) steps += (means[place]! - means[place - 1]!) ** 2
  return 1 - steps / (2 * variance * (count - 1))
}

/** What independent means exceed with a probability of 5 %: nearly normal, with variance (n − 2) / (n² − 1). */
function chance(count: number): number {
  return 1.645 * Math.sqrt((count - 2) / (count * count - 1))
}
