import { expect, it } from 'vitest'
import type { Standing } from '../../src/experiment/dominance.ts'
import { bestOf, frontOf } from '../../src/experiment/front.ts'

const standing = (point: number, loss: readonly number[], cost: readonly number[]): Standing => ({
  point,
  values: { loss, cost },
})

it('A point that loses a little more in every run is not as good, however much runs differ: the draws are the same', () => {
  const days = [0.1, 0.5, 0.2, 0.9, 0.4]
  const best = standing(1, days, [1, 1, 1, 1, 1])
  const worse = standing(
    2,
    days.map((loss, day) => loss + 0.01 + 0.001 * (day % 2)),
    [1, 1, 1, 1, 1],
  )
  const other = standing(3, [0.5, 0.1, 0.9, 0.2, 0.45], [1, 1, 1, 1, 1])
  expect(bestOf([best, worse, other], 'loss')).toEqual({ point: 1, asGood: [3] })
})

it('Of points that are alike the cheaper is the best, then the first', () => {
  const points = [standing(1, [0, 0], [2, 2]), standing(2, [0, 0], [1, 1]), standing(3, [0, 0], [1, 1])]
  expect(bestOf(points, 'loss')).toEqual({ point: 2, asGood: [1, 3] })
})

it('After a single replication only equal points are as good', () => {
  const points = [standing(1, [0.2], [1]), standing(2, [0.1], [2]), standing(3, [0.1], [3])]
  expect(bestOf(points, 'loss')).toEqual({ point: 2, asGood: [3] })
})

it('The front has what no other point beats in both, the cheapest first', () => {
  const points = [
    standing(1, [0.3], [1]),
    standing(2, [0.1], [3]),
    standing(3, [0.2], [2]),
    standing(4, [0.25], [2]),
    standing(5, [0.1], [4]),
    standing(6, [0.2], [2]),
    standing(7, [0.3], [0.5]),
  ]
  expect(frontOf(points, 'cost')).toEqual({ points: [7, 3, 2], undecided: [] })
})

const days = [0.1, 0.5, 0.2, 0.9, 0.4]
/** The same on each day, but for a little that goes up and down. */
const about = (mean: number, noise: number) => days.map((_, day) => mean + (day % 2 === 0 ? noise : -noise))

it('A point is left out only where the interval of the differences says so, run by run', () => {
  const cheap = standing(1, days, about(1, 0))
  const sure = standing(
    2,
    days.map((loss) => loss + 0.01),
    about(1.1, 0.01),
  )
  const unsure = standing(3, about(0.42, 0.4), about(1.1, 0.01))
  expect(frontOf([cheap, sure, unsure], 'cost')).toEqual({ points: [1, 3], undecided: [3] })
})

it('A point that costs the same in every run is beaten by one that loses less; one that costs about the same may be', () => {
  const better = standing(1, about(0.1, 0.01), about(1, 0.2))
  const same = standing(2, about(0.2, 0.02), about(1, 0.2))
  const near = standing(3, about(0.3, 0.02), [0.9, 1.1, 1.3, 0.8, 1.15])
  expect(frontOf([better, same, near], 'cost')).toEqual({ points: [1, 3], undecided: [3] })
})

it('A point of which it is open whether it may be chosen beats no other, and leaves those undecided that it would beat', () => {
  const open = { ...standing(1, about(0.1, 0.01), about(1, 0)), isOpen: true }
  const worse = standing(2, about(0.2, 0.01), about(2, 0))
  const other = standing(3, about(0.01, 0.001), about(3, 0))
  expect(frontOf([open, worse, other], 'cost')).toEqual({ points: [1, 2, 3], undecided: [1, 2] })
  expect(frontOf([{ ...open, isOpen: false }, worse, other], 'cost')).toEqual({ points: [1, 3], undecided: [] })
})

it('The front may have any objectives', () => {
  const point = (number: number, age: number, drops: number, cost: number): Standing => ({
    point: number,
    values: { age: [age], drops: [drops], cost: [cost] },
  })
  const points = [point(1, 1, 5, 5), point(2, 2, 4, 5), point(3, 2, 5, 5), point(4, 3, 3, 1)]
  expect(frontOf(points, 'age').points).toEqual([1, 2, 4])
})
