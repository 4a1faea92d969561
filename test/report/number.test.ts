import fc from 'fast-check'
import { expect, test } from 'vitest'
import { briefText, durationText } from '../../src/report/duration.ts'
import {
  briefCountText,
  countOf,
  countText,
  finePercentText,
  meanText,
  moneyText,
  percentText,
} from '../../src/report/number.ts'

test.each([
  [0, '0 ms'],
  [0.01, '< 0.1 ms'],
  [2.5, '2.5 ms'],
  [9.96, '10 ms'],
  [120.4, '120 ms'],
  [999.6, '1.0 s'],
  [2_000, '2.0 s'],
  [59_960, '1 m 00 s'],
  [184_000, '3 m 04 s'],
  [3_492_000, '58 m 12 s'],
  [3_599_600, '1 h 00 m'],
  [86_399_000, '1 d 00 h'],
  [183_600_000, '2 d 03 h'],
])('a measured %d ms reads %s', (durationMs, text) => {
  expect(durationText(durationMs)).toBe(text)
})

test.each([
  [0, '0 ms'],
  [1_500, '1.5 s'],
  [90_000, '90 s'],
  [120_000, '120 s'],
  [1_200_000, '20 m'],
  [5_400_000, '1 h 30 m'],
  [183_000, '3 m 03 s'],
  [86_400_000, '24 h'],
  [302_400_000, '3 d 12 h'],
])('a length of %d ms that was set reads %s', (durationMs, text) => {
  expect(briefText(durationMs)).toBe(text)
})

test.each([
  [0, '0.0 %'],
  [0.000_000_5, '< 0.0001 %'],
  [0.000_000_72, '< 0.0001 %'],
  [0.000_5, '0.05 %'],
  [0.000_581_3, '0.058 %'],
  [0.002, '0.2 %'],
  [0.009_94, '0.99 %'],
  [0.009_97, '1.0 %'],
  [0.5, '50.0 %'],
  [1, '100.0 %'],
])('a share of %d that is small has two digits that count: %s', (share, text) => {
  expect(finePercentText(share, 1)).toBe(text)
})

/** What a text of `durationText` says, in ms. */
function msOf(text: string): number {
  const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
  return [...text.matchAll(/([\d.]+) (ms|[smhd])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit!]!,
    0,
  )
}

test('a longer duration never reads shorter, and every text is within 5 % of the truth', () => {
  const durationMs = fc.double({ min: 0.1, max: 1e9, noNaN: true })
  fc.assert(
    fc.property(durationMs, durationMs, (a, b) => {
      expect(Math.abs(msOf(durationText(a)) - a) / a).toBeLessThanOrEqual(0.5)
      if (a >= 10) expect(Math.abs(msOf(durationText(a)) - a) / a).toBeLessThanOrEqual(0.05)
      if (a < b) expect(msOf(durationText(a))).toBeLessThanOrEqual(msOf(durationText(b)))
    }),
    { seed: 1 },
  )
})

test('counts have their thousands apart, and nouns agree with them', () => {
  expect(countText(4_320_118)).toBe('4,320,118')
  expect([countOf(1, 'attempt'), countOf(0, 'attempt'), countOf(2, 'retry', 'retries')]).toEqual([
    '1 attempt',
    '0 attempts',
    '2 retries',
  ])
})

test('a share reads as none or as all only where it is', () => {
  expect(percentText(0, 5)).toBe('0.0 %')
  expect(percentText(5, 5)).toBe('100.0 %')
  expect(percentText(0, 0)).toBe('0.0 %')
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1e9 }), fc.double({ min: 0, max: 1, noNaN: true }), (whole, share) => {
      const part = Math.min(whole - 1, 1 + Math.floor(share * whole))
      expect(['0.0 %', '100.0 %']).not.toContain(percentText(part, whole))
    }),
    { seed: 1 },
  )
})

test.each([
  [0, '$ 0.00'],
  [1234.567, '$ 1,234.57'],
  [0.5, '$ 0.50'],
  [0.0123, '$ 0.012'],
  [0.00012, '$ 0.00012'],
  [0.000001, '< $ 0.0001'],
])('%d US dollars read %s', (usd, text) => {
  expect(moneyText(usd)).toBe(text)
})

test.each([
  [0, '0'],
  [999_999, '999,999'],
  [1_000_000, '1.00 M'],
  [4_320_118, '4.32 M'],
  [9_996_000, '10.0 M'],
  [99_960_000, '100 M'],
  [189_150_000, '189 M'],
  [999_600_000, '1.00 G'],
  [12_300_000_000, '12.3 G'],
])('in a narrow column a count of %d reads %s', (count, text) => {
  expect(briefCountText(count)).toBe(text)
})

test.each([
  [0, '0'],
  [0.004, '< 0.01'],
  [0.28, '0.28'],
  [0.996, '1.0'],
  [3.24, '3.2'],
  [99.96, '100'],
  [18_336, '18,336'],
])('a mean of %d reads %s', (mean, text) => {
  expect(meanText(mean)).toBe(text)
})
