import { expect, it } from 'vitest'
import { functionArn, harness } from '../../../src/testing/index.ts'
import '../../../src/testing/vitest.ts'

/** Where the record of a success goes. */
const onSuccess = (name: string) => ({ DestinationConfig: { OnSuccess: { Destination: functionArn(name) } } })

it('leads an order through all of its functions', async () => {
  const shipped: number[] = []
  const lambda = harness({
    functions: {
      charge: { handler: ({ order }) => ({ order, paid: true }), eventInvokeConfig: onSuccess('pack') },
      // A function as destination gets the invocation record: what the one before returned is in its responsePayload.
      pack: { handler: ({ responsePayload }) => responsePayload, duration: '2s', eventInvokeConfig: onSuccess('ship') },
      ship: ({ responsePayload }) => {
        shipped.push(responsePayload.order)
      },
    },
  })
  const charge = await lambda.settled(await lambda.invoke('charge', { order: 7 }))

  // Its record was delivered, and has become an event of its own, which has only begun.
  const [pack] = charge.born
  expect(pack).toMatchObject({ functionName: 'pack', condition: undefined })
  expect(shipped).toEqual([])

  await lambda.untilIdle()
  expect(shipped).toEqual([7])
  expect(lambda.events.map(({ functionName, condition }) => `${functionName} ${condition}`)).toEqual([
    'charge Success',
    'pack Success',
    'ship Success',
  ])
  lambda.stop()
})
