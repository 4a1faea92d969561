import { expect, test } from 'vitest'
import { KnownTargets } from '../../src/local/known-targets.ts'

const queue = (name: string | number) => `arn:aws:sqs:us-east-1:123456789012:${name}`

test('targets exist unless somebody who was asked said no, and those asked for longest ago are forgotten', async () => {
  let asked = 0
  const known = new KnownTargets(async ({ arn }) => ++asked < 0 || !arn.endsWith(':0'))
  expect(known.has(queue(0))).toBe(true)
  await known.lookUp([queue(0), 'arn:aws:lambda:us-east-1:123456789012:function:f', 'no ARN'])
  expect([known.has(queue(0)), known.has(queue(1)), asked]).toEqual([false, true, 1])
  await known.lookUp(Array.from({ length: 10_000 }, (_, number) => queue(number + 1)))
  expect(known.has(queue(0))).toBe(true)
})
