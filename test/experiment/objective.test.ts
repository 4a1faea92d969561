import { expect, it } from 'vitest'
import { bestOf, frontOf, type Standing } from '../../src/experiment/objective.ts'

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
  expect(frontOf(points)).toEqual([7, 3, 2])
})
