import { expect, test } from 'vitest'
import { nextEnvironmentMs, refilledMs, type ScalingRate } from '../../src/rules/scaling-rate.ts'

const RATE: ScalingRate = { environments: 1_000, perMs: 10_000 }

/** When each of `count` environments is made that are wanted from the start, one after the other. */
function made(rate: ScalingRate, count: number, startMs = 0): number[] {
  let [fullMs, nowMs] = [startMs, startMs]
  return Array.from({ length: count }, (_, taken) => {
    nowMs = Math.max(nowMs, nextEnvironmentMs(fullMs, taken, rate))
    return nowMs
  })
}

test('a full bucket gives all its environments at once, then one at each even distance', () => {
  const times = made(RATE, 1_003)
  expect(times.slice(0, 1_000).every((ms) => ms === 0)).toBe(true)
  expect(times.slice(1_000)).toEqual([10, 20, 30])
})

test('a bucket of one is a fixed distance', () => {
  expect(made({ environments: 1, perMs: 600_000 }, 3, 5)).toEqual([5, 600_005, 1_200_005])
})

test('neither a long time nor an uneven distance loses an environment to rounding', () => {
  const startMs = 1e10 + 1 / 3
  const times = made({ environments: 7, perMs: 1_000 / 3 }, 14, startMs)
  expect(times.slice(0, 7)).toEqual(new Array(7).fill(startMs))
  expect(times[13]! - startMs).toBeCloseTo(1_000 / 3, 5)
})

test('what was taken comes back evenly, and no more than that', () => {
  expect(refilledMs(500, 0, RATE)).toBe(500)
  expect(refilledMs(500, 250, RATE)).toBe(3_000)
  expect(refilledMs(500, 1_000, RATE)).toBe(10_500)
})
