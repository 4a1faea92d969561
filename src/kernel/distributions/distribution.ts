import type { Draws } from '../draws.ts'

/**
 * A distribution of a quantity that cannot be negative: a length of time, a gap, a size, a factor. It keeps no state
 * between samples and takes its randomness only from the stream of `draws` that is chosen at the moment, so a sample
 * is a pure function of that stream.
 *
 * `mean`, `variance` and samples are in the unit of the parameters (the variance in its square). Both are exact to
 * rounding, and `Infinity` where the integral diverges.
 */
export interface Distribution {
  readonly mean: number
  readonly variance: number
  /** One value, 0 or more. Takes one word of the stream or a few, never more than the 512 it holds. */
  sample(draws: Draws): number
}
