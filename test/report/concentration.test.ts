import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concentration, wholeInside } from '../../src/report/concentration.ts'

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)

test('a concentration holds at least 90 % of all, counts what it holds, and no shorter stretch holds as much', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 40 }), (counts) => {
      const total = sum(counts)
      const found = concentration(counts)
      expect(found === undefined).toBe(total === 0)
      if (total === 0) return
      const { first, end, count } = found!
      expect(count).toBe(sum(counts.slice(first, end)))
      expect(count).toBeGreaterThanOrEqual(0.9 * total)
      // It may be wider than the shortest, but only over periods that are as good as full.
      const shortest = Math.min(
        ...counts
          .flatMap((_, from) =>
            counts.map((__, to) => (sum(counts.slice(from, to + 1)) >= 0.9 * total ? to + 1 - from : 99)),
          )
          .filter((length) => length > 0),
      )
      expect(end - first).toBeGreaterThanOrEqual(shortest)
      if (end - first > shortest) expect(Math.min(counts[first]!, counts[end - 1]!)).toBeGreaterThan(0)
    }),
    { seed: 1 },
  )
})

test('even counts are not cut after 90 % of them', () => {
  const counts = [0, 0, 1, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 0, 0, 1]
  expect(concentration(counts)).toEqual({ first: 3, end: 13, count: 500 })
})

test('only periods that lie wholly inside are counted', () => {
  expect(wholeInside([1, 2, 4, 8], 10, 5, 39)).toEqual({ first: 1, end: 3, count: 6 })
  expect(wholeInside([1, 2, 4, 8], 10, 0, 40)).toEqual({ first: 0, end: 4, count: 15 })
  expect(wholeInside([1, 2, 4, 8], 10, 12, 15)).toMatchObject({ count: 0 })
})
