import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeAt, parseAxis, valuesOf } from '../../src/experiment/axis.ts'
import { Grid } from '../../src/experiment/grid.ts'
import { parseScale } from '../../src/experiment/scale.ts'

function textsOf(text: string): string[] {
  const { size, textAt } = parseScale(text)
  return Array.from({ length: size }, (_, place) => textAt(place))
}

describe('a range of values', () => {
  it.each([
    ['1..4', '1 2 3 4'],
    ['10..50/20', '10 30 50'],
    ['10..45/20', '10 30'],
    ['0.1..0.5', '0.1 0.2 0.3 0.4 0.5'],
    ['0..0.05/0.025', '0 0.025 0.05'],
    ['-2..2/2', '-2 0 2'],
    ['7..7', '7'],
    ['58s..1m1s', '58s 59s 1m 1m1s'],
    ['1s..2s/500ms', '1s 1s500ms 2s'],
    ['1.5s..1.7s', '1s500ms 1s600ms 1s700ms'],
    ['0..2m', '0s 1m 2m'],
    ['22h..1d/1h', '22h 23h 1d'],
    ['0.1d..5h/1h', '2h24m 3h24m 4h24m'],
    ['5/s..15/s/5/s', '5/s 10/s 15/s'],
    ['0.5/m..0.8/m', '0.5/m 0.6/m 0.7/m 0.8/m'],
    ['0..3/h', '0/h 1/h 2/h 3/h'],
    ['64KB..256KB/64KB', '64KB 128KB 192KB 256KB'],
    ['1..10/4 points', '1 4 7 10'],
    ['1..10/3 points', '1 6 10'],
    ['0.00..1.00/5 points', '0 0.25 0.5 0.75 1'],
    ['1s..2s/2 points', '1s 2s'],
    ['10/s..20/s/3 points', '10/s 15/s 20/s'],
  ])('%s is %s', (text, expected) => {
    expect(textsOf(text).join(' ')).toBe(expected)
  })

  it('is exact wherever one looks: no sum of steps drifts', () => {
    const digits = fc.integer({ min: 0, max: 6 })
    fc.assert(
      fc.property(
        digits,
        fc.nat(10_000),
        fc.nat(10_000),
        fc.integer({ min: 1, max: 500 }),
        (places, low, more, step) => {
          const written = (value: number) => (value / 10 ** places).toFixed(places)
          const texts = textsOf(`${written(low)}..${written(low + more)}/${written(step)}`)
          expect(texts).toHaveLength(Math.floor(more / step) + 1)
          expect(texts.map(Number)).toEqual(texts.map((_, place) => Number(written(low + place * step))))
        },
      ),
    )
  })

  it.each([
    ['9..2', 'expected LOW at or below HIGH, got 9..2'],
    ['1m..30s', 'expected LOW at or below HIGH, got 1m..30s'],
    ['1..2/s', 'expected the same unit on both sides, got 1 and 2/s'],
    ['1KB..2MB', 'expected the same unit on both sides, got 1KB and 2MB'],
    ['1..9/-1', 'expected a step above 0, got -1'],
    ['1..9/1s', 'expected the same unit on both sides, got 1 and 1s'],
    ['1..9/1 points', 'expected 2 points or more'],
    ['0..1/5 points', 'expected ends with digits enough for 5 points'],
    ['1..2x3', 'expected a number, with its unit where it has one'],
    ['0.0000000001..1', 'expected at most 9 digits after the point'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => parseScale(text)).toThrow(message)
  })
})

describe('an axis', () => {
  it('has values in YAML, with commas of their own in brackets and quotes', () => {
    const axis = parseAxis('functions.f.model.errors.byAttempt=[0.5, 0.1],[0.2]')
    expect(valuesOf(axis)).toEqual([[0.5, 0.1], [0.2]])
    expect(changeAt(axis, 1)).toBe('functions.f.model.errors.byAttempt=[0.2]')
    expect(valuesOf(parseAxis('name="a, b",c'))).toEqual(['a, b', 'c'])
  })

  it('takes names with dots for names, and not for ranges', () => {
    expect(valuesOf(parseAxis('functions.f.model.duration.empirical.file=../a.csv,../b.csv'))).toEqual([
      '../a.csv',
      '../b.csv',
    ])
  })

  it.each([
    ['timeout', 'expected PATH=VALUE'],
    ['timeout=', 'expected values with commas between them'],
    ['timeout=1s,,2s', 'expected values with commas between them'],
    ['timeout=1s,1s', 'expected each value once, got 1s twice'],
    ['timeout=[1', 'expected values in YAML, got "[1"'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => parseAxis(text)).toThrow(message)
  })
})

describe('a grid', () => {
  it('has every combination once, with the values of the last axis changing first', () => {
    const grid = new Grid(['a=1,2', 'b=x', 'c=5..7'].map(parseAxis))
    const points = Array.from({ length: grid.size }, (_, place) => grid.point(place + 1))
    expect(points.map(({ set }) => set.join(' '))).toEqual([
      'a=1 b=x c=5',
      'a=1 b=x c=6',
      'a=1 b=x c=7',
      'a=2 b=x c=5',
      'a=2 b=x c=6',
      'a=2 b=x c=7',
    ])
    expect(points[3]).toMatchObject({ number: 4, values: { a: 2, b: 'x', c: 5 } })
  })
})
