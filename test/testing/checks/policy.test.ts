import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CheckMisuse,
  Counterexample,
  checkPolicy,
  type Policy,
  type PolicyOptions,
  type PolicyProperty,
} from '../../../src/testing/fast-check.ts'
import {
  afterAttempt,
  destinationDown,
  functionArn,
  onAttempt,
  queue,
  type TestedEvent,
  throttled,
} from '../../../src/testing/index.ts'
import { runPasted } from './pasted.ts'

const nothingIsDiscarded = ({ isDiscarded }: TestedEvent) => !isDiscarded

async function found(policy: Policy, property: PolicyProperty, options: PolicyOptions = {}): Promise<Counterexample> {
  const error = await checkPolicy(policy, property, { seed: 1, ...options }).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(error instanceof Counterexample)) throw error ?? new Error('the check found nothing')
  return error
}

describe('a check of a policy', () => {
  it('finds what it takes to lose an event', async () => {
    const { plan, message } = await found({}, nothingIsDiscarded, { kinds: ['error', 'timeout', 'duplicate'] })
    expect(plan).toEqual([onAttempt(1).fail(), onAttempt(2).fail(), onAttempt(3).fail()])
    expect(message).toContain('the policy breaks nothingIsDiscarded: it is false')
  })

  it('needs fewer failures where there are fewer retries', async () => {
    const { plan } = await found({ eventInvokeConfig: { MaximumRetryAttempts: 0 } }, nothingIsDiscarded)
    expect(plan).toEqual([onAttempt(1).fail()])
  })

  it('holds where a dead-letter queue or a destination takes what is dropped', async () => {
    await expect(
      checkPolicy({ deadLetterConfig: { TargetArn: queue('dead') } }, nothingIsDiscarded, { seed: 3 }),
    ).resolves.toEqual({ runs: 1_000, seed: 3 })
    const OnFailure = { Destination: functionArn('rescue') }
    const rescued = { eventInvokeConfig: { DestinationConfig: { OnFailure } } }
    await checkPolicy(rescued, nothingIsDiscarded, { functions: { rescue: () => null }, runs: 200 })
  })

  it('tries throttles that last until the greatest age', async () => {
    const policy: Policy = { eventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }
    const isNeverTooOld = ({ condition }: TestedEvent) => condition !== 'EventAgeExceeded'
    const { plan } = await found(policy, isNeverTooOld, { kinds: ['throttle'] })
    expect(plan).toEqual([throttled({ for: 31_001 })])
    const byDefault = await found({}, isNeverTooOld, { kinds: ['throttle'] })
    expect(byDefault.plan).toEqual([throttled({ for: 21_511_001 })])
  })

  it('finds that a dead-letter queue which is down loses what is dropped, where that is asked for', async () => {
    const dead = queue('dead')
    const policy = { deadLetterConfig: { TargetArn: dead }, eventInvokeConfig: { MaximumRetryAttempts: 0 } }
    const { plan, test } = await found(policy, nothingIsDiscarded, { kinds: ['error', 'down'] })
    expect(plan).toEqual([destinationDown(dead, { for: 1 }), onAttempt(1).fail()])
    await expect(runPasted(test, { nothingIsDiscarded })).rejects.toThrow('expected false not to be false')
    await expect(found({}, nothingIsDiscarded, { kinds: ['down'] })).rejects.toThrow(
      'expected targets that may be down, or kinds without down',
    )
  })

  it('finds what a change between two attempts does', async () => {
    const isRetriedTwice = ({ attempts }: TestedEvent) =>
      attempts.length === 3 || attempts.at(-1)?.outcome === 'success'
    const { plan } = await found({}, isRetriedTwice, {
      kinds: ['error', 'change'],
      changes: fc.constant({ kind: 'putEventInvokeConfig', config: { MaximumRetryAttempts: 1 } }),
    })
    expect(plan).toHaveLength(3)
    expect(plan).toContainEqual(afterAttempt(1).putEventInvokeConfig({ MaximumRetryAttempts: 1 }))
  })

  it('says what a property says that throws', async () => {
    const isDoneInTime = ({ endedMs }: TestedEvent) => expect(endedMs).toBeLessThan(60_000)
    const { message, plan } = await found({}, isDoneInTime)
    expect(plan).toEqual([onAttempt(1).fail()])
    expect(message).toContain('the policy breaks isDoneInTime: expected 60000 to be less than 60000')
  })

  it('takes a property that promises its answer', async () => {
    await expect(found({}, async ({ condition }) => condition === 'Success')).resolves.toBeInstanceOf(Counterexample)
  })

  it.each<[string, unknown, unknown, PolicyOptions, string]>([
    ['no policy', undefined, nothingIsDiscarded, {}, 'policy: expected the settings of a function, got undefined'],
    ['no property', {}, 'never', {}, "property: expected a function of the ended event, got 'never'"],
    ['no runs', {}, nothingIsDiscarded, { runs: -1 }, 'runs: expected a whole number from 1 on, got -1'],
    [
      'its own name',
      {},
      nothingIsDiscarded,
      { functions: { handler: () => null } },
      'expected other functions, got one named handler',
    ],
  ])('says why it cannot be made: %s', async (_, policy, property, options, text) => {
    const check = checkPolicy(policy as Policy, property as PolicyProperty, options)
    await expect(check).rejects.toThrow(CheckMisuse)
    await expect(check).rejects.toThrow(text)
  })

  it('passes on what Lambda refuses', async () => {
    const policy = { eventInvokeConfig: { MaximumRetryAttempts: 3 } }
    await expect(checkPolicy(policy, nothingIsDiscarded)).rejects.toThrow('less than or equal to 2')
  })
})
