import { describe, expect, test } from 'vitest'
import { parseRate, RATE_PATTERN } from '../../src/notation/rate.ts'

describe('a written rate', () => {
  test.each([
    ['50/s', 0.05],
    ['3/m', 3 / 60_000],
    ['200/h', 200 / 3_600_000],
    ['0.5/d', 0.5 / 86_400_000],
    ['0/s', 0],
    ['1e3 / s', 1],
  ])('%s is events a millisecond', (written, ratePerMs) => {
    expect(parseRate(written)).toBe(ratePerMs)
    expect(written).toMatch(new RegExp(RATE_PATTERN))
  })

  test.each([
    [50, 'expected a rate such as 50/s, 3/m or 200/h, got 50: its unit is missing, such as 50/s'],
    ['50', 'expected a rate such as 50/s, 3/m or 200/h, got "50"'],
    ['-5/s', 'expected a rate such as 50/s, 3/m or 200/h, got "-5/s": a rate is 0 or more'],
    ['5/week', 'expected a rate such as 50/s, 3/m or 200/h, got "5/week"'],
    ['1e999/s', 'expected a rate such as 50/s, 3/m or 200/h, got "1e999/s"'],
    [undefined, 'expected a rate such as 50/s, 3/m or 200/h, got nothing'],
  ])('%s is refused with the reason', (written, message) => {
    expect(() => parseRate(written)).toThrow(new RangeError(message))
  })
})
