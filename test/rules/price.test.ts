import { expect, test } from 'vitest'
import { billedMs, costUsd, DEFAULT_PRICES, gbSeconds } from '../../src/rules/price.ts'

test('bills initialisation and duration together, rounded up to a millisecond', () => {
  expect(billedMs(4098.79, 2.19)).toBe(4101)
  expect(billedMs(0, 0)).toBe(0)
  expect(billedMs(0, 0.001)).toBe(1)
  expect(billedMs(0, 100)).toBe(100)
})

test('no binary fraction costs a millisecond', () => {
  expect(0.1 * 3 * 10).toBeGreaterThan(3)
  expect(billedMs(0, 0.1 * 3 * 10)).toBe(3)
})

test('a GB is 1,024 MB', () => {
  expect(gbSeconds(1000, 1024)).toBe(1)
  expect(gbSeconds(3000, 128)).toBe(0.375)
})

test('a million requests of one GB-second each cost what the table says', () => {
  expect(costUsd({ requests: 1e6, gbSeconds: 1e6 })).toBeCloseTo(0.2 + 16.6667, 10)
  expect(costUsd({ requests: 1e6, gbSeconds: 1e6 }, 'arm64')).toBeCloseTo(0.2 + 13.3334, 10)
})

test('every price can be overridden', () => {
  const prices = { ...DEFAULT_PRICES, perMillionRequests: 1 }
  expect(costUsd({ requests: 2e6, gbSeconds: 0 }, 'x86_64', prices)).toBe(2)
})

test('what runs in provisioned environments costs less, and that they are there costs too', () => {
  const used = { requests: 0, gbSeconds: 3e6, provisioned: { gbSeconds: 2e6, allocatedGbSeconds: 10e6 } }
  expect(costUsd(used)).toBeCloseTo(16.6667 + 2 * 9.7222 + 10 * 4.1667, 9)
  expect(costUsd(used, 'arm64')).toBeCloseTo(13.3334 + 2 * 7.7778 + 10 * 3.3334, 9)
})
