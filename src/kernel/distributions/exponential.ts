import type { Draws } from '../draws.ts'
import type { Distribution } from './distribution.ts'
import { requirePositive } from './parameter.ts'
import { buildZiggurat } from './ziggurat.ts'

/** Where the tail begins, in means. Source: Marsaglia, Tsang 2000, for 256 layers; the tests check that they close. */
const TAIL_START = 7.69711747013105

const { inside, cellWidth, height } = buildZiggurat({
  density: (x) => Math.exp(-x),
  inverse: (y) => -Math.log(y),
  tailStart: TAIL_START,
  area: 0.003949659822581557,
  cells: 2 ** 24,
})

/**
 * An exponential time of mean 1, by a ziggurat on one word: 8 bits choose the layer, the other 24 the position in it.
 * 97.8 % of samples end there; a wedge takes a second word, the tail a second sample.
 *
 * 24 bits suffice. Each sample is the middle of its cell, so none is 0 and the mean over a cell is exact; what is lost
 * is the spread within a cell, at most 5.2 × 10⁻⁷ of the mean wide, and with it 2 × 10⁻¹⁵ of the variance. The 256 layers
 * have cells of different widths, so their grids do not coincide: there are nearly 2³² different values, as many as
 * inversion gets from a word, and the tail has no end, where inversion stops at 23 means. The one cell that straddles
 * the start of the tail counts as tail: 2⁻³² of probability.
 */
export function standardExponential(draws: Draws): number {
  const word = draws.word()
  const layer = word & 255
  const cell = word >>> 8
  const x = (cell + 0.5) * cellWidth[layer]
  // The product tells the compiler that the rare result is a plain double, so that the common one is not boxed.
  return cell < inside[layer] ? x : 1 * outsideOfTheLayers(draws, layer, x)
}

/** The rare case: a sample from the tail or from a wedge, where a layer sticks out beyond the density. */
function outsideOfTheLayers(draws: Draws, layer: number, x: number): number {
  // An exponential time has no memory: what remains of one beyond the start of the tail is again exponential.
  if (layer === 0) return TAIL_START + standardExponential(draws)
  const y = height[layer] + draws.uniform() * (height[layer + 1] - height[layer])
  return y < Math.exp(-x) ? x : standardExponential(draws)
}

/** Times between the arrivals of a Poisson process, and the service times of an M/M/c queue. */
export class Exponential implements Distribution {
  readonly mean: number
  readonly variance: number

  /**
   * @param mean above 0
   * @throws RangeError where `mean` is not above 0 or not finite
   */
  constructor(mean: number) {
    requirePositive('Exponential: mean', mean)
    this.mean = mean
    this.variance = mean * mean
  }

  sample(draws: Draws): number {
    return this.mean * standardExponential(draws)
  }
}
