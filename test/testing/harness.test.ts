import { expect, it } from 'vitest'
import { harness, queue } from '../../src/testing/index.ts'

it('tries an event again after one and two minutes, and then lets it land in the dead-letter queue', async () => {
  using lambda = harness({
    functions: {
      charge: {
        handler: async () => {
          throw new TypeError("cannot read 'id' of undefined")
        },
        deadLetterConfig: { TargetArn: queue('dead') },
      },
    },
  })
  const event = await lambda.invoke('charge', { order: 7 })
  await lambda.settled(event)
  expect(event).toMatchObject({ condition: 'RetriesExhausted', endedMs: 180_000, isDiscarded: false })
  expect(event.attempts.map(({ startedMs }) => startedMs)).toEqual([0, 60_000, 180_000])
  expect(lambda.messages(queue('dead'))).toMatchObject([{ record: { order: 7 }, attributes: { ErrorCode: '200' } }])
})
