import { expect, test } from 'vitest'
import { gammaFunction } from '../../../src/kernel/distributions/gamma-function.ts'
import { Lognormal, Quantiles, standardExponential, standardNormal } from '../../../src/kernel/distributions/index.ts'
import { normalQuantile } from '../../../src/kernel/distributions/normal-quantile.ts'
import { buildZiggurat } from '../../../src/kernel/distributions/ziggurat.ts'
import { Draws } from '../../../src/kernel/draws.ts'
import { normalCdf } from './normal-cdf.ts'

const EXPONENTIAL = {
  density: (x: number) => Math.exp(-x),
  inverse: (y: number) => -Math.log(y),
  tailStart: 7.69711747013105,
  area: 0.003949659822581557,
  tailArea: Math.exp(-7.69711747013105),
  cells: 2 ** 24,
}
const NORMAL = {
  density: (x: number) => Math.exp(-0.5 * x * x),
  inverse: (y: number) => Math.sqrt(-2 * Math.log(y)),
  tailStart: 3.654152885361009,
  area: 0.00492867323399,
  tailArea: (1 - normalCdf(3.654152885361009)) * Math.sqrt(2 * Math.PI),
  cells: 2 ** 23,
}

test.each([
  ['exponential', EXPONENTIAL],
  ['normal', NORMAL],
])('the layers of the %s ziggurat have equal areas and close at the top', (_, shape) => {
  const { cellWidth, height } = buildZiggurat(shape)
  const edge = (layer: number) => cellWidth[layer] * shape.cells
  for (let layer = 1; layer < 255; layer++) {
    expect(edge(layer) * (height[layer + 1] - height[layer])).toBeCloseTo(shape.area, 12)
    expect(height[layer]).toBeCloseTo(shape.density(edge(layer)), 12)
  }
  // The constants are right if the last layer ends at the density's peak, and the first holds its rectangle and the tail.
  expect(height[255] + shape.area / edge(255)).toBeCloseTo(1, 9)
  expect(shape.tailStart * shape.density(shape.tailStart) + shape.tailArea).toBeCloseTo(shape.area, 12)
})

/** Draws whose words are written down. */
function scripted(...words: number[]): Draws {
  const draws = new Draws(0)
  draws.word = () => words.shift()!
  return draws
}

test('an exponential time is never 0, not even on the word 0 of any layer', () => {
  for (let layer = 0; layer < 256; layer++) expect(standardExponential(scripted(layer, 0, 1 << 8))).toBeGreaterThan(0)
})

test('the tail of the exponential goes on beyond any bound', () => {
  const tail = 0xffffff00 | 0
  expect(standardExponential(scripted(tail, tail, tail, 0))).toBeGreaterThan(3 * 7.69)
})

/** The last cell of a layer on the right: the one that sticks out the farthest. */
const LAST_CELL = { exponential: (layer: number) => 0xffffff00 | layer, normal: (layer: number) => 0x7fffff00 | layer }

test.each([
  ['exponential', standardExponential, LAST_CELL.exponential],
  ['normal', standardNormal, LAST_CELL.normal],
])(
  'a point of the %s ziggurat counts if it lies under the density and is drawn anew if above',
  (_, sample, lastCell) => {
    for (let layer = 1; layer < 256; layer++) {
      const [lowest, highest] = [0, -1]
      const anew = 1 << 8
      const outermost = sample(scripted(lastCell(layer), lowest))
      expect(sample(scripted(lastCell(layer), highest, anew))).toBe(sample(scripted(anew)))
      expect(outermost).toBeGreaterThan(sample(scripted(anew)))
    }
  },
)

/** Draws whose first word is written down and whose others are drawn. */
function beginningWith(word: number, rest: Draws): Draws {
  const draws = new Draws(0)
  let first = true
  draws.word = () => {
    const next = first ? word : rest.word()
    first = false
    return next
  }
  return draws
}

test.each([
  ['right', LAST_CELL.normal(0), 1],
  ['left', ~LAST_CELL.normal(0xff), -1],
])('the %s tail of the normal distribution follows it (Kolmogorov and Smirnov)', (_, word, sign) => {
  const count = 100_000
  const rest = new Draws(4)
  const values = Array.from({ length: count }, (_, index) => {
    rest.at(index, 0, 0, 0)
    return sign * standardNormal(beginningWith(word, rest))
  }).sort((left, right) => left - right)
  const share = (x: number) => 1 - (1 - normalCdf(x)) / (1 - normalCdf(NORMAL.tailStart))
  const gap = values.reduce((largest, value, rank) => Math.max(largest, Math.abs(share(value) - rank / count)), 0)
  // P(√n D > z) is about 2 exp(−2 z²): 2 × 10⁻⁵ at z = 2.4.
  expect(values[0]).toBeGreaterThan(NORMAL.tailStart)
  expect(Math.sqrt(count) * gap).toBeLessThan(2.4)
})

test('the tails of the exponential and the normal distribution hold their share', () => {
  const count = 1_000_000
  const draws = new Draws(3)
  const beyond = { exponential: 0, left: 0, right: 0 }
  for (let index = 0; index < count; index++) {
    draws.at(index, 0, 0, 0)
    if (standardExponential(draws) > 7) beyond.exponential++
    const normal = standardNormal(draws)
    if (normal < -3) beyond.left++
    if (normal > 3) beyond.right++
  }
  // Counts of rare values are Poisson: 912 and 1,350 expected, within 4.5 standard deviations.
  const tail = count * (1 - normalCdf(3))
  for (const [seen, expected] of [
    [beyond.exponential, count * Math.exp(-7)],
    [beyond.left, tail],
    [beyond.right, tail],
  ]) {
    expect(Math.abs(seen - expected)).toBeLessThan(4.5 * Math.sqrt(expected))
  }
})

test('a normal deviate and its mirror image come from mirrored words', () => {
  for (const cell of [0, 1, 1000, 2 ** 22]) {
    const layer = 7
    const right = standardNormal(scripted((cell << 8) | layer))
    expect(standardNormal(scripted((~cell << 8) | layer))).toBe(-right)
  }
})

test.each([
  [0.5, 0],
  [0.9, 1.2815515655446004],
  [0.99, 2.3263478740408408],
  [0.01, -2.3263478740408408],
  [1e-12, -7.034483825301132],
  [1e-300, -37.0470962993612],
])('the normal quantile of %d is %d', (probability, value) => {
  expect(normalQuantile(probability)).toBeCloseTo(value, 12)
})

test.each([
  [1, 1],
  [1.5, Math.sqrt(Math.PI) / 2],
  [6, 120],
  [101, 9.332621544394415e157],
  [171, 7.257415615307999e306],
])('the gamma function of %d is %d', (x, value) => {
  expect(Math.abs(gammaFunction(x) / value - 1)).toBeLessThan(1e-12)
})

test('a lognormal from two percentiles has them', () => {
  const distribution = Lognormal.fromPercentiles(0.5, 120, 0.99, 2000)
  const draws = new Draws(5)
  const count = 200_000
  let [belowMedian, belowP99] = [0, 0]
  for (let index = 0; index < count; index++) {
    draws.at(index, 0, 0, 0)
    const value = distribution.sample(draws)
    if (value < 120) belowMedian++
    if (value < 2000) belowP99++
  }
  expect(Math.abs(belowMedian - 0.5 * count)).toBeLessThan(4.5 * Math.sqrt(0.25 * count))
  expect(Math.abs(belowP99 - 0.99 * count)).toBeLessThan(4.5 * Math.sqrt(0.99 * 0.01 * count))
})

test('a lognormal whose percentiles coincide is a constant', () => {
  const distribution = Lognormal.fromPercentiles(0.5, 120, 0.99, 120)
  expect(distribution.mean).toBeCloseTo(120, 9)
  expect(distribution.variance).toBe(0)
})

test('quantiles hit their points, and straight lines between them', () => {
  const distribution = new Quantiles([
    [0, 10],
    [0.5, 20],
    [0.9, 100],
    [1, 1000],
  ])
  const at = (probability: number) => {
    const draws = new Draws(0)
    draws.uniform = () => probability
    return distribution.sample(draws)
  }
  expect([0, 0.25, 0.5, 0.7, 0.9, 0.95, 1].map(at)).toEqual(
    [10, 15, 20, 60, 100, 550, 1000].map((x) => expect.closeTo(x, 9)),
  )
})
