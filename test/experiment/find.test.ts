import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FindOptions, find, readSearch } from '../../src/experiment/find.ts'
import { searchWith } from '../../src/experiment/search.ts'
import { Workers } from '../../src/experiment/workers.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { erlangB, meanWaitMMc } from '../theory/formulas.ts'

const SLOTS = 'functions.station.reservedConcurrency'
const RATE = 'functions.station.arrivals[0].poisson.rate'
const SERVICE = 'functions.station.model.duration.exponential.mean'

/** So many slots, exponential service of a second, and a stream of calls, or of events that wait in order. */
function station(slots: number, ratePerS: number, invocation: 'Event' | 'RequestResponse', runs = 600): ScenarioInput {
  const warmUpS = 60
  return {
    runLength: `${Math.ceil(warmUpS + runs / ratePerS)}s`,
    warmUp: `${warmUpS}s`,
    options: { scalingRate: 'off', queueing: 'fifo' },
    functions: {
      station: {
        timeout: '900s',
        reservedConcurrency: slots,
        eventInvokeConfig: { MaximumRetryAttempts: 0 },
        model: { duration: { exponential: { mean: '1s' } } },
        arrivals: [{ invocation, poisson: { rate: `${ratePerS}/s` } }],
      },
    },
  }
}

/** Between two values in proportion, so that it is as far from both. */
const between = (a: number, b: number) => Math.sqrt(a * b)

describe('find', () => {
  let workers: Workers
  beforeAll(() => {
    workers = new Workers()
  })
  afterAll(() => workers.close())

  const found = async (input: ScenarioInput, quest: FindOptions) => {
    const read = (set: readonly string[]) => takeScenario(input, { set })
    return (await searchWith(workers, await readSearch(quest, { vary: 'vary', require: 'require' }, read)))!
  }

  // Erlang's formula B: the bound lies between the shares that are refused with one slot less and with that many.
  it.each([
    [0.5, 2],
    [1, 4],
    [2, 3],
    [3, 6],
    [4, 8],
    [5, 5],
    [6, 10],
    [8, 11],
    [10, 12],
    [12, 18],
  ])('gives Erlang the number of slots for calls: load %f, %i slots', async (load, slots) => {
    const bound = between(erlangB(slots - 1, load), erlangB(slots, load))
    const require = `station.synchronous.throttledShare < ${bound}`
    const result = await found(station(1, load, 'RequestResponse'), { vary: `${SLOTS}=1..32`, require })
    expect(result).toMatchObject({ outcome: 'found', value: slots, undecided: [], binding: [require], doubts: [] })
  })

  // The largest load that so many slots carry, to a whole tenth: Erlang's formula B the other way round.
  it.each([
    [2, 0.7],
    [4, 2.2],
    [8, 6.1],
    [16, 12.5],
  ])('gives Erlang the rate of calls: %i slots, %f a second', async (slots, rate) => {
    const step = 0.1 * rate
    const bound = between(erlangB(slots, rate), erlangB(slots, rate + step))
    const result = await found(station(slots, 1, 'RequestResponse'), {
      vary: `${RATE}=${step.toFixed(3)}/s..${(30 * step).toFixed(3)}/s/${step.toFixed(3)}/s`,
      require: `station.synchronous.throttledShare < ${bound}`,
      sought: 'largest',
    })
    expect(result).toMatchObject({ outcome: 'found', value: `${rate}/s`, undecided: [] })
  })

  // M/M/c: the mean wait under first come, first served.
  it.each([
    [0.5, 1],
    [1, 2],
    [1.5, 3],
    [2, 3],
    [3, 5],
    [4, 6],
    [5, 7],
    [6, 8],
  ])('gives Erlang the number of slots for events that wait: load %f, %i slots', async (load, slots) => {
    const wait = (servers: number) => meanWaitMMc({ servers, ratePerS: load, serviceMs: 1_000 })
    const bound = slots - 1 > load ? between(wait(slots - 1), wait(slots)) : 2 * wait(slots)
    const require = `station.eventAge.mean < ${Math.round(bound)}ms`
    const result = await found(station(1, load, 'Event', 1_500), { vary: `${SLOTS}=1..16`, require })
    expect(result).toMatchObject({ outcome: 'found', value: slots, undecided: [] })
  })

  // Slower code, in steps of 50 ms: the load is the rate times the mean duration.
  it.each([
    [4, 2, 1_100],
    [10, 8, 900],
  ])('gives Erlang the duration of calls: %i slots, %i a second, %i ms', async (slots, rate, serviceMs) => {
    const share = (ms: number) => erlangB(slots, (rate * ms) / 1_000)
    const result = await found(station(slots, rate, 'RequestResponse'), {
      vary: `${SERVICE}=200ms..3s/100ms`,
      require: `station.synchronous.throttledShare < ${between(share(serviceMs), share(serviceMs + 100))}`,
      sought: 'largest',
    })
    expect(result.outcome).toBe('found')
    expect(result.trials.find(({ value }) => value === result.value)!.verdict).toBe('met')
    expect(result.value).toBe(serviceMs >= 1_000 ? '1s100ms' : '900ms')
  })
})
