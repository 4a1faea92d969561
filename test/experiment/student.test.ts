import { expect, it } from 'vitest'
import { studentQuantile } from '../../src/experiment/student.ts'
import { studentQuantile as byIntegration } from '../theory/interval.ts'

// Abramowitz and Stegun (1964), table 26.10: probability that |T| stays below, degrees of freedom, t.
it.each([
  [0.95, 1, 12.706],
  [0.95, 2, 4.303],
  [0.95, 3, 3.182],
  [0.95, 4, 2.776],
  [0.95, 9, 2.262],
  [0.95, 10, 2.228],
  [0.95, 29, 2.045],
  [0.95, 120, 1.98],
  [0.9, 5, 2.015],
  [0.99, 1, 63.657],
  [0.99, 2, 9.925],
  [0.99, 7, 3.499],
  [0.999, 30, 3.646],
])("Student's t stays with probability %f at %i degrees of freedom within what tables give", (central, freedom, t) => {
  expect(studentQuantile((1 + central) / 2, freedom)).toBeCloseTo(t, 3)
})

it("Student's t comes near the normal distribution with many degrees of freedom", () => {
  expect(studentQuantile(0.975, 100_000)).toBeCloseTo(1.959964, 4)
})

it.each([1, 2, 3, 4, 7, 12, 31, 50])(
  'the finite sum gives what integration gives, at %i degrees of freedom',
  (freedom) => {
    for (const probability of [0.6, 0.9, 0.975, 0.9995]) {
      const integrated = byIntegration(probability, freedom)
      expect(Math.abs(studentQuantile(probability, freedom) / integrated - 1)).toBeLessThan(1e-7)
    }
  },
)
