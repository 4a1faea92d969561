import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'

type Options = ScenarioInput['options']

/** 8 events an hour for ten hours, each taking 100 s: 350 s pass from the end of one to the start of the next. */
const steady = (options: Options, changes: Partial<ScenarioInput> = {}): ScenarioInput => ({
  seed: 5,
  runLength: '10h',
  options,
  ...changes,
  functions: {
    f: { timeout: '900s', model: { duration: '100s' }, arrivals: [{ constant: { rate: '8/h' } }] },
  },
})

describe('idleLife', () => {
  it.each<[Options, number, number]>([
    [{}, 1, 1],
    [{ idleLife: '351s' }, 1, 1],
    // Eighty environments of 100 s in use and 349 s idle, in ten hours.
    [{ idleLife: '349s' }, 80, (80 * 449) / 36_000],
    [{ idleLife: 'forever' }, 1, 1],
    [{ idleLife: { constant: '349s' } }, 80, (80 * 449) / 36_000],
  ])('%j makes so many cold starts and environments', async (options, coldStarts, mean) => {
    const { functions, total } = await simulate(steady(options))
    expect(functions.f).toMatchObject({ coldStarts, environments: { max: 1 } })
    expect(functions.f!.environments.mean).toBeCloseTo(mean, 12)
    expect(total.environments).toEqual(functions.f!.environments)
  })

  it('may be a distribution: half of the environments outlast 350 s where that is the median', async () => {
    const { functions } = await simulate(
      steady({ idleLife: { lognormal: { p50: '350s', p99: '2h' } } }, { runLength: '1000h' }),
    )
    // Four standard deviations of the half of 8,000.
    expect(Math.abs(functions.f!.coldStarts - 4_000)).toBeLessThan(4 * Math.sqrt(2_000))
  })

  it('counts what is there after the warm-up', async () => {
    const { total } = await simulate(steady({ idleLife: '349s' }, { warmUp: '5h' }))
    expect(total.coldStarts).toBe(40)
    // At the end of the warm-up the environment of the event before it is about to go.
    expect(total.environments.mean).toBeCloseTo((40 * 449) / 18_000, 12)
    expect(total.environments.max).toBe(1)
  })
})

describe('environmentLife', () => {
  it('ends an environment though it was used all the time, and makes another one of every third event', async () => {
    const { total } = await simulate(steady({ environmentLife: '20m' }))
    expect(total.coldStarts).toBe(27)
    // Events come every 450 s, the first one and every third after it when the environment before has just gone.
    expect(total.environments.mean).toBeCloseTo((26 * 1_200 + 900) / 36_000, 12)
  })
})

describe('scalingRate', () => {
  const burst = (options: Options): ScenarioInput => ({
    account: { concurrency: 5_000 },
    options,
    functions: { f: { model: { duration: '2s' }, arrivals: [{ at: new Array(1_200).fill('0s') }] } },
  })

  it.each<[Options, number, number]>([
    [{}, 1_100, 300],
    [{ scalingRate: 'off' }, 1_200, 0],
    [{ scalingRate: { environments: 1_000, per: '5s' } }, 1_200, 200],
    [{ queueing: 'fifo' }, 1_200, 0],
  ])('%j lets a burst have so many environments, and throttles so often', async (options, max, throttles) => {
    const { total } = await simulate(burst(options))
    expect([total.environments.max, total.throttles]).toEqual([max, throttles])
    expect(total.succeeded).toBe(1_200)
  })
})
