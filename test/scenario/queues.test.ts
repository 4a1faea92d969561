import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Records } from '../../src/measure/records.ts'
import type { DestinationResult } from '../../src/scenario/result.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { journaled } from './journaled.ts'

type WrittenFunction = NonNullable<ScenarioInput['functions']>[string]
type WrittenTarget = NonNullable<ScenarioInput['destinations']>[string]

const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead'
const FAILED = 'arn:aws:sqs:us-east-1:123456789012:failed'
const FAILS = { errors: { probability: 1 } }

/** Every event fails once and is a dead letter at once. */
const failing: WrittenFunction = {
  model: FAILS,
  eventInvokeConfig: { MaximumRetryAttempts: 0 },
  deadLetterConfig: { TargetArn: DEAD },
}
const at = (...times: string[]) => ({ arrivals: [{ at: times }] })
const run = (f: WrittenFunction, dead: WrittenTarget, more: Partial<ScenarioInput> = {}) =>
  journaled({ functions: { f: { ...failing, ...f } }, destinations: { [DEAD]: dead }, ...more })

describe('a queue behind a dead-letter target', () => {
  it('has the depth that a hand computation gives', async () => {
    const { result } = await run(at('0s', '1s', '2s', '3s', '100s'), {
      queue: { consumer: { rate: '1/s', from: '10s' } },
    })
    // 1, 2, 3, 4 wait from 0 to 10 s; they are taken at 10, 11, 12 and 13 s; the last one when it comes.
    expect(result.destinations![DEAD]).toEqual({
      received: 5,
      failed: 0,
      consumed: 5,
      redriven: 0,
      expired: 0,
      depth: { max: 4, atMs: 3_000, end: 0 },
      age: { mean: 8_000, max: 10_000 },
    })
  })

  it('keeps messages for four days when nothing is said, and to the end of the run counts what waits', async () => {
    const { result } = await run({ arrivals: [{ at: ['0s', '1d', '4d', '5d'] }] }, { queue: {} })
    expect(result.destinations![DEAD]).toMatchObject({
      expired: 2,
      depth: { max: 2, atMs: 86_400_000, end: 2 },
      age: { max: 345_600_000 },
    })
  })

  it('goes on until the end of the run, and no longer', async () => {
    const consumer = { rate: '1/m' } as const
    const short = await run(at('0s', '0s', '0s'), { queue: { consumer } })
    expect(short.result).toMatchObject({ endedAt: 0, destinations: { [DEAD]: { consumed: 1, depth: { end: 2 } } } })
    const long = await run(at('0s', '0s', '0s'), { queue: { consumer } }, { runLength: '1h' })
    expect(long.result.destinations![DEAD]).toMatchObject({ consumed: 3, depth: { end: 0 } })
  })

  it('counts what its target refused, and only what the target took comes in', async () => {
    const { result } = await run(at('0s', '10s', '20s'), {
      queue: {},
      errors: { outages: [{ from: '5s', to: '15s' }] },
    })
    expect(result.destinations![DEAD]).toMatchObject({ received: 2, failed: 1, depth: { end: 2 } })
  })

  it('takes a delivery that succeeds when it is repeated', async () => {
    const { result } = await run(
      at('0s'),
      { queue: {}, errors: { outages: [{ from: '0s', to: '2s' }] } },
      { options: { deliveryRetries: 2 } },
    )
    // Tries at 0, 1 and 3 s.
    expect(result.destinations![DEAD]).toMatchObject({ received: 1, failed: 0, depth: { max: 1, atMs: 3_000 } })
  })
})

describe('a redrive', () => {
  it('sends back what waits as new events with the payload of the original, which are received again', async () => {
    const { lines, result } = await run(
      { ...at('0s', '1s'), payload: { order: 7 } },
      { queue: {}, redrive: [{ at: '10s' }] },
      { changes: [{ at: '5s', functions: { f: { model: { errors: {} } } } }] },
    )
    expect(lines.filter((line) => line.startsWith('0:00:10'))).toEqual([
      '0:00:10.000 #3 accepted for f:$LATEST',
      '0:00:10.000 #3 waiting 0 ms, until 0:00:10.000',
      '0:00:10.000 #4 accepted for f:$LATEST',
      '0:00:10.000 #4 waiting 0 ms, until 0:00:10.000',
      '0:00:10.000 #3 started attempt 1 on $LATEST, cold start of 0 ms',
      '0:00:10.000 #3 ended attempt 1: success after 0 ms',
      '0:00:10.000 #3 finished Success at age 0 ms, attempts: 1',
      '0:00:10.000 #4 started attempt 1 on $LATEST',
      '0:00:10.000 #4 ended attempt 1: success after 0 ms',
      '0:00:10.000 #4 finished Success at age 0 ms, attempts: 1',
    ])
    expect(result.total).toMatchObject({ received: 4, succeeded: 2 })
    expect(result.destinations![DEAD]).toMatchObject({ received: 2, redriven: 2, depth: { end: 0 } })
  })

  it('carries the payload of the original also to another function, and out of a record', async () => {
    const records: string[] = []
    const input: ScenarioInput = {
      functions: {
        f: {
          ...failing,
          deadLetterConfig: {},
          eventInvokeConfig: {
            MaximumRetryAttempts: 0,
            DestinationConfig: { OnFailure: { Destination: FAILED } },
          },
          payload: { order: 7 },
          ...at('0s'),
        },
        g: {
          payload: { other: 1 },
          model: FAILS,
          eventInvokeConfig: { MaximumRetryAttempts: 0 },
          deadLetterConfig: { TargetArn: DEAD },
        },
      },
      destinations: { [FAILED]: { queue: {}, redrive: [{ at: '5s', to: 'g' }] }, [DEAD]: { queue: {} } },
    }
    const result = await simulate(input, { observers: [new Records((line) => records.push(line))] })
    expect(records.map((line) => JSON.parse(line).record.requestPayload)).toEqual([{ order: 7 }, { order: 7 }])
    expect(result.functions.g).toMatchObject({ received: 1, deliveries: { deadLetter: 1 } })
    expect(result.destinations![FAILED]).toMatchObject({ received: 1, redriven: 1 })
    expect(result.destinations![DEAD]).toMatchObject({ received: 1, redriven: 0 })
  })

  it('at a rate sends one after the other, and leaves what comes in meanwhile', async () => {
    const { ends, result } = await run(at('0s', '0s', '0s', '11s'), {
      queue: {},
      redrive: [{ at: '10s', rate: '1/s' }],
    })
    expect(ends.map((end) => end.split(' at ')[1])).toEqual(['0', '0', '0', '10', '11', '11', '12'])
    expect(result.destinations![DEAD]).toMatchObject({
      received: 7,
      redriven: 3,
      depth: { max: 4, atMs: 11_000, end: 4 },
    })
  })

  it('twice sends back what has failed again, under names of their own', async () => {
    const f = { ...at('0s', '0s'), eventInvokeConfig: { MaximumRetryAttempts: 1 } }
    const { ends, lines, result } = await run(f, { queue: {}, redrive: [{ at: '100s' }, { at: '200s' }] })
    expect(ends).toEqual([
      '#1 RetriesExhausted at 60',
      '#2 RetriesExhausted at 60',
      '#3 RetriesExhausted at 160',
      '#4 RetriesExhausted at 160',
      '#5 RetriesExhausted at 260',
      '#6 RetriesExhausted at 260',
    ])
    expect(result.destinations![DEAD]).toMatchObject({ received: 6, redriven: 4, depth: { end: 2 } })
    expect(lines.filter((line) => line.includes('accepted'))).toHaveLength(6)
  })

  it('gives its events draws of their own, the same at every time and rate', async () => {
    const model = { duration: { exponential: { mean: '1s' } }, errors: { probability: 0.5 } } as const
    const f = { ...failing, model, arrivals: [{ constant: { rate: '1/s' } as const }] }
    const fates = async (redrive: NonNullable<WrittenTarget['redrive']>) => {
      const { result } = await journaled({
        runLength: '200s',
        functions: { f },
        destinations: { [DEAD]: { queue: {}, redrive } },
      })
      return result.destinations![DEAD]!.received
    }
    const once = await fates([{ at: '300s' }])
    expect(await fates([{ at: '400s', rate: '2/s' }])).toBe(once)
    // About 100 fail at first, and 50 of those again.
    expect(Math.abs(once - 150)).toBeLessThan(60)
  })

  it('gives every event a name of its own, also where an event left two messages behind', async () => {
    const ids: string[] = []
    const f: WrittenFunction = {
      ...failing,
      eventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: FAILED } } },
      ...at('0s'),
    }
    const queue = { queue: {}, redrive: [{ at: '5s' }, { at: '9s' }] }
    const observer = new Records((line) => ids.push(JSON.parse(line).requestId))
    await simulate({ functions: { f }, destinations: { [FAILED]: queue, [DEAD]: queue } }, { observers: [observer] })
    expect(ids).toHaveLength(1 + 2 + 4)
    expect(new Set(ids).size).toBe(7)
  })

  it('goes back to the alias that the event was sent to', async () => {
    const { lines } = await run(
      {
        versions: { '1': { model: FAILS } },
        aliases: { live: { functionVersion: '1', eventInvokeConfig: { MaximumRetryAttempts: 0 } } },
        arrivals: [{ at: ['0s'], qualifier: 'live' }],
      },
      { queue: {}, redrive: [{ at: '5s' }] },
    )
    expect(lines.filter((line) => line.includes('accepted')).at(-1)).toBe('0:00:05.000 #2 accepted for f:live')
  })

  it('finds the config of an alias as late as any other event does', async () => {
    const { ends } = await run(
      {
        ...at('0s'),
        versions: { '1': { model: FAILS } },
        aliases: { live: { functionVersion: '1', eventInvokeConfig: { MaximumRetryAttempts: 1 } } },
      },
      { queue: {}, redrive: [{ at: '10s', to: 'f:live' }] },
      {
        options: { configPropagation: '5m' },
        changes: [
          { at: '5s', functions: { f: { aliases: { live: { eventInvokeConfig: { MaximumRetryAttempts: 0 } } } } } },
        ],
      },
    )
    expect(ends).toEqual(['#1 RetriesExhausted at 0', '#2 RetriesExhausted at 70'])
  })

  it('leaves messages where they are if what they would go to is gone', async () => {
    const { result } = await run(
      at('0s', '0s'),
      { queue: {}, redrive: [{ at: '20s' }] },
      { changes: [{ at: '10s', functions: { f: null } }] },
    )
    expect(result.destinations![DEAD]).toMatchObject({ redriven: 0, depth: { end: 2 } })
  })

  it('keeps the run going while something waits for it, and no longer', async () => {
    const waits = await run(at('0s'), { queue: {}, redrive: [{ at: '1h' }] })
    expect(waits.result).toMatchObject({ endedAt: 3_600_000, total: { received: 2 } })
    // Here nothing is left to happen once the event has arrived.
    const dropped = await run({ ...at('0s'), reservedConcurrency: 0 }, { queue: {}, redrive: [{ at: '1h' }] })
    expect(dropped.result).toMatchObject({ endedAt: 3_600_000, complete: true, total: { received: 2 } })
    const empty = await run(at('0s'), { queue: { consumer: { rate: '1/s' } }, redrive: [{ at: '1h' }] })
    expect(empty.result).toMatchObject({ endedAt: 0, total: { received: 1 } })
  })
})

describe('whatever the scenario', () => {
  const seconds = (max: number) => fc.integer({ min: 0, max }).map((count) => `${count}s`)
  const consumer = fc.oneof(
    fc.constant('none' as const),
    fc.record({ rate: fc.constantFrom('1/s', '6/m'), from: seconds(60) }),
    fc.record({ duration: fc.constant({ exponential: { mean: '5s' } }), concurrency: fc.integer({ min: 1, max: 3 }) }),
  )
  const redrive = fc.array(
    fc.record({ at: seconds(900), rate: fc.option(fc.constantFrom('1/s', '7/m'), { nil: undefined }) }),
    { maxLength: 3 },
  )
  const changes = fc.array(
    fc.record({
      at: seconds(700),
      functions: fc.record({
        f: fc.oneof(
          fc.record({ reservedConcurrency: fc.constantFrom(0, 1, 3, null) }),
          fc.record({ model: fc.constantFrom(FAILS, { errors: {} }, { duration: '2s' }) }),
          fc.record({ eventInvokeConfig: fc.constantFrom(null, { MaximumRetryAttempts: 0 }) }),
        ),
      }),
      destinations: fc.option(fc.record({ [DEAD]: fc.record({ down: fc.boolean() }) }), { nil: undefined }),
    }),
    { maxLength: 6 },
  )

  it('no event and no message is lost: received = consumed + redriven + expired + what is left', async () => {
    await fc.assert(
      fc.asyncProperty(consumer, redrive, changes, fc.nat(1e6), async (consume, redrives, changed, seed) => {
        const result = await simulate({
          seed,
          runLength: '500s',
          functions: {
            f: {
              model: { duration: '1s', errors: { probability: 0.5 } },
              // So that a put of null finds something to take away, whatever came before it.
              versions: { '1': {} },
              eventInvokeConfig: { MaximumRetryAttempts: 1 },
              deadLetterConfig: { TargetArn: DEAD },
              arrivals: [{ poisson: { rate: '30/m' } }],
            },
          },
          destinations: { [DEAD]: { queue: { consumer: consume, retention: '200s' }, redrive: redrives } },
          changes: onlyOnce(changed),
        } as ScenarioInput)
        const { received, failed, consumed, redriven, expired, depth } = result.destinations![
          DEAD
        ] as Required<DestinationResult>
        expect(received).toBe(consumed + redriven + expired + depth.end)
        const { total } = result
        const dropped = Object.values(total.dropped).reduce((sum, count) => sum + count, 0)
        expect(total.received).toBe(total.succeeded + dropped)
        expect(dropped).toBe(received + failed)
        expect(total.deliveries.deadLetter).toBe(received)
      }),
      { seed: 1, numRuns: 60 },
    )
  })
})

/** A config can be deleted once: AWS refuses a second time. */
function onlyOnce<Change extends { functions: { f: object } }>(changes: readonly Change[]): Change[] {
  const deletes = ({ functions: { f } }: Change) => 'eventInvokeConfig' in f && f.eventInvokeConfig === null
  const first = changes.find(deletes)
  return changes.filter((change) => change === first || !deletes(change))
}
