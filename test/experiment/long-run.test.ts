import { describe, expect, it } from 'vitest'
import { EventSeries } from '../../src/experiment/event-series.ts'
import { longRunOf } from '../../src/experiment/long-run.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { Simulation } from '../../src/scenario/simulation.ts'
import { meanWaitMMc } from '../theory/formulas.ts'

/** M/M/2 at a utilisation of 0.6. */
const STATION = { servers: 2, ratePerS: 1.2, serviceMs: 1_000 }

function station(runLength: string, changes: Partial<ScenarioInput> = {}): ScenarioInput {
  return {
    runLength,
    options: { queueing: 'fifo' },
    functions: {
      station: {
        timeout: '900s',
        reservedConcurrency: STATION.servers,
        model: { duration: { exponential: { mean: '1s' } } },
        arrivals: [{ poisson: { rate: '1.2/s' } }],
      },
    },
    ...changes,
  }
}

async function runOf(input: ScenarioInput) {
  const { scenario } = await takeScenario(input)
  const series = new EventSeries(scenario.warmUpMs)
  const simulation = new Simulation(scenario, { observers: [series] }).run()
  return { series, scenario, result: simulation.result(), longRun: longRunOf(series, scenario) }
}

describe('a long run', () => {
  it('has the mean that theory gives in its interval, and nothing speaks against it', async () => {
    const { longRun } = await runOf(station('10h', { warmUp: '10m' }))
    const { interval } = longRun.means.completion!
    const exact = meanWaitMMc(STATION) + STATION.serviceMs
    expect(interval.low).toBeLessThan(exact)
    expect(interval.high).toBeGreaterThan(exact)
    expect(interval.halfWidth).toBeLessThan(0.1 * exact)
    expect(longRun.doubts).toEqual([])
  })

  it('has the means of the result, but for the few events that are left over', async () => {
    const { longRun, result, series } = await runOf(station('10h', { seed: 4 }))
    // 43,000 events in 8,192 groups at most: of eight each.
    expect(series.groupSize).toBe(8)
    expect(longRun.means.completion!.interval.mean / result.total.completion.mean).toBeCloseTo(1, 2)
    expect(longRun.means.attempts!.interval.mean).toBe(1)
    expect(longRun.means.dropped!.interval.mean).toBe(0)
  })

  it('counts attempts and drops of each event', async () => {
    const { longRun, result } = await runOf({
      runLength: '2h',
      functions: { f: { model: { errors: { probability: 0.5 } }, arrivals: [{ constant: { rate: '1/s' } }] } },
    })
    const { attempts, received, dropped } = result.total
    expect(longRun.means.attempts!.interval.mean).toBeCloseTo(attempts / received, 2)
    expect(longRun.means.dropped!.interval.mean).toBeCloseTo(dropped.RetriesExhausted / received, 2)
  })

  it('of a few events says nothing, and that it is too short', async () => {
    const { longRun } = await runOf(station('30s'))
    expect(longRun.means.completion).toBeNull()
    expect(longRun.warmUp).toBeNull()
    expect(longRun.doubts).toEqual([expect.stringContaining('too short to say anything')])
  })

  it('whose batches hang together says that its intervals are too narrow', async () => {
    // Nearly as much work as the two can do: the queue remembers for hours.
    const crowded = station('20m')
    crowded.functions!.station!.arrivals = [{ poisson: { rate: '1.98/s' } }]
    const { longRun } = await runOf(crowded)
    expect(longRun.means.completion!.isTooShort).toBe(true)
    expect(longRun.doubts).toContainEqual(expect.stringContaining('hang together (completion)'))
  })

  it('that starts far from its steady state says what warm-up to set, and then is content', async () => {
    // 300 events wait at the start.
    const loaded = station('6h')
    loaded.functions!.station!.arrivals!.push({ batch: { size: 300, every: '1000h' } })
    const { longRun, scenario } = await runOf(loaded)
    expect(longRun.warmUp).toBeGreaterThan(60_000)
    expect(longRun.warmUp).toBeLessThan(3_600_000)
    const [doubt] = longRun.doubts.filter((text) => text.startsWith('The beginning is not like the rest'))
    expect(doubt).toContain(`set warmUp to ${Math.ceil(longRun.warmUp! / 1_000)}s or more`)
    const cut = await runOf({ ...loaded, warmUp: `${longRun.warmUp}ms` })
    expect(cut.longRun.warmUp! - longRun.warmUp!).toBeLessThan(0.02 * scenario.runLengthMs)
  })

  it.each<[string, Partial<ScenarioInput>]>([
    ['changes', { changes: [{ at: '10m', account: { concurrency: 500 } }] }],
    [
      'outages',
      {
        functions: {
          f: { model: { errors: { outages: [{ from: '1m', to: '2m' }] } }, arrivals: [{ poisson: { rate: '1/s' } }] },
        },
      },
    ],
    ['arrivals that vary', { functions: { f: { arrivals: [{ poisson: { rate: '1/s' }, until: '10m' }] } } }],
  ])('of a scenario with %s is told that there is no steady state', async (what, changes) => {
    const { longRun } = await runOf(station('20m', changes))
    expect(longRun.doubts).toContainEqual(expect.stringContaining(`this scenario has ${what}`))
  })
})
