import type { Course } from '../measure/course.ts'
import type { End } from './replications.ts'

/** How many replications to make. */
export interface Effort {
  /** Replications to make; with a precision the most. Whole number of 1 or more. Default: 1,000 with a precision, else 10. */
  readonly replications?: number
  /**
   * Goes on until the half-width of each headline figure is at most this share of its mean: above 0, below 1; `0.05` is
   * 5 %. Default: there is a fixed number.
   */
  readonly precision?: number
}

/** Replications after which a precision that is not reached is given up, unless it is said. */
export const MOST_REPLICATIONS = 1_000
/** Replications that are made unless it is said. */
export const REPLICATIONS = 10

/** How runs are made, and who is told of it. */
export interface Conduct {
  /** Worker threads: a whole number of 1 or more. Changes nothing but the time. Default: as many as there are processors. */
  readonly workers?: number
  /** Ends it early: what is whole by then is the result. */
  readonly signal?: AbortSignal
  /** Is told how far it is, 0 to 1, about ten times a second. With a precision it is a guess, which may go back. */
  readonly onProgress?: (progress: number) => void
  /**
   * Is told how each of the first 200 replications went over time, in order: one course a setting. Nothing of it is measured
   * where nobody asks.
   */
  readonly onCourses?: (courses: readonly Course[]) => void
}

/**
 * The most replications that are made.
 *
 * @throws RangeError for options out of range, that says what was expected and what came
 */
export function mostOf({ replications, precision, workers }: Effort & Conduct): number {
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1))
    throw new RangeError(`workers: expected a whole number of 1 or more, got ${workers}`)
  if (replications !== undefined && !(Number.isInteger(replications) && replications >= 1))
    throw new RangeError(`replications: expected a whole number of 1 or more, got ${replications}`)
  if (precision !== undefined && !(precision > 0 && precision < 1))
    throw new RangeError(`precision: expected a share above 0 and below 1, such as 0.05, got ${precision}`)
  return replications ?? (precision === undefined ? REPLICATIONS : MOST_REPLICATIONS)
}

/** Why no more replications were made: as many as asked for, precise enough, the most that were allowed, or interrupted. */
export type Stop = 'count' | 'precise' | 'maximum' | 'interrupted'

export function stopOf(end: End, { precision }: Effort): Stop {
  if (end === 'enough') return 'precise'
  if (end === 'interrupted') return end
  return precision === undefined ? 'count' : 'maximum'
}

/** What a precision came to. */
export interface PrecisionResult {
  /** As it was asked for: 0.05 is 5 %. */
  readonly asked: number
  /** Figures whose intervals are wider, in the words of expectations; none where it was reached. */
  readonly loose: readonly string[]
}
