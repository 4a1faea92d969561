/** Values that are averaged before the rule looks at them: the 5 of MSER-5. */
const BATCH = 5

/** Where MSER-5 would cut the beginning off. */
export interface WarmUpCut {
  /** Values to leave out, a multiple of 5. */
  readonly cut: number
  /**
   * Whether the cut can be believed: it lies in the first half. Where it does not, the series is too short, or it has no
   * steady state.
   */
  readonly isSound: boolean
}

/** Fewer batches than these say nothing of a beginning. */
const FEWEST_BATCHES = 10

/**
 * MSER-5: leaves out as many values of the beginning as makes the standard error of what is left smallest, over means of
 * five values. Source: White, "An effective truncation heuristic for bias reduction in simulation output", Simulation 69
 * (1997); the means of five and the limit at half of the series: White, Cobb, Spratt, WSC 2000.
 *
 * @param values of a run in order of time
 * @returns undefined for fewer than 50 values
 */
export function warmUpCut(values: readonly number[]): WarmUpCut | undefined {
  const batches = Math.floor(values.length / BATCH)
  if (batches < FEWEST_BATCHES) return undefined
  const means = Array.from({ length: batches }, (_, batch) => meanOf(values, batch * BATCH))
  let sum = 0
  let squares = 0
  let least = Number.POSITIVE_INFINITY
  let cut = 0
  // About their mean, so that the squares do not cancel.
  const centre = means.reduce((total, mean) => total + mean, 0) / batches
  for (let from = batches - 1; from >= 0; from--) {
    const value = means[from]! - centre
    sum += value
    squares += value * value
    const left = batches - from
    // The last few agree by chance: the rule is not asked about them.
    if (left < BATCH) continue
    const statistic = Math.max(0, squares - (sum * sum) / left) / (left * left)
    // Of equal ones the earlier: what need not be left out is kept.
    if (statistic > least) continue
    least = statistic
    cut = from
  }
  return { cut: cut * BATCH, isSound: cut <= batches / 2 }
}

function meanOf(values: readonly number[], from: number): number {
  let sum = 0
  for (let place = from; place < from + BATCH; place++) sum += values[place]!
  return sum / BATCH
}
