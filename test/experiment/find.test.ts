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

  it('decides == by runs: none of 59 may break it', async () => {
    const require = 'station.synchronous.throttles == 0'
    const result = await found(station(1, 1, 'RequestResponse', 40), { vary: `${SLOTS}=1..20`, require })
    expect(result.outcome).toBe('found')
    const slots = Number(result.value)
    const at = (value: number) => result.trials.find((trial) => trial.value === value)!
    expect(at(slots)).toMatchObject({ verdict: 'met', replications: 59, cost: result.cost })
    expect(at(slots).terms[0]!.estimate.mean).toBe(0)
    expect(at(slots - 1).verdict).toBe('unmet')
    expect(at(slots - 1).replications).toBeLessThan(59)
  })

  it('says that no value suffices, and which term binds', async () => {
    const bound = erlangB(4, 8)
    const require = `station.synchronous.throttledShare < ${bound} and station.cost.usd < 1`
    const result = await found(station(1, 8, 'RequestResponse'), { vary: `${SLOTS}=1..3`, require })
    expect(result).toMatchObject({
      outcome: 'none',
      value: null,
      cost: null,
      binding: [`station.synchronous.throttledShare < ${bound}`],
    })
    expect(result.doubts).toEqual([expect.stringContaining('were not tried')])
  })

  it('says where two terms leave no value between them', async () => {
    // At most 10 % refused takes 8 slots at a load of 5; at most 4 run at once with fewer than 5.
    const few = `station.synchronous.throttledShare < ${between(erlangB(7, 5), erlangB(8, 5))}`
    const result = await found(station(1, 5, 'RequestResponse'), {
      vary: `${SLOTS}=1..16`,
      require: `${few} and station.concurrency.mean < 4`,
    })
    expect(result).toMatchObject({ outcome: 'none', binding: [few, 'station.concurrency.mean < 4'], undecided: [] })
    const mean = (value: number) => result.trials.find((trial) => trial.value === value)!.terms[1]!.estimate.mean
    // Load times what is not refused.
    expect(mean(8)).toBeCloseTo(5 * (1 - erlangB(8, 5)), 0)
  })

  it('leaves a value undecided whose mean is the bound itself, and goes on to one that is clear of it', async () => {
    const require = `station.synchronous.throttledShare < ${erlangB(5, 4)}`
    const result = await found(station(1, 4, 'RequestResponse', 2_000), {
      vary: `${SLOTS}=1..9`,
      require,
      replications: 60,
    })
    expect(result).toMatchObject({ outcome: 'found', value: 6, undecided: [5], binding: [require] })
    expect(result.trials.find(({ value }) => value === 5)!.replications).toBe(60)
  })

  it('says so where the first value suffices and the requirement is the other way round', async () => {
    const require = `station.synchronous.throttledShare > ${between(erlangB(3, 2), erlangB(4, 2))}`
    const quest = { vary: `${SLOTS}=1..8`, require }
    const smallest = await found(station(1, 2, 'RequestResponse'), quest)
    expect(smallest).toMatchObject({ outcome: 'found', value: 1, binding: [] })
    expect(smallest.doubts).toEqual([expect.stringContaining('the largest value may be what is meant')])
    const largest = await found(station(1, 2, 'RequestResponse'), { ...quest, sought: 'largest' })
    expect(largest).toMatchObject({ outcome: 'found', value: 3, doubts: [] })
  })

  it('says so where a term does not go one way', async () => {
    // With eight slots a run has eight calls at once, and neither with one nor with sixteen.
    const few = `station.synchronous.throttledShare < ${between(erlangB(7, 5), erlangB(8, 5))}`
    const odd = 'station.concurrency.max != 8'
    const result = await found(station(1, 5, 'RequestResponse'), {
      vary: `${SLOTS}=1..16`,
      require: `${few} and ${odd}`,
    })
    expect(result).toMatchObject({ outcome: 'none', binding: [few, odd] })
    expect(result.doubts).toEqual([expect.stringContaining(`${odd}: does not get better or worse all the way`)])
  })

  it('gives the same bytes on one worker and on two', async () => {
    const quest = { vary: `${SLOTS}=1..8`, require: 'station.synchronous.throttledShare < 0.1' }
    const [one, two] = await Promise.all(
      [1, 2].map((workers) => find(station(1, 2, 'RequestResponse', 200), { ...quest, workers })),
    )
    expect(one!.outcome).toBe('found')
    expect(JSON.stringify(two)).toBe(JSON.stringify(one))
  })

  it('that is interrupted says what was tried', async () => {
    // The first value takes 15 runs; each asks some times whether it is to end; the whole search asks more than 200 times.
    let asked = 0
    const { signal } = new AbortController()
    Object.defineProperty(signal, 'aborted', { get: () => ++asked > 100 })
    const quest = { vary: `${SLOTS}=1..8`, require: 'station.synchronous.throttledShare < 0.1' }
    const input = station(1, 2, 'RequestResponse', 20_000)
    const result = await find(input, { ...quest, signal, workers: 1 })
    expect(result).toMatchObject({ outcome: 'interrupted', value: null })
    expect(result!.trials.length).toBeGreaterThanOrEqual(1)
    expect(await find(input, { ...quest, signal: AbortSignal.abort() })).toBeUndefined()
  })

  it.each([
    [{ vary: `${SLOTS}=9..2` }, `vary ${SLOTS}=9..2: expected LOW at or below HIGH, got 9..2`],
    [{ require: 'station.drops == 0' }, 'require station.drops == 0: unknown metric "drops"'],
    [{ require: 'statoin.dropped == 0' }, 'unknown function "statoin"; did you mean "station"?'],
    [{ require: 'station.sideEffects.repeated < 1' }, 'sideEffects.repeated is counted only where'],
    [{ vary: `${SLOTS}=1..5000` }, `vary ${SLOTS}=5000: `],
    [{ vary: 'functions.station.retries=0..2' }, 'functions.station.retries: unknown key'],
    [{ replications: 58 }, 'replications: expected 59 or more to decide ==, !=, < and <=, got 58'],
  ])('refuses %j and says why', async (wrong, message) => {
    const quest = { vary: `${SLOTS}=1..8`, require: 'station.dropped == 0', ...wrong }
    await expect(find(station(1, 1, 'Event'), quest)).rejects.toThrow(message)
  })

  it('names what is wrong with both, at once', async () => {
    const quest = { vary: `${SLOTS}=few,many`, require: 'station.drops == 0' }
    await expect(find(station(1, 1, 'Event'), quest)).rejects.toThrow(
      /vary .*=few: .*expected[\s\S]*require station\.drops == 0: [\s\S]*vary .*=many: /,
    )
  })
})
