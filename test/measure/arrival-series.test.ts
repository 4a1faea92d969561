import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ArrivalSeries } from '../../src/measure/arrival-series.ts'

const MINUTE = 60_000

describe('a series of arrivals', () => {
  it('has in each period what arrived in it, in whatever order and however often periods were merged', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e8 }), { minLength: 1, maxLength: 200 }), (moments) => {
        const series = new ArrivalSeries()
        for (const atMs of moments) series.count(1, atMs)
        const counts = series.of(1)
        for (const [place, count] of counts.entries()) {
          if (count === 0) continue
          const fromMs = place * series.periodMs
          expect(count).toBe(moments.filter((atMs) => atMs >= fromMs && atMs < fromMs + series.periodMs).length)
        }
        expect(counts.reduce((sum, count) => sum + count)).toBe(moments.length)
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  it('has periods that fit into a minute, or minutes that fit into them', () => {
    for (const atMs of [0, 1e6, 3e6, 1e7, 3e7, 1e8, 2e8, 1e9, 3e9, 1e10]) {
      const series = new ArrivalSeries()
      series.count(0, atMs)
      expect(Math.max(MINUTE, series.periodMs) % Math.min(MINUTE, series.periodMs)).toBe(0)
      expect(series.of(0).length * series.periodMs).toBeGreaterThan(atMs)
    }
  })

  it('tells the same in longer periods', () => {
    const series = new ArrivalSeries()
    for (const atMs of [500, 11_999, 12_000, 59_999]) series.count(0, atMs)
    const { periodMs, counts } = series.inPeriodsOf(5_000, 0)
    expect([periodMs, ...counts.subarray(0, 6)]).toEqual([12_000, 2, 1, 0, 0, 1, 0])
    expect(series.periodMs).toBe(1_000)
  })

  it('has no arrivals of a kind that never came', () => {
    expect(new ArrivalSeries().of(3).every((count) => count === 0)).toBe(true)
  })
})
