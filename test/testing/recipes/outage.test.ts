import { expect, it } from 'vitest'
import { harness, queue } from '../../../src/testing/index.ts'

it('bridges the last three minutes of an outage, and keeps what came before them', async () => {
  const outageEndMs = Date.parse('2026-01-01T00:10:00Z')
  const lambda = harness({
    start: '2026-01-01T00:00:00Z',
    functions: {
      notify: {
        handler: async () => {
          if (Date.now() < outageEndMs) throw new Error('the mail server is down')
        },
        eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: queue('to-send-again') } } },
      },
    },
  })
  const events = []
  for (let minute = 0; minute < 12; minute++) {
    events.push(await lambda.invoke('notify', { minute }))
    await lambda.advance('1m')
  }
  await lambda.settled(events)

  // The last attempt comes 3 minutes after the first.
  const late = events.filter(({ condition }) => condition === 'RetriesExhausted')
  expect(late.map(({ payload }) => payload)).toEqual([0, 1, 2, 3, 4, 5, 6].map((minute) => ({ minute })))
  expect(events.slice(7).map(({ attempts }) => attempts.length)).toEqual([3, 3, 2, 1, 1])
  expect(lambda.messages(queue('to-send-again')).map(({ record }) => record)).toMatchObject(
    late.map(({ payload }) => ({ requestPayload: payload, requestContext: { condition: 'RetriesExhausted' } })),
  )
  lambda.stop()
})
