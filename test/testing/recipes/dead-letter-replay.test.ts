import { expect, it } from 'vitest'
import { harness, queue } from '../../../src/testing/index.ts'
import '../../../src/testing/vitest.ts'

it('works off its dead letters when they are sent again to a mended handler', async () => {
  const invoices: number[] = []
  const lambda = harness({
    functions: {
      invoice: {
        handler: () => {
          throw new Error('unknown currency CHF')
        },
        deadLetterConfig: { TargetArn: queue('dead') },
      },
    },
  })
  const first = await lambda.invoke('invoice', { order: 7, currency: 'CHF' })
  await lambda.settled(first)
  expect(first).toBeDeadLettered()

  lambda.function('invoice').setHandler((event: { order: number }) => {
    invoices.push(event.order)
  })
  const letters = lambda.messages(queue('dead'))
  for (const { body } of letters) await lambda.settled(await lambda.invoke('invoice', JSON.parse(body)))

  expect(invoices).toEqual([7])
  // The event is a new one: only the attribute of its letter leads back to the first.
  expect(letters[0]!.attributes.RequestID).toBe(first.requestId)
  expect(lambda.events.map(({ condition }) => condition)).toEqual(['RetriesExhausted', 'Success'])
  lambda.stop()
})
