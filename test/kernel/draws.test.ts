import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Draws } from '../../src/kernel/draws.ts'

type Stream = readonly [seed: number, name0: number, name1: number, purpose: number, occasion: number]

const stream = fc.tuple(
  fc.maxSafeNat(),
  fc.integer(),
  fc.integer(),
  fc.integer({ min: 0, max: 15 }),
  fc.integer({ min: 0, max: 65_535 }),
)
/** Streams of one seed. */
const streams = fc.uniqueArray(stream, { minLength: 2, maxLength: 8, selector: ([, ...name]) => name.join() })

function take([seed, ...name]: Stream, count: number): number[] {
  const draws = new Draws(seed)
  draws.at(...name)
  return Array.from({ length: count }, () => draws.word())
}

test('a stream has the same words whatever was drawn before and in whatever order', () => {
  fc.assert(
    fc.property(streams, fc.nat({ max: 9 }), (all, count) => {
      const seed = all[0][0]
      const draws = new Draws(seed)
      const order = [...all, ...all.toReversed()]
      for (const [, ...name] of order) {
        draws.at(...name)
        const words = Array.from({ length: count }, () => draws.word())
        expect(words).toEqual(take([seed, ...name], count))
      }
    }),
    { seed: 1 },
  )
})

test('a stream goes on where it stopped, so a longer look begins with the shorter', () => {
  fc.assert(
    fc.property(stream, (name) => {
      expect(take(name, 100).slice(0, 7)).toEqual(take(name, 7))
    }),
    { seed: 2 },
  )
})

test('a change of seed, name, purpose or occasion gives another stream', () => {
  fc.assert(
    fc.property(stream, fc.nat({ max: 4 }), (name, part) => {
      const changed: [number, number, number, number, number] = [...name]
      // The last allowed value has no successor: it goes one down instead.
      const last = [Number.MAX_SAFE_INTEGER, 2 ** 31 - 1, 2 ** 31 - 1, 15, 65_535]
      changed[part] += changed[part] === last[part] ? -1 : 1
      expect(take(changed, 4)).not.toEqual(take(name, 4))
    }),
    { seed: 3 },
  )
})

test('the seed counts beyond its lowest 32 bits', () => {
  expect(take([2 ** 32, 0, 0, 0, 0], 4)).not.toEqual(take([0, 0, 0, 0, 0], 4))
})

test('no word of a stream repeats another: 512 words, and those of the neighbours', () => {
  const seen = new Set<number>()
  for (const purpose of [0, 1])
    for (const occasion of [0, 1]) {
      for (const word of take([1, 0, 0, purpose, occasion], 512)) seen.add(word)
    }
  // 2,048 words of 2³² leave 0.0005 repetitions by chance; streams that overlap would leave hundreds.
  expect(seen.size).toBe(2048)
})

test('uniform draws lie strictly between 0 and 1', () => {
  const draws = new Draws(1)
  const words = [0, -1, 1, 2 ** 31 - 1, -(2 ** 31)]
  for (const word of words) {
    draws.word = () => word
    expect(draws.uniform()).toBeGreaterThan(0)
    expect(draws.uniform()).toBeLessThan(1)
  }
})

test('the word 0 and the word of all ones are equally far from the ends', () => {
  const draws = new Draws(1)
  draws.word = () => 0
  const lowest = draws.uniform()
  draws.word = () => -1
  expect(1 - draws.uniform()).toBe(lowest)
  expect(lowest).toBe(2 ** -33)
})

test.each([
  ['along one stream', (draws: Draws, index: number) => index % 512 === 0 && draws.at(index, 0, 0, 0)],
  ['across names', (draws: Draws, index: number) => draws.at(index, 0, 0, 0)],
  ['across the second half of names', (draws: Draws, index: number) => draws.at(0, index, 0, 0)],
  [
    'across purposes and occasions',
    (draws: Draws, index: number) => draws.at(index >> 8, 0, index & 15, (index >> 4) & 15),
  ],
])('uniform draws are uniform %s', (_, choose) => {
  const cells = new Float64Array(256)
  const count = 2 ** 17
  const draws = new Draws(42)
  for (let index = 0; index < count; index++) {
    choose(draws, index)
    cells[Math.floor(draws.uniform() * cells.length)]++
  }
  const expected = count / cells.length
  const chiSquare = cells.reduce((sum, observed) => sum + (observed - expected) ** 2 / expected, 0)
  // Chi-square with f degrees of freedom: f (1 − 2/9f ± z √(2/9f))³ (Wilson and Hilferty), here at z = 4.
  const freedom = cells.length - 1
  const [low, high] = [-4, 4].map((z) => freedom * (1 - 2 / (9 * freedom) + z * Math.sqrt(2 / (9 * freedom))) ** 3)
  expect(chiSquare).toBeGreaterThan(low)
  expect(chiSquare).toBeLessThan(high)
})

test('the two words of a block, and neighbours by name, are uncorrelated', () => {
  const count = 2 ** 16
  const draws = new Draws(7)
  let [within, across, before] = [0, 0, 0]
  for (let index = 0; index < count; index++) {
    draws.at(index, 0, 0, 0)
    const first = draws.uniform() - 0.5
    within += first * (draws.uniform() - 0.5)
    across += first * before
    before = first
  }
  // The product of two centred uniform draws has variance 1/144; five standard errors.
  const bound = (5 * Math.sqrt(count)) / 12
  expect(Math.abs(within)).toBeLessThan(bound)
  expect(Math.abs(across)).toBeLessThan(bound)
})

test('the first words of a seed are pinned: changing them changes every result ever published', () => {
  expect(take([1, 0, 0, 0, 0], 4)).toEqual([-845400072, -1160783450, 1256314272, -526759200])
  expect(take([42, 7, 1, 3, 2], 4)).toEqual([436090118, -1220053529, 927460091, -1192482213])
})
