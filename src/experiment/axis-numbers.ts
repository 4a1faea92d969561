import { parseDuration } from '../notation/duration.ts'
import { parseRate } from '../notation/rate.ts'
import { parseSize } from '../notation/size.ts'

const READERS = [parseDuration, parseRate, parseSize]

/**
 * What the values of an axis come to as numbers, which say how far they are apart: plain numbers, or all durations, all rates
 * or all sizes, in whatever units each is written. Undefined where one of them is none of these.
 */
export function axisNumbers(values: readonly unknown[]): number[] | undefined {
  if (values.every((value) => typeof value === 'number')) return [...values]
  for (const read of READERS) {
    try {
      return values.map(read)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
  }
  return undefined
}
