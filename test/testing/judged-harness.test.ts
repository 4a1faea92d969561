import { afterAll, describe, expect, it } from 'vitest'
import { duplicate, type FaultPlan, harness, onAttempt, queue, throttled } from '../../src/testing/index.ts'
import '../../src/testing/vitest.ts'

const FAILED = queue('failed')
const failing = async () => {
  throw new TypeError('no such order')
}
const lambda = harness({
  functions: {
    charge: async () => ({ charged: true }),
    told: {
      handler: async () => ({ charged: true }),
      eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: queue('done') } } },
    },
    failing: {
      handler: failing,
      eventInvokeConfig: { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: FAILED } } },
      deadLetterConfig: { TargetArn: queue('dead') },
    },
    lost: { handler: failing, eventInvokeConfig: { MaximumEventAgeInSeconds: 60 } },
    switchedOff: { handler: failing, reservedConcurrency: 0 },
  },
})
afterAll(() => lambda.stop())

const sent = async (name: string, ...faults: FaultPlan) =>
  lambda.settled(await lambda.invoke(name, { order: 7 }, { faults }))

describe('an event of a harness', () => {
  it('is judged by its attempts and waits, between which throttles and system errors count as time', async () => {
    const event = await sent(
      'charge',
      onAttempt(1).timeOut(),
      onAttempt(2).fail(),
      throttled({ from: '1m', for: '1s' }),
    )
    expect(event).toHaveBeenAttempted(3)
    expect(event).toHaveBeenThrottled(0)
    expect(event).toHaveRetriedAfter('1m', '2m')
    expect(event).toHaveEndedWithin('3m3s')
    expect(event).not.toHaveEndedWithin('3m2s')
    expect(await sent('charge', onAttempt(1).systemError())).toHaveBeenAttempted(1)
    expect(await sent('charge', onAttempt(1).fail(), throttled({ from: '1m', for: '1s' }))).toHaveRetriedAfter('1m1s')
  })

  it('is judged by what it left behind', async () => {
    const event = await sent('failing')
    expect(event).toBeDropped('RetriesExhausted')
    expect(event).toHaveDelivered('onFailure', {
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
      requestPayload: { order: 7 },
      responsePayload: { errorType: 'TypeError' },
    })
    expect(event).toBeDeadLettered({ record: { order: 7 }, attributes: { ErrorMessage: /no such order/ } })
    expect(event).not.toBeDiscarded()
    expect(await sent('told')).toHaveDelivered('onSuccess', { responsePayload: { charged: true } })
    expect(await sent('charge')).not.toHaveDelivered('onSuccess')
  })

  it('is judged by a destination that took nothing', async () => {
    lambda.down(FAILED)
    const event = await sent('failing')
    lambda.up(FAILED)
    expect(event).not.toHaveDelivered('onFailure')
    expect(event).toBeDeadLettered()
  })

  it('is judged by a drop that nobody was told of', async () => {
    const event = await sent('lost')
    expect(event).toHaveEndedAs('EventAgeExceeded')
    expect(event).toBeDiscarded()
    expect(await sent('switchedOff')).toBeDropped('ZeroReservedConcurrency')
  })

  it('is judged by throttles and duplicates', async () => {
    expect(await sent('charge', throttled({ for: '4s' }))).toHaveBeenThrottled(3)
    const twice = await sent('charge', duplicate({ after: '10s' }))
    expect(twice).toHaveBeenDuplicated()
    expect(twice.duplicates[0]).toHaveEndedAs('Success')
    expect(await sent('charge')).not.toHaveBeenDuplicated()
  })

  it('is judged while it goes on', async () => {
    const event = await lambda.invoke('failing', { order: 8 })
    expect(() => expect(event).not.toHaveBeenThrottled()).toThrow('no dispatch of it is over')
    await lambda.advance('30s')
    expect(event).toHaveBeenAttempted(1)
    expect(() => expect(event).toBeDropped()).toThrow('`await lambda.settled(event)`')
    await lambda.advance('30s')
    expect(event).toHaveRetriedAfter('1m')
  })
})
