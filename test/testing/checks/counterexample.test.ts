import { describe, expect, it } from 'vitest'
import { Counterexample, checkIdempotent, checkPolicy, type IdempotenceSetup } from '../../../src/testing/fast-check.ts'
import { functionArn, type TestedEvent } from '../../../src/testing/index.ts'
import { runPasted } from './pasted.ts'
import { careless, keyed, lookingFirst, type Order, refusing, remembering } from './payments.ts'

/** What a check that must fail throws. */
async function thrown(check: Promise<unknown>): Promise<Counterexample> {
  const error = await check.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(error instanceof Counterexample)) throw error ?? new Error('the check found nothing')
  return error
}

const options = { payload: { order: 7 }, seed: 7381 }
const isNeverTried = ({ attempts }: TestedEvent) => attempts.length === 0

describe('the message of a counterexample', () => {
  it('tells what differs, the smallest plan, how to meet it again, the timeline, and a test to paste', async () => {
    const { message } = await thrown(checkIdempotent(lookingFirst, options))
    expect(message).toBe(`\
charge is not idempotent: its effects are not those of one clean run

  after one clean run:  [ 7 ]
  after this run:       [ 7, 7 ]
  the event:            { order: 7 }
  it ended as:          Success, its duplicate as Success

smallest plan that breaks it: one duplicate of the first delivery
seed 7381, replay with { seed: 7381, path: '7:1' }

  event 1 · charge · succeeded after 400 ms, 1 attempt
  in force at its end: 2 retries and an age of 6 h

    00:00:00.000   accepted
    00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
    00:00:00.400 ┴ success after 400 ms
                 ✓ ends as Success at age 400 ms                    documented [1]

  event 2 · charge · succeeded after 400 ms, 1 attempt
  in force at its end: 2 retries and an age of 6 h
  chain of events: 1 → 2

    00:00:00.000   accepted: event 1, delivered a second time
                                                      documented, model choice [2]
    00:00:00.000 ┬ attempt 1, cold start                                  age 0 ms
    00:00:00.400 ┴ success after 400 ms
                 ✓ ends as Success at age 400 ms                               [1]

    [1] An attempt that succeeds ends the event. Documented: "Error handling for
        asynchronous invocation".
    [2] An event may be delivered twice, even without an error. How often, AWS
        does not say. Documented and model choice: "Invoking a Lambda function
        asynchronously"; option duplicateProbability.

a test to paste:

import { duplicate, harness } from 'asyncinvoke/testing'
import { expect, it } from 'vitest'

it('charge is idempotent: one duplicate of the first delivery', async () => {
  const { handler, effects } = await setup() // what checkIdempotent was given
  const lambda = harness({ functions: { charge: handler } })
  const event = await lambda.invoke('charge', { order: 7 }, { faults: [duplicate()] })
  await lambda.untilIdle()
  lambda.stop()

  expect(await effects()).toEqual([ 7 ])
})`)
  })

  it('tells of a policy in the same way', async () => {
    const policy = { timeout: '5s', eventInvokeConfig: { MaximumRetryAttempts: 0 } }
    const { message } = await thrown(checkPolicy(policy, isNeverTried, { seed: 1 }))
    expect(message).toContain(
      'the policy breaks isNeverTried: it is false\n\nno fault is needed for that\nseed 1, replay with',
    )
    expect(message).toContain(
      "functions: { handler: { handler, timeout: '5s', eventInvokeConfig: { MaximumRetryAttempts: 0 } } }",
    )
  })
})

describe('the test to paste', () => {
  const failing: IdempotenceSetup = () => ({
    handler: function broken() {
      throw new Error('no such table')
    },
    effects: () => [],
  })

  it.each<[string, IdempotenceSetup]>([
    ['has repeated its effects', careless],
    ['has done so beside a duplicate', lookingFirst],
    ['fails by itself after a lost answer', refusing],
    ['fails by itself at once', failing],
  ])('fails on the handler that %s, and passes on one that does not', async (_, setup) => {
    const { test } = await thrown(checkIdempotent(setup, options))
    await expect(runPasted(test, { setup })).rejects.toThrow('expected')
    const mended = () => {
      const { handler, effects } = keyed()
      return { handler, effects: () => [...(effects() as Set<number>)] }
    }
    await expect(runPasted(test, { setup: mended })).resolves.toContain(': ')
  })

  it('brings the settings along', async () => {
    const settings = { timeout: '5s', eventInvokeConfig: { MaximumRetryAttempts: 1 } }
    const { test } = await thrown(checkIdempotent(careless, { ...options, ...settings }))
    expect(test).toContain("{ handler: { handler, eventInvokeConfig: { MaximumRetryAttempts: 1 }, timeout: '5s' } }")
    await expect(runPasted(test, { setup: careless })).rejects.toThrow('expected [ 7, 7 ] to deeply equal [ 7 ]')
  })

  it('loads the handler anew in each environment where the setup does so', async () => {
    const { test } = await thrown(checkIdempotent(remembering, options))
    expect(test).toContain('functions: { handler: { environment } }')
    await expect(runPasted(test, { setup: remembering })).rejects.toThrow('expected [ 7, 7 ] to deeply equal [ 7 ]')
  })

  it('works for several functions, and for the policy of one', async () => {
    const setup = () => {
      const done: number[] = []
      return { functions: { pay: ({ order }: Order) => void done.push(order) }, effects: () => done }
    }
    const { test } = await thrown(checkIdempotent(setup, options))
    await expect(runPasted(test, { setup })).rejects.toThrow('expected [ 7, 7 ] to deeply equal [ 7 ]')

    const rescued = { OnFailure: { Destination: functionArn('rescue') } }
    const functions = { rescue: () => null }
    const chained = await thrown(
      checkPolicy({ eventInvokeConfig: { DestinationConfig: rescued } }, isNeverTried, { seed: 1, functions }),
    )
    await expect(runPasted(chained.test, { isNeverTried, functions })).rejects.toThrow('expected false not to be false')

    const policy = await thrown(checkPolicy({}, isNeverTried, { seed: 1 }))
    await expect(runPasted(policy.test, { isNeverTried })).rejects.toThrow('expected false not to be false')
    await expect(runPasted(policy.test, { isNeverTried: () => true })).resolves.toBe(
      'isNeverTried holds: nothing goes wrong',
    )
  })
})
