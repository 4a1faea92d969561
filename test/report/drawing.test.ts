import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axis } from '../../src/report/axis.ts'
import { bar } from '../../src/report/bar.ts'
import { Clock } from '../../src/report/clock.ts'
import { flow, listed, wrap } from '../../src/report/prose.ts'
import { resample, sparkline } from '../../src/report/sparkline.ts'
import { ASCII, UNICODE } from '../../src/report/style.ts'

const HOUR = 3_600_000
const share = fc.double({ min: 0, max: 1, noNaN: true })

test.each([UNICODE, ASCII])('a bar grows with its share, fills its columns at 1 and is empty only at 0', (glyphs) => {
  expect(bar(0, 20, glyphs)).toBe('')
  expect(bar(1, 20, glyphs)).toBe(glyphs.full.repeat(20))
  expect(bar(1e-9, 20, glyphs)).toBe(glyphs.parts[0])
  fc.assert(
    fc.property(share, share, (a, b) => {
      const [shorter, longer] = [bar(Math.min(a, b), 20, glyphs), bar(Math.max(a, b), 20, glyphs)]
      expect(shorter.length).toBeLessThanOrEqual(longer.length)
      expect(longer.length).toBeLessThanOrEqual(20)
    }),
    { seed: 1 },
  )
})

test('a bar is drawn to an eighth of a cell', () => {
  expect(bar(0.55, 5, UNICODE)).toBe('██▊')
  expect(bar(0.55, 5, ASCII)).toBe('###')
})

test('the lowest level of a chart is zero and nothing else, the highest is the largest value', () => {
  expect(sparkline([0, 0.001, 4, 8], UNICODE)).toBe('▁▂▅█')
  expect(sparkline([0, 0], UNICODE)).toBe('▁▁')
  expect(sparkline([0, 0.001, 4, 8], ASCII)).toBe('_.=#')
})

test('resampling loses no peak, whether columns are wider or narrower than periods', () => {
  const values = fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(
      values,
      fc.integer({ min: 1, max: 80 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (heights, columns, last) => {
        const spanMs = (heights.length - 1 + last) * 1_000
        const cells = resample(heights, 1_000, spanMs, columns)
        expect(cells).toHaveLength(columns)
        expect(Math.max(...cells)).toBe(Math.max(...heights))
      },
    ),
    { seed: 1 },
  )
})

test('labels of an axis stand where their moments are and never touch', () => {
  expect(axis(24 * HOUR, 40)).toBe('0h        6h        12h       18h       24h')
  expect(axis(90_000, 40)).toBe('0s           30s           60s          90s')
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e11, noNaN: true }), (spanMs) => {
      const line = axis(spanMs, 40)
      expect(line).toMatch(/^0(ms|[smhd])( +\d+(ms|[smhd]))*$/)
      expect(line.length).toBeLessThanOrEqual(46)
    }),
    { seed: 1 },
  )
})

test('a clock shows minutes in a long run, seconds in a short one and days in a very long one', () => {
  expect(new Clock(24 * HOUR).floor(2 * HOUR + 59_999)).toBe('02:00')
  expect(new Clock(24 * HOUR).ceil(2 * HOUR + 1)).toBe('02:01')
  expect(new Clock(24 * HOUR).exact(2 * HOUR + 30_000)).toBe('02:00:30')
  expect(new Clock(30 * HOUR).floor(25 * HOUR)).toBe('25:00')
  expect(new Clock(60_000).floor(1_500)).toBe('00:00:01')
  expect(new Clock(72 * HOUR).floor(50 * HOUR)).toBe('2 d 02:00')
})

test('prose breaks at 80 columns, but not between a number and its unit', () => {
  const lines = wrap(`${'word '.repeat(14)}over 120 s and < 0.1 % of it`)
  expect(lines).toEqual([`  ${'word '.repeat(14)}over`, '  120 s and < 0.1 % of it'])
  expect(flow(['aaaa', 'bbbb', 'cccc'], ' | ', '', 12)).toEqual(['aaaa | bbbb', 'cccc'])
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
})
