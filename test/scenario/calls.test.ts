import { describe, expect, it } from 'vitest'
import type { MinuteRow } from '../../src/measure/minute-row.ts'
import { Minutes } from '../../src/measure/minutes.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { journaled } from './journaled.ts'

type WrittenFunction = NonNullable<ScenarioInput['functions']>[string]
type Arrivals = NonNullable<WrittenFunction['arrivals']>

const calls = (...at: string[]): Arrivals[number] => ({ at, invocation: 'RequestResponse' })
const run = (f: WrittenFunction, more: Partial<ScenarioInput> = {}) => simulate({ functions: { f }, ...more })

/** Events and calls at random that meet too little concurrency, and fail now and then. */
const mixed: WrittenFunction = {
  reservedConcurrency: 4,
  timeout: '60s',
  model: {
    duration: { exponential: { mean: '1s' } },
    coldStart: '200ms',
    errors: { probability: 0.1, system: 0.05 },
  },
  arrivals: [{ poisson: { rate: '2/s' } }, { poisson: { rate: '2/s' }, invocation: 'RequestResponse' }],
}

describe('synchronous calls of a scenario', () => {
  it('have figures of their own, beside those of events', async () => {
    const { total, functions } = await run({
      reservedConcurrency: 1,
      timeout: '60s',
      model: { duration: '10s', coldStart: '500ms' },
      arrivals: [calls('0s', '5s', '20s'), { at: ['40s'] }],
    })
    expect(functions.f).toMatchObject({
      received: 1,
      succeeded: 1,
      attempts: 1,
      errors: 0,
      throttles: 0,
      pending: 0,
      coldStarts: 1,
      eventAge: { max: 0 },
      duration: { mean: 10_000 },
      completion: { max: 10_000 },
      concurrency: { mean: 30.5 / 50, max: 1 },
      backlog: { max: 0 },
      cost: { requests: 3, gbSeconds: 30.5 / 8 },
    })
    expect(functions.f!.synchronous).toEqual({
      calls: 3,
      succeeded: 2,
      errors: 0,
      throttles: 1,
      throttledShare: 1 / 3,
      systemErrors: 0,
      notFound: 0,
      pending: 0,
      coldStarts: 1,
      duration: { mean: 10_000, p50: 10_000, p90: 10_000, p99: 10_000, max: 10_000 },
      response: expect.objectContaining({ mean: 10_250, max: 10_500 }),
    })
    expect(total).toEqual(functions.f)
  })

  it('are no part of the backlog, and no reason to overlook what waits', async () => {
    const { functions, total } = await run({
      reservedConcurrency: 2,
      timeout: '60s',
      model: { duration: '10s' },
      arrivals: [calls('0s', '0s', '0s'), { at: ['1s', '2s'] }],
    })
    expect([functions.f!.backlog.max, total.backlog.max]).toEqual([2, 2])
  })

  it('keep the identities of events, and have one of their own', async () => {
    for (const queueing of ['backoff', 'fifo'] as const) {
      const { total } = await run(mixed, { runLength: '20m', options: { queueing } })
      const drops = Object.values(total.dropped).reduce((sum, count) => sum + count, 0)
      expect(total.received).toBe(total.succeeded + drops + total.pending)
      expect(total.attempts).toBe(total.succeeded + total.errors)
      const { calls: made, succeeded, errors, throttles, systemErrors, notFound, pending } = total.synchronous!
      expect(made).toBe(succeeded + errors + throttles + systemErrors + notFound + pending)
      for (const count of [succeeded, errors, throttles, systemErrors]) expect(count).toBeGreaterThan(0)
      expect(total.concurrency.max).toBe(4)
    }
  })

  it('are left out of the result where a scenario has none', async () => {
    const result = await run({ arrivals: [{ at: ['0s'], invocation: 'Event' }] })
    expect(result.total).not.toHaveProperty('synchronous')
    expect(result.functions.f).not.toHaveProperty('synchronous')
  })

  it('are in the result of every function where one has them', async () => {
    const { functions } = await simulate({
      functions: { f: { arrivals: [calls('0s')] }, g: { arrivals: [{ at: ['0s'] }] } },
    })
    expect(functions.g!.synchronous).toMatchObject({ calls: 0, throttledShare: 0, response: { max: 0 } })
  })

  it('come from every kind of source, each with its own draws, to a version or an alias', async () => {
    const { functions } = await run(
      {
        versions: { '1': {} },
        aliases: { live: { functionVersion: '1' } },
        arrivals: [
          { constant: { rate: '1/s' }, invocation: 'RequestResponse', qualifier: 'live' },
          { batch: { size: 5, every: '10s' }, invocation: 'RequestResponse', qualifier: '1' },
          {
            bursts: {
              states: [
                { rate: '2/s', mean: '5s' },
                { rate: '0/s', mean: '5s' },
              ],
            },
            invocation: 'RequestResponse',
          },
        ],
      },
      { runLength: '1m' },
    )
    expect(functions.f!.received).toBe(0)
    expect(functions.f!.synchronous!.calls).toBeGreaterThan(90)
    expect(functions.f!.synchronous!.succeeded).toBe(functions.f!.synchronous!.calls)
  })

  it('change neither number nor draw of an event where concurrency is free', async () => {
    const free = { ...mixed, reservedConcurrency: 100 }
    const [alone, both] = [
      await journaled({
        functions: { f: { ...free, arrivals: [free.arrivals![0]!] } },
        runLength: '2m',
        options: { idleLife: 0 },
      }),
      await journaled({ functions: { f: free }, runLength: '2m', options: { idleLife: 0 } }),
    ]
    expect(both.ends).toEqual(alone.ends)
    expect(both.result.total.synchronous!.calls).toBeGreaterThan(200)
  })

  it('leave out those of a warm-up', async () => {
    const result = await run(
      { model: { duration: '2s' }, timeout: '3s', arrivals: [calls('0s', '5s', '9s', '10s', '11s')] },
      { runLength: '12s', warmUp: '10s' },
    )
    expect(result.total.synchronous).toMatchObject({ calls: 2, succeeded: 2 })
    expect(result.total.concurrency.mean).toBeCloseTo(4 / 3, 12)
    expect([result.functions.f!.concurrency.max, result.account.maxConcurrency]).toEqual([2, 2])
  })

  it('find nothing where what they call was deleted', async () => {
    const { total, refused } = await run(
      {
        versions: { '1': {} },
        aliases: { live: { functionVersion: '1' } },
        arrivals: [{ ...calls('0s', '2s'), qualifier: 'live' }],
      },
      { changes: [{ at: '1s', functions: { f: { aliases: { live: null } } } }] },
    )
    expect(total.synchronous).toMatchObject({ calls: 2, succeeded: 1, notFound: 1 })
    expect(refused).toBeUndefined()
  })

  it('weigh on a dependency like events, and repeat no side effect', async () => {
    const { total } = await run(
      {
        timeout: '60s',
        model: { duration: '10s', uses: ['db'], errors: { crashAfterEffect: 0.5 } },
        arrivals: [calls('0s', '0s', '0s'), { at: ['1s', '60s'] }],
      },
      { dependencies: { db: { saturation: { from: 2, full: 3, slowdown: 2 } } }, seed: 3 },
    )
    // The event at 1 s finds three calls there, that at 60 s nobody.
    expect(total.duration).toMatchObject({ max: 20_000, mean: 15_000 })
    expect(total.sideEffects!.events).toBe(2)
  })

  it('bring no event to a destination, and are enough for a function to be of use', async () => {
    const Destination = 'arn:aws:lambda:us-east-1:123456789012:function:g'
    const { warnings } = await simulate({
      functions: {
        f: { eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination } } }, arrivals: [calls('0s')] },
        g: {},
      },
    })
    expect(warnings).toEqual([expect.stringContaining('functions.g: warning: no event ever comes here')])
  })

  it('leave no side effect to an attempt that comes after', async () => {
    const { total } = await run({
      eventInvokeConfig: { MaximumRetryAttempts: 0 },
      model: { errors: { crashAfterEffect: 1, outages: [{ from: '30s', to: '40s' }] } },
      arrivals: [calls('0s'), { at: ['35s'] }],
    })
    expect(total.errors).toBe(1)
    expect(total.sideEffects).toEqual({ attempts: 0, events: 0, repeated: 0 })
  })

  it('are in the metrics of CloudWatch together with attempts of events', async () => {
    const rows: MinuteRow[] = []
    const minutes = new Minutes((row) => rows.push(row))
    await simulate(
      {
        functions: {
          f: {
            reservedConcurrency: 1,
            timeout: '60s',
            eventInvokeConfig: { MaximumRetryAttempts: 0 },
            model: { duration: '10s', errors: { probability: 1 } },
            arrivals: [calls('0s', '5s'), { at: ['30s'] }],
          },
        },
      },
      { observers: [minutes] },
    )
    minutes.close()
    expect(rows[0]).toMatchObject({
      FunctionName: 'f',
      AsyncEventsReceived: 1,
      AsyncEventAge: { SampleCount: 1 },
      AsyncEventsDropped: 1,
      Invocations: 2,
      Errors: 2,
      Throttles: 1,
      Duration: { SampleCount: 2, Average: 10_000 },
      ConcurrentExecutions: 1,
    })
  })

  it('can be expected to be answered', async () => {
    const expectations = async (...expect: string[]) => (await run(mixed, { runLength: '5m', expect })).expectations
    const [share, response, total] = await expectations(
      'f.synchronous.throttledShare < 0.9',
      'f.synchronous.response.p99 > 1m',
      'total.synchronous.calls > 1/s',
    )
    expect([share!.met, response!.met, total!.met]).toEqual([true, false, true])
  })
})
