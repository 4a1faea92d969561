// Run it with `node --test`; the package asyncinvoke has to be installed, or built in
// the copy of its repository that this file lies in (`npm run build`). With vitest or jest, take `test` from there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulate } from 'asyncinvoke'

/** Orders for one hour, with an outage of the given length in the middle. Says the same as a scenario file would. */
function orders(outage) {
  return {
    runLength: '1h',
    functions: {
      orders: {
        eventInvokeConfig: { MaximumRetryAttempts: 2 },
        deadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead-orders' },
        model: { duration: '150ms', errors: { outages: [{ from: '30m', to: `${30 + outage}m` }] } },
        arrivals: [{ constant: { rate: '1/s' } }],
      },
    },
  }
}

test('two retries outlast an outage of two minutes', async () => {
  const { total } = await simulate(orders(2))
  assert.equal(total.succeeded, total.received)
})

test('of a longer outage the dead-letter queue keeps every event', async () => {
  const { total } = await simulate(orders(10))
  assert.ok(total.dropped.RetriesExhausted > 0)
  assert.equal(total.deliveries.deadLetter, total.dropped.RetriesExhausted)
  assert.equal(total.discarded, 0)
})
