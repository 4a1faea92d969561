import { describe, expect, test } from 'vitest'
import { eventsOf, timesOf } from '../arriving.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const constant = (rate: string) => `{ constant: { rate: ${rate} } }`
const hours = (times: readonly number[]) => times.map((timeMs) => Number((timeMs / HOUR_MS).toFixed(9)))

describe('constant arrivals at a rate that varies', () => {
  test('in steps have the distance of each step, and what was begun in one is ended in the next', async () => {
    const times = await timesOf(constant('{ steps: { 0s: 1/s, 10s: 2/s, 12s: 0/s, 20s: 1/s } }'), { runLength: '23s' })
    expect(times).toEqual([
      ...[0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000],
      ...[10_000, 10_500, 11_000, 11_500, 20_000, 21_000, 22_000],
    ])
    // Half of the way to the next event at 1/s, the other half at 1/m.
    expect(await timesOf(constant('{ steps: { 0s: 1/s, 500ms: 1/m } }'), { runLength: '1m' })).toEqual([0, 30_500])
  })

  test('on a ramp come at the roots of the area under it', async () => {
    // From 0 to 100/s in 600 s: the k-th event where t² / 12 = k.
    const times = await timesOf(constant('{ linear: { 0s: 0/s, 10m: 100/s } }'), { runLength: '10m' })
    expect(times).toHaveLength(30_000)
    for (const [index, timeMs] of times.entries()) expect(timeMs).toBeCloseTo(1_000 * Math.sqrt(12 * index), 6)
  })

  test('on a falling ramp too, until the rate is 0, which ends the run', async () => {
    // From 10/s to 0 in 100 s: 10 t − t² / 20 = k.
    const times = await timesOf(constant('{ linear: { 0s: 10/s, 100s: 0/s } }'), { runLength: '5m' })
    expect(times).toHaveLength(500)
    for (const [index, timeMs] of times.entries()) {
      expect(timeMs).toBeCloseTo(1_000 * (100 - Math.sqrt(10_000 - 20 * index)), 6)
    }
  })

  test('keep the last rate after the last point', async () => {
    const times = await timesOf(constant('{ linear: { 0s: 1/s, 1m: 1/s } }'), { runLength: '2m' })
    expect(times).toEqual(Array.from({ length: 120 }, (_, second) => second * 1_000))
  })

  test('begin at from with the rate of that time', async () => {
    const ramp = '{ constant: { rate: { linear: { 0s: 0/s, 100s: 10/s } } }, from: 50s, until: 60s }'
    // From 50 s on at 5/s rising: (t² − 50²) / 20 = k.
    const exact = Array.from({ length: 55 }, (_, index) => 1_000 * Math.sqrt(2_500 + 20 * index))
    const times = await timesOf(ramp)
    expect(times).toHaveLength(55)
    for (const [index, timeMs] of times.entries()) expect(timeMs).toBeCloseTo(exact[index]!, 6)
  })

  test('repeat every so often, without drift over years', async () => {
    const rate = '{ steps: { 0h: 1/h, 1h: 0/h }, every: 1d }'
    const times = await timesOf(constant(rate), { runLength: '3650d' })
    expect(times).toEqual(Array.from({ length: 3_650 }, (_, day) => day * 24 * HOUR_MS))
    const thirds = await timesOf(constant('{ steps: { 0h: 3/h, 12h: 1/h }, every: 1d }'), { runLength: '3650d' })
    expect(thirds).toHaveLength(3_650 * 48)
    expect(thirds.at(-48)).toBeCloseTo(3_649 * 24 * HOUR_MS, 3)
  })

  test('on straight lines that repeat run from the last point to the first of the next time', async () => {
    // 0 at the hours, 60/h at the half hours: 30 in an hour, the first and last of them far apart.
    const rate = '{ linear: { 0m: 0/h, 30m: 60/h }, every: 1h }'
    const times = await timesOf(constant(rate), { runLength: '2h' })
    expect(times).toHaveLength(60)
    expect(times[15]).toBeCloseTo(30 * MINUTE_MS, 6)
    expect(times[30]).toBeCloseTo(60 * MINUTE_MS, 3)
    expect(times[31]! - times[30]!).toBeGreaterThan(7 * MINUTE_MS)
    // With a last point at the end of the time it falls at once.
    const saw = await timesOf(constant('{ linear: { 0m: 0/h, 60m: 60/h }, every: 1h }'), { runLength: '2h' })
    expect(saw).toHaveLength(60)
    expect(saw[29]! - saw[28]!).toBeLessThan(MINUTE_MS * 1.1)
    expect(saw[31]! - saw[30]!).toBeGreaterThan(10 * MINUTE_MS)
  })

  test('that is 0 all the time never come', async () => {
    expect(await timesOf(constant('{ steps: { 0s: 0/s, 10s: 0/s }, every: 1m }'))).toEqual([])
    expect(await timesOf('{ poisson: { rate: { linear: { 0s: 0/s } } } }')).toEqual([])
  })
})

describe('a rate by the calendar', () => {
  const daily = (extra = '') => constant(`{ daily: { "09:00": 1/h, "17:00": 0/h }${extra} }`)

  test('counts from the date at which the run starts', async () => {
    const noon = await timesOf(daily(), { top: 'start: 2026-01-01T12:00:00Z', runLength: '1d' })
    // 12 to 17 h of the first day, 9 to 12 h of the second.
    expect(hours(noon)).toEqual([0, 1, 2, 3, 4, 21, 22, 23])
  })

  test('counts by the clocks of its zone', async () => {
    const times = await timesOf(daily(', timezone: America/New_York'), { runLength: '1d' })
    expect(hours(times)).toEqual([14, 15, 16, 17, 18, 19, 20, 21])
  })

  test('begins in the night with the rate of the evening before', async () => {
    const rate = '{ daily: { "06:00": 0/h, "22:00": 1/h } }'
    expect(hours(await timesOf(constant(rate), { runLength: '1d' }))).toEqual([0, 1, 2, 3, 4, 5, 22, 23])
  })

  test('has straight lines over midnight', async () => {
    // From 0 at 18 h to 12/h at 6 h: half of it in the first 6 hours of the day.
    const rate = '{ daily: { "06:00": 12/h, "18:00": 0/h }, interpolate: linear }'
    const times = await timesOf(constant(rate), { runLength: '10d' })
    expect(times).toHaveLength(10 * 144)
    expect(times.filter((timeMs) => timeMs < 6 * HOUR_MS)).toHaveLength(54)
  })

  test('has an hour less and an hour more on the days of a clock change', async () => {
    const night = (extra: string) => constant(`{ daily: { "00:00": 1/h, "04:00": 0/h }${extra} }`)
    const berlin = ', timezone: Europe/Berlin'
    const spring = { top: 'start: 2026-03-28T23:00:00Z', runLength: '1d' }
    expect(hours(await timesOf(night(berlin), spring))).toEqual([0, 1, 2, 23])
    const autumn = { top: 'start: 2026-10-24T22:00:00Z', runLength: '1d' }
    expect(hours(await timesOf(night(berlin), autumn))).toEqual([0, 1, 2, 3, 4])
    // A point that is skipped counts from the change on.
    const skipped = constant(`{ daily: { "00:00": 0/h, "02:30": 1/h, "04:00": 0/h }${berlin} }`)
    expect(hours(await timesOf(skipped, spring))).toEqual([2])
  })

  test('of the week has days, and spans of days', async () => {
    const rate = '{ weekly: { "mon-fri 09:00": 1/h, "mon-fri 11:00": 0/h, "sat 10:00": 1/h, "sat 11:00": 0/h } }'
    // 2026-01-01 was a Thursday.
    const thursday = await timesOf(constant(rate), { runLength: '7d' })
    const at = (day: number, hour: number) => day * 24 + hour
    expect(hours(thursday)).toEqual(
      [
        [0, 9],
        [0, 10],
        [1, 9],
        [1, 10],
        [2, 10],
        [4, 9],
        [4, 10],
        [5, 9],
        [5, 10],
        [6, 9],
        [6, 10],
      ].map(([day, hour]) => at(day!, hour!)),
    )
    const weekend = '{ weekly: { "fri-mon 00:00": 1/h, "tue 00:00": 0/h } }'
    expect(await timesOf(constant(weekend), { runLength: '7d' })).toHaveLength(4 * 24)
  })

  test('starts anywhere in the week with what holds there', async () => {
    const rate = '{ weekly: { "mon 09:00": 1/h, "wed 09:00": 0/h } }'
    for (const day of [4, 5, 6, 7, 8, 9, 10, 11]) {
      const start = new Date(Date.UTC(2026, 0, day, 3)).toISOString()
      const times = await timesOf(constant(rate), { top: `start: ${start}`, runLength: '7d' })
      expect(times, start).toHaveLength(48)
      const local = times.map((timeMs) => new Date(Date.parse(start) + timeMs).getUTCDay())
      expect(new Set(local), start).toEqual(new Set([1, 2, 3]))
    }
  })
})

describe('Poisson arrivals at a rate that varies', () => {
  test('at a rate that never changes are those of the plain rate', async () => {
    const plain = await eventsOf('{ poisson: { rate: 10/s } }')
    for (const rate of ['{ steps: { 0s: 10/s, 7m: 10/s, 9m: 10/s }, every: 10m }', '{ daily: { "13:00": 10/s } }']) {
      const flat = await eventsOf(`{ poisson: { rate: ${rate} } }`)
      expect(flat.map(({ name }) => name)).toEqual(plain.map(({ name }) => name))
      for (const [index, { atMs }] of flat.entries()) expect(atMs).toBeCloseTo(plain[index]!.atMs, 5)
    }
    expect(plain.length).toBeGreaterThan(35_000)
  })

  test('come only where the rate is not 0', async () => {
    const rate = '{ steps: { 0m: 0/s, 20m: 1/s, 30m: 0/s }, every: 1h }'
    const times = await timesOf(`{ poisson: { rate: ${rate} } }`, { runLength: '10h' })
    expect(times.length).toBeGreaterThan(10 * 600 - 5 * Math.sqrt(6_000))
    const minutes = times.map((timeMs) => (timeMs % HOUR_MS) / MINUTE_MS)
    expect(minutes.every((minute) => minute >= 20 && minute < 30)).toBe(true)
  })
})
