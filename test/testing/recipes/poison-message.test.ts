import { expect, it } from 'vitest'
import { harness, queue } from '../../../src/testing/index.ts'
import '../../../src/testing/vitest.ts'

it('parks a message that no attempt can read, and lets its neighbours pass', async () => {
  const shipped: number[] = []
  const lambda = harness({
    functions: {
      ship: {
        handler: (event: { order?: number }) => {
          if (event.order === undefined) throw new TypeError('order is missing')
          shipped.push(event.order)
        },
        deadLetterConfig: { TargetArn: queue('unreadable') },
      },
    },
  })
  const poison = await lambda.invoke('ship', { ordr: 6 })
  const sound = await lambda.invoke('ship', { order: 7 })
  await lambda.settled(poison, sound)

  expect(sound).toHaveEndedAs('Success')
  expect(shipped).toEqual([7])
  expect(poison).toHaveRetriedAfter('1m', '2m')
  expect(poison).toBeDropped('RetriesExhausted')
  expect(lambda.messages(queue('unreadable'))).toMatchObject([
    { record: { ordr: 6 }, attributes: { ErrorCode: '200', ErrorMessage: 'order is missing' } },
  ])
  lambda.stop()
})
