import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DURATION_PATTERN, formatDuration, parseDuration } from '../../src/notation/duration.ts'

const UNDERSTOOD: [string | 0, number][] = [
  [0, 0],
  ['0', 0],
  ['0s', 0],
  ['90s', 90_000],
  ['2m', 120_000],
  ['6h', 21_600_000],
  ['1d', 86_400_000],
  ['1500ms', 1_500],
  ['0.1s', 100],
  ['4.35s', 4_350],
  ['1.5h', 5_400_000],
  ['1h30m', 5_400_000],
  ['1h 30m', 5_400_000],
  ['2d6h0.5s', 194_400_500],
  [' 5s ', 5_000],
  ['PT6H', 21_600_000],
  ['PT1H30M', 5_400_000],
  ['PT0.5S', 500],
  ['P1D', 86_400_000],
  ['P2DT3H', 183_600_000],
  ['P1W', 604_800_000],
]

describe('a written duration', () => {
  test.each(UNDERSTOOD)('%s is %d ms', (written, durationMs) => {
    expect(parseDuration(written)).toBe(durationMs)
  })

  const example = 'expected a duration such as 90s, 2m, 6h, 1h30m, 1500ms or PT6H'
  const refused: [unknown, string][] = [
    [90, 'expected a duration with its unit, such as 90s or 90ms, got the bare number 90'],
    [Number.NaN, 'expected a duration such as 90s, 2m, 6h, 1h30m, 1500ms or PT6H, got NaN'],
    ['90', `${example}, got "90": its unit is missing`],
    ['-1s', `${example}, got "-1s": a duration is 0 or more`],
    ['', `${example}, got ""`],
    ['soon', `${example}, got "soon"`],
    ['30m1h', `${example}, got "30m1h"`],
    ['1s1s', `${example}, got "1s1s"`],
    ['1h 30', `${example}, got "1h 30"`],
    ['5 parsecs', `${example}, got "5 parsecs"`],
    ['P1Y', `${example}, got "P1Y": years and months have no fixed length, write days`],
    ['P', `${example}, got "P"`],
    ['PT', `${example}, got "PT"`],
    ['P1DT', `${example}, got "P1DT"`],
    ['PT1H1H', `${example}, got "PT1H1H"`],
    [null, `${example}, got nothing`],
    [true, `${example}, got true`],
    [[], `${example}, got an empty list`],
    [{ a: 1 }, `${example}, got a map`],
  ]
  test.each(refused)('%j is refused with the reason', (written, message) => {
    expect(() => parseDuration(written)).toThrow(new RangeError(message))
  })

  test('is what formatting wrote', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e12 }),
        (durationMs) => parseDuration(formatDuration(durationMs)) === durationMs,
      ),
      { seed: 1 },
    )
  })

  test('fits the pattern that editors check', () => {
    const pattern = new RegExp(DURATION_PATTERN)
    for (const [written] of UNDERSTOOD) expect(String(written)).toMatch(pattern)
    for (const [written] of refused)
      if (typeof written === 'string' && !/h.*m|m.*h|s.*s|^P/.test(written)) expect(written).not.toMatch(pattern)
  })
})

test('a duration is formatted in its shortest exact form', () => {
  expect([0, 500, 1_500, 90_000, 5_400_000, 86_400_000, 0.25].map(formatDuration)).toEqual([
    '0s',
    '500ms',
    '1s500ms',
    '1m30s',
    '1h30m',
    '1d',
    '0.25ms',
  ])
})
