import { describe, expect, it } from 'vitest'
import { functionArn, harness, queue } from '../../src/testing/index.ts'

const handler = async () => {}
const heard = { OnFailure: { Destination: queue('failed') } }

describe('what a harness says of its policies', () => {
  it('is nothing where all is well', () => {
    using lambda = harness({ functions: { sound: { handler, eventInvokeConfig: { DestinationConfig: heard } } } })
    expect(lambda.lint()).toEqual([])
  })

  it('names the function, the qualifier and the setting, with the arithmetic', () => {
    using lambda = harness({
      functions: {
        charge: {
          handler,
          deadLetterConfig: { TargetArn: queue('dead') },
          versions: { 1: {} },
          aliases: {
            live: { version: '1', eventInvokeConfig: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 180 } },
          },
        },
      },
    })
    expect(lambda.lint()).toContainEqual({
      id: 'retry-never-comes',
      grade: 'warning',
      functionName: 'charge',
      qualifier: 'live',
      text: 'the second retry can never come: at the earliest it is due at an age of 60 s + 120 s = 180 s, and an event must be younger than 180 s',
      path: ['aliases', 'live', 'eventInvokeConfig', 'MaximumEventAgeInSeconds'],
    })
  })

  it('sees loops of destinations, and what was changed since the start', () => {
    using lambda = harness({
      functions: {
        a: { handler, eventInvokeConfig: { DestinationConfig: heard } },
        b: {
          handler,
          eventInvokeConfig: { DestinationConfig: { ...heard, OnSuccess: { Destination: functionArn('a') } } },
        },
      },
    })
    const ids = () => lambda.lint().map(({ id, functionName }) => `${id} ${functionName}`)
    expect(ids()).toEqual([])
    lambda
      .function('a')
      .updateEventInvokeConfig({ DestinationConfig: { OnSuccess: { Destination: functionArn('b') } } })
    expect(ids()).toEqual(['destination-loop a'])
    lambda.function('b').reserveConcurrency(0)
    expect(ids()).toContain('no-concurrency b')
  })
})
