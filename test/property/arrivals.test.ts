import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { type Arrived, arrivalsOf, scenarioOf } from '../scenario/arriving.ts'

const files = {
  'day.csv': `function,minute,invocations\n${[0, 1, 4, 9].map((minute) => `f,${minute},${minute + 3}`).join('\n')}\n`,
  'rows.csv': `time\n${[0, 0, 3, 17, 100, 101, 300].join('\n')}\n`,
}

const rateText = fc.constantFrom('0/s', '1/m', '7/m', '20/m', '1/s')
const points = fc
  .uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 4 })
  .chain((minutes) => fc.tuple(...[0, ...minutes].map((minute) => rateText.map((rate) => `${minute}m: ${rate}`))))
  .map((list) => list.join(', '))
const clock = fc
  .uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 4 })
  .chain((hours) => fc.tuple(...hours.map((hour) => rateText.map((rate) => `"${hour}:30": ${rate}`))))
  .map((list) => list.join(', '))
const rate = fc.oneof(
  rateText,
  fc
    .tuple(fc.constantFrom('steps', 'linear'), points, fc.constantFrom('', ', every: 21m', ', every: 1h'))
    .map(([form, list, every]) => `{ ${form}: { ${list} }${every} }`),
  fc
    .tuple(clock, fc.constantFrom('steps', 'linear'), fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns'))
    .map(([list, way, zone]) => `{ daily: { ${list} }, interpolate: ${way}, timezone: ${zone} }`),
)
const replay = fc
  .record({
    scale: fc.constantFrom(0.3, 1, 2, 2.7),
    stretch: fc.constantFrom(0.1, 1, 3),
    repeat: fc.constantFrom('1', '3', 'forever'),
  })
  .map((fields) => Object.entries(fields).map((field) => field.join(': ')))
const window = fc.constantFrom('', ', from: 5m', ', until: 40m', ', from: 10m, until: 33m')

/** Sources that go on whatever comes before `from`: their events are named from the start of the trace. */
const trace = fc.oneof(
  replay.map((fields) => `perMinute: { file: day.csv, ${fields.join(', ')} }`),
  replay.map((fields) => `recorded: { file: rows.csv, columns: { time: time }, ${fields.join(', ')} }`),
)
const source = fc.oneof(
  { weight: 2, arbitrary: trace },
  rate.map((each) => `poisson: { rate: ${each} }`),
  rate.map((each) => `constant: { rate: ${each} }`),
  fc
    .tuple(rateText, rateText)
    .map(([a, b]) => `bursts: { states: [{ rate: ${a}, mean: 2m }, { rate: ${b}, mean: 30s, next: [0.5, 0.5] }] }`),
  fc
    .tuple(fc.constantFrom('7', '{ exponential: { mean: 3 } }'), fc.constantFrom('every: 5m', 'at: [3m, 20m, 60m]'))
    .map(([size, begins]) => `batch: { size: ${size}, ${begins}, over: 4m }`),
)
const anySource = fc.tuple(source, window).map(([each, limits]) => `{ ${each}${limits} }`)
const seeds = fc.integer({ min: 0, max: 2 ** 53 - 1 })
const RUN = { top: 'start: 2026-03-29T00:10:00Z', runLength: '1h', files }
const runs = { seed: 11, numRuns: 150 }

/** The scenario with the one source of its function in another window. */
function within(scenario: Scenario, window: { readonly fromMs?: number; readonly untilMs?: number }): Scenario {
  const [f] = scenario.functions
  return { ...scenario, functions: [{ ...f!, arrivals: [{ ...f!.arrivals[0]!, ...window }] }] }
}

const isBefore = (untilMs: number) => (event: Arrived) => event.atMs < untilMs

describe('any source of events', () => {
  it('gives the same events for the same seed, in order of time, within its window, each under its own name', async () => {
    await fc.assert(
      fc.asyncProperty(anySource, seeds, async (text, seed) => {
        const scenario = await scenarioOf(text, RUN)
        const events = arrivalsOf(scenario, seed)
        expect(arrivalsOf(scenario, seed)).toEqual(events)
        const { fromMs, untilMs } = scenario.functions[0]!.arrivals[0]!
        for (const [index, { atMs }] of events.entries()) {
          expect(atMs).toBeGreaterThanOrEqual(events[index - 1]?.atMs ?? fromMs)
          expect(atMs).toBeLessThanOrEqual(untilMs)
        }
        expect(new Set(events.map(({ name }) => name)).size).toBe(events.length)
      }),
      runs,
    )
  })

  it('changes neither name nor time of an event when it ends earlier', async () => {
    await fc.assert(
      fc.asyncProperty(source, seeds, fc.integer({ min: 1, max: 3_599 }), async (each, seed, seconds) => {
        const scenario = await scenarioOf(`{ ${each} }`, RUN)
        // Given times are looked at when the scenario is read.
        fc.pre(!each.includes('at: ['))
        const untilMs = seconds * 1_000
        const all = arrivalsOf(scenario, seed)
        expect(arrivalsOf(within(scenario, { untilMs }), seed)).toEqual(all.filter(isBefore(untilMs)))
      }),
      runs,
    )
  })

  it('changes no event when others come beside it', async () => {
    await fc.assert(
      fc.asyncProperty(anySource, anySource, seeds, async (one, other, seed) => {
        const alone = arrivalsOf(await scenarioOf(one, RUN), seed)
        const both = arrivalsOf(await scenarioOf(`${one}, ${other}`, RUN), seed)
        const names = new Set(alone.map(({ name }) => name))
        expect(both.filter(({ name }) => names.has(name))).toEqual(alone)
        expect(both.length).toBeGreaterThanOrEqual(alone.length)
      }),
      runs,
    )
  })
})

it('a trace changes neither name nor time of an event when it begins later', async () => {
  await fc.assert(
    fc.asyncProperty(trace, seeds, fc.integer({ min: 1, max: 3_599 }), async (each, seed, seconds) => {
      const scenario = await scenarioOf(`{ ${each} }`, RUN)
      const fromMs = seconds * 1_000
      const all = arrivalsOf(scenario, seed)
      expect(arrivalsOf(within(scenario, { fromMs }), seed)).toEqual(all.filter(({ atMs }) => atMs >= fromMs))
    }),
    runs,
  )
})
