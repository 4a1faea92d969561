import { expect, it } from 'vitest'
import { Draws } from '../../src/kernel/draws.ts'
import { contains, interval, studentQuantile } from './interval.ts'

it.each([
  [0.975, 1, 12.706],
  [0.975, 9, 2.262],
  [0.995, 19, 2.861],
  [0.9995, 19, 3.883],
  [0.99995, 30, 4.482],
])(
  "Student's t stays with probability %f at %i degrees of freedom below what tables give",
  (probability, freedom, t) => {
    expect(studentQuantile(probability, freedom)).toBeCloseTo(t, 3)
  },
)

it('an interval leaves out the truth as often as it says', () => {
  const draws = new Draws(1)
  const missed = Array.from({ length: 1_000 }, (_, sample) => {
    draws.at(sample, 0, 0, 0)
    const values = Array.from({ length: 20 }, () => draws.uniform())
    return contains(interval(values, 0.1), 0.5) ? 0 : 1
  }).reduce<number>((sum, each) => sum + each, 0)
  expect(missed / 1_000).toBeGreaterThan(0.07)
  expect(missed / 1_000).toBeLessThan(0.13)
})
