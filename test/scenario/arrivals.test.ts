import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Draws } from '../../src/kernel/draws.ts'
import type { ArrivalSpec } from '../../src/scenario/arrival-spec.ts'
import { ArrivalStream, type ArrivingFunction } from '../../src/scenario/arrivals.ts'

const HOUR_MS = 3_600_000
const payload = new Uint8Array()

/** A source without its window: all of the first hour. */
type Source =
  | { kind: 'poisson' | 'constant'; ratePerMs: number }
  | { kind: 'at'; timesMs: number[] }
  | { kind: 'perMinute'; minutes: [number, number][] }
type Window = { fromMs?: number; untilMs?: number; qualifier?: string }

function spec(source: Source, position: number, window: Window = {}): ArrivalSpec {
  const common = { position, qualifier: '$LATEST', fromMs: 0, untilMs: HOUR_MS, ...window }
  if (source.kind !== 'perMinute') return { ...common, ...source }
  const minutes = Int32Array.from(source.minutes, ([minute]) => minute)
  const counts = Int32Array.from(source.minutes, ([, count]) => count)
  return { ...common, kind: 'perMinute', trace: { minutes, counts } }
}

const fn = (name: string, ...sources: (Source | ArrivalSpec)[]): ArrivingFunction => ({
  name,
  payload,
  arrivals: sources.map((source, position) => ('qualifier' in source ? source : spec(source as Source, position))),
})

function eventsOf(functions: readonly ArrivingFunction[], seed = 1) {
  const stream = new ArrivalStream(functions, new Draws(seed))
  const events: { atMs: number; to: string; name: string }[] = []
  for (; stream.nextMs !== Number.POSITIVE_INFINITY; stream.advance()) {
    const { functionName, qualifier } = stream.targets[stream.target]!
    events.push({ atMs: stream.nextMs, to: `${functionName}:${qualifier}`, name: `${stream.name0},${stream.name1}` })
  }
  return events
}

const timesOf = (source: Source, window?: Window, seed?: number) =>
  eventsOf([fn('f', spec(source, 0, window))], seed).map(({ atMs }) => atMs)

/** Kolmogorov and Smirnov's distance between values and a distribution function. */
function distanceOf(values: readonly number[], probabilityOf: (value: number) => number): number {
  const ascending = values.toSorted((a, b) => a - b)
  return ascending.reduce((farthest, value, index) => {
    return Math.max(farthest, Math.abs(probabilityOf(value) - (index + 0.5) / values.length))
  }, 0)
}

describe('constant arrivals', () => {
  test('come at k / rate from the start of their window, its end left out', () => {
    expect(timesOf({ kind: 'constant', ratePerMs: 0.001 }, { untilMs: 3_000 })).toEqual([0, 1_000, 2_000])
    expect(timesOf({ kind: 'constant', ratePerMs: 0.001 }, { fromMs: 500, untilMs: 2_501 })).toEqual([
      500, 1_500, 2_500,
    ])
  })

  test('do not drift: the millionth third of a second is exact', () => {
    const times = timesOf({ kind: 'constant', ratePerMs: 0.003 }, { untilMs: 400_000_000 })
    expect(times[999_999]).toBe(333_333_000)
  })

  test('at rate 0 never come', () => {
    expect(timesOf({ kind: 'constant', ratePerMs: 0 })).toEqual([])
    expect(timesOf({ kind: 'poisson', ratePerMs: 0 })).toEqual([])
  })
})

describe('Poisson arrivals', () => {
  const times = timesOf({ kind: 'poisson', ratePerMs: 0.05 })

  test('have the number that their rate means, within five standard deviations', () => {
    const mean = 0.05 * HOUR_MS
    expect(Math.abs(times.length - mean)).toBeLessThan(5 * Math.sqrt(mean))
  })

  test('have exponential gaps, each independent of the one before', () => {
    const gaps = times.map((timeMs, index) => (timeMs - (times[index - 1] ?? 0)) * 0.05)
    const distance = distanceOf(gaps, (gap) => 1 - Math.exp(-gap))
    // Kolmogorov: P(distance × √n > 2) is below 0.0007.
    expect(distance * Math.sqrt(gaps.length)).toBeLessThan(2)
    const products = gaps.slice(1).map((gap, index) => (gap - 1) * (gaps[index]! - 1))
    const correlation = products.reduce((sum, product) => sum + product, 0) / products.length
    expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(gaps.length))
  })

  test('lie within their window', () => {
    const within = timesOf({ kind: 'poisson', ratePerMs: 0.05 }, { fromMs: 10_000, untilMs: 20_000 })
    expect(within.length).toBeGreaterThan(350)
    expect(within.every((timeMs) => timeMs > 10_000 && timeMs < 20_000)).toBe(true)
  })

  test('are the same for the same seed, others for another, and their first ones are pinned', () => {
    expect(timesOf({ kind: 'poisson', ratePerMs: 0.05 }, {}, 1)).toEqual(times)
    expect(timesOf({ kind: 'poisson', ratePerMs: 0.05 }, {}, 2).slice(0, 3)).not.toEqual(times.slice(0, 3))
    // Changing these is a decision: every stored result changes with them.
    expect(times.slice(0, 4).map((timeMs) => timeMs.toFixed(6))).toEqual([
      '40.659022',
      '80.512539',
      '103.193662',
      '103.656877',
    ])
  })

  test('keep their times when the window ends later', () => {
    const short = timesOf({ kind: 'poisson', ratePerMs: 0.05 }, { untilMs: 60_000 })
    expect(times.slice(0, short.length)).toEqual(short)
  })
})

describe('counts per minute', () => {
  const minutes: [number, number][] = [
    [0, 3],
    [2, 1_000],
    [59, 20],
  ]
  const times = timesOf({ kind: 'perMinute', minutes })

  test('have exactly their number in each minute, in order', () => {
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    const counted = minutes.map(([minute]) => times.filter((timeMs) => Math.floor(timeMs / 60_000) === minute).length)
    expect(counted).toEqual([3, 1_000, 20])
    expect(times).toHaveLength(1_023)
  })

  test('are uniform over their minute', () => {
    const shares = times.filter((timeMs) => timeMs >= 120_000 && timeMs < 180_000).map((timeMs) => timeMs / 60_000 - 2)
    const distance = distanceOf(shares, (share) => share)
    expect(distance * Math.sqrt(shares.length)).toBeLessThan(2)
  })

  test('keep times and names when the window shuts some out', () => {
    const whole = eventsOf([fn('f', spec({ kind: 'perMinute', minutes }, 0))])
    const part = eventsOf([fn('f', spec({ kind: 'perMinute', minutes }, 0, { fromMs: 130_000, untilMs: 170_000 }))])
    expect(part).toEqual(whole.filter(({ atMs }) => atMs >= 130_000 && atMs < 170_000))
    expect(part.length).toBeGreaterThan(500)
  })
})

describe('the stream of all sources', () => {
  test('is empty without sources', () => {
    expect(eventsOf([])).toEqual([])
    expect(eventsOf([fn('f')])).toEqual([])
  })

  test('lets equal times leave in the order of functions and sources', () => {
    const functions = [
      fn('a', { kind: 'at', timesMs: [5, 5] }, spec({ kind: 'at', timesMs: [5] }, 1, { qualifier: 'live' })),
      fn('b', { kind: 'at', timesMs: [1, 5] }),
    ]
    expect(eventsOf(functions).map(({ atMs, to }) => `${atMs} ${to}`)).toEqual([
      '1 b:$LATEST',
      '5 a:$LATEST',
      '5 a:$LATEST',
      '5 a:live',
      '5 b:$LATEST',
    ])
  })

  test('is the sorted union of its sources, whatever they are', () => {
    const source: fc.Arbitrary<Source> = fc.oneof(
      fc.record({ kind: fc.constant('constant' as const), ratePerMs: fc.constantFrom(0, 1e-5, 2e-5) }),
      fc.record({ kind: fc.constant('poisson' as const), ratePerMs: fc.constantFrom(0, 1e-5, 2e-5) }),
      fc.array(fc.integer({ min: 0, max: 36 }), { maxLength: 9 }).map((steps): Source => {
        return { kind: 'at', timesMs: steps.map((step) => step * 100_000).sort((a, b) => a - b) }
      }),
      fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 9 }).map((counts): Source => {
        return { kind: 'perMinute', minutes: counts.map((count, index) => [index * 2, count]) }
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.array(source, { maxLength: 4 }), { maxLength: 9 }), (lists) => {
        const functions = lists.map((sources, index) => fn(`f${index}`, ...sources))
        const alone = functions.flatMap((each) =>
          each.arrivals.flatMap((arrival) => eventsOf([{ ...each, arrivals: [arrival] }])),
        )
        expect(eventsOf(functions)).toEqual(alone.toSorted((a, b) => a.atMs - b.atMs))
      }),
      { seed: 3, numRuns: 60 },
    )
  })

  test('names every event of every source differently', () => {
    const functions = Array.from({ length: 50 }, (_, index) =>
      fn(`f${index}`, { kind: 'constant', ratePerMs: 0.0001 }, { kind: 'constant', ratePerMs: 0.0001 }),
    )
    const names = eventsOf(functions).map(({ name }) => name)
    expect(names.length).toBe(50 * 2 * 360)
    expect(new Set(names).size).toBe(names.length)
  })

  test('changes no event of a function when another comes or goes', () => {
    const one = fn('one', { kind: 'poisson', ratePerMs: 0.001 })
    const two = fn('two', { kind: 'poisson', ratePerMs: 0.002 })
    const both = eventsOf([two, one]).filter(({ to }) => to === 'one:$LATEST')
    expect(both).toEqual(eventsOf([one]))
  })

  test('counts the names of a source on across the border of a word', async () => {
    const { ConstantSource } = await import('../../src/scenario/arrivals/constant.ts')
    const source = new ConstantSource(0xffff_ffff, 7, { ratePerMs: 1, fromMs: 0, untilMs: 10 })
    source.advance()
    expect([source.name0, source.name1]).toEqual([0, 8])
  })
})
