/** A Weibull distribution: P(life > x) = exp(−(x / scale)^shape). */
export interface Weibull {
  readonly shape: number
  readonly scaleS: number
}

const ROUNDS = 40

/**
 * The Weibull distribution of most likelihood where of each life only a bound is known.
 *
 * @param lastedS lives that were longer than this, in seconds
 * @param goneByS lives that were shorter than this
 */
export function fitWeibull(lastedS: readonly number[], goneByS: readonly number[]): Weibull {
  const fitAt = (shape: number): Weibull => ({
    shape,
    scaleS: Math.exp(peak(Math.log(10), Math.log(1e6), (scale) => likelihood({ shape, scaleS: Math.exp(scale) }))),
  })
  const likelihood = ({ shape, scaleS }: Weibull) => {
    let sum = 0
    for (const boundS of lastedS) sum -= (boundS / scaleS) ** shape
    for (const boundS of goneByS) sum += Math.log(-Math.expm1(-((boundS / scaleS) ** shape)))
    return sum
  }
  return fitAt(Math.exp(peak(Math.log(0.2), Math.log(10), (shape) => likelihood(fitAt(Math.exp(shape))))))
}

/** Where a function with one peak has it: golden-section search. */
function peak(from: number, to: number, value: (at: number) => number): number {
  const section = (Math.sqrt(5) - 1) / 2
  let [low, high] = [from, to]
  for (let round = 0; round < ROUNDS; round++) {
    const left = high - section * (high - low)
    const right = low + section * (high - low)
    if (value(left) < value(right)) low = left
    else high = right
  }
  return (low + high) / 2
}
