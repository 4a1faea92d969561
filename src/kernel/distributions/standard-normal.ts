import type { Draws } from '../draws.ts'
import { buildZiggurat } from './ziggurat.ts'

/** Where the tail begins. Source: Marsaglia, Tsang 2000, for 256 layers; the tests check that they close. */
const TAIL_START = 3.654152885361009

const { inside, cellWidth, height } = buildZiggurat({
  density: (x) => Math.exp(-0.5 * x * x),
  inverse: (y) => Math.sqrt(-2 * Math.log(y)),
  tailStart: TAIL_START,
  area: 0.00492867323399,
  cells: 2 ** 23,
})

/**
 * A normal deviate of mean 0 and variance 1, by a ziggurat on one word: 8 bits choose the layer, one the side and 23
 * the position. The cell is a signed number, −2²³ to 2²³ − 1; its middle is never 0, and the two sides are mirror images.
 */
export function standardNormal(draws: Draws): number {
  const word = draws.word()
  const layer = word & 255
  const cell = word >> 8
  const x = (cell + 0.5) * cellWidth[layer]
  const cellFromCentre = cell < 0 ? ~cell : cell
  return cellFromCentre < inside[layer] ? x : outsideOfTheLayers(draws, layer, x)
}

/** The rare case: a sample from a tail or from a wedge, where a layer sticks out beyond the density. */
function outsideOfTheLayers(draws: Draws, layer: number, x: number): number {
  if (layer === 0) return x < 0 ? -tail(draws) : tail(draws)
  const y = height[layer] + draws.uniform() * (height[layer + 1] - height[layer])
  return y < Math.exp(-0.5 * x * x) ? x : standardNormal(draws)
}

/** A value beyond the start of the tail. Source: Marsaglia, "Generating a variable from the tail" (1964). */
function tail(draws: Draws): number {
  for (;;) {
    const beyond = -Math.log(draws.uniform()) / TAIL_START
    if (-2 * Math.log(draws.uniform()) > beyond * beyond) return TAIL_START + beyond
  }
}
