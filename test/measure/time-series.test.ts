import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimeSeries } from '../../src/measure/time-series.ts'

const PERIODS = 2_048

/** Something that is counted and that stands at some height at some time. */
interface Moment {
  readonly atMs: number
  readonly backlog: number
}

const moments = fc
  .array(fc.record({ atMs: fc.integer({ min: 0, max: 20_000_000 }), backlog: fc.nat(1_000) }), {
    minLength: 1,
    maxLength: 200,
  })
  .map((list) => list.sort((a, b) => a.atMs - b.atMs))

/** Feeds moments to a series as the metrics do: first what is past is closed, then the moment is counted. */
function seriesOf(list: readonly Moment[]): TimeSeries {
  const series = new TimeSeries()
  for (const { atMs, backlog } of list) {
    if (atMs >= series.endMs) series.roll(atMs, 0, 0)
    series.noteBacklog(backlog)
    series.noteRunning(backlog * 2)
  }
  series.close()
  return series
}

describe('a time series', () => {
  it('has in each period what happened in it, however often periods were merged', () => {
    fc.assert(
      fc.property(moments, (list) => {
        const series = seriesOf(list)
        for (let place = 0; place < series.length; place++) {
          const endMs = (place + 1) * series.periodMs
          const own = list.filter(({ atMs }) => atMs < endMs && atMs >= endMs - series.periodMs)
          expect(series.backlog[place]).toBe(Math.max(0, ...own.map(({ backlog }) => backlog)))
          expect(series.running[place]).toBe(Math.max(0, ...own.map(({ backlog }) => backlog * 2)))
        }
      }),
      { seed: 1, numRuns: 30 },
    )
  })

  it('never has more than 2,048 periods, and always one for the present', () => {
    const series = seriesOf([0, 1e6, 1e7, 1e8, 1e9].map((atMs) => ({ atMs, backlog: 1 })))
    expect(series.length).toBeLessThanOrEqual(PERIODS)
    expect(series.endMs).toBeGreaterThan(1e9)
    expect(series.endMs - series.periodMs).toBeLessThanOrEqual(1e9)
    expect(series.length * series.periodMs).toBe(series.endMs)
  })

  it('begins with periods of a second', () => {
    const series = seriesOf([{ atMs: (PERIODS - 1) * 1_000, backlog: 3 }])
    expect([series.periodMs, series.length]).toEqual([1_000, PERIODS])
  })

  it('carries what waits and runs into a period in which nothing changes', () => {
    const series = new TimeSeries()
    series.roll(3_500, 7, 4)
    series.close()
    expect([...series.backlog.slice(0, 4)]).toEqual([0, 7, 7, 7])
    expect([...series.running.slice(0, 4)]).toEqual([0, 4, 4, 4])
  })
})
