import { expect, it } from 'vitest'
import { type Handler, type HandlerContext, harness, queue } from '../../src/testing/index.ts'

async function endOf(handler: Handler) {
  using lambda = harness({
    functions: {
      f: {
        handler,
        eventInvokeConfig: {
          MaximumRetryAttempts: 0,
          DestinationConfig: {
            OnSuccess: { Destination: queue('done') },
            OnFailure: { Destination: queue('failed') },
          },
        },
      },
    },
  })
  const event = await lambda.settled(await lambda.invoke('f', { order: 7 }))
  const [attempt] = event.attempts
  const record = event.deliveries[0]?.record as { responsePayload?: unknown } | undefined
  return { ...attempt!, recorded: record?.responsePayload }
}

const error = new TypeError('no order')

it.each<[string, Handler, unknown]>([
  ['promises its answer', async () => ({ paid: true }), { paid: true }],
  ['returns its answer', () => ({ paid: true }), { paid: true }],
  ['answers by its callback', (_event, _context, callback) => void setTimeout(callback, 10, null, 'ok'), 'ok'],
  ['answers by its context', (_event, context: HandlerContext) => context.succeed('ok'), 'ok'],
  ['answers by done', (_event, context: HandlerContext) => context.done(null, 'ok'), 'ok'],
  ['returns nothing', async () => {}, null],
])('a handler that %s succeeds, and the record has what it said', async (_, handler, expected) => {
  expect(await endOf(handler)).toMatchObject({ outcome: 'success', recorded: expected })
})

it.each<[string, Handler]>([
  ['rejects', () => Promise.reject(error)],
  [
    'throws',
    () => {
      throw error
    },
  ],
  ['calls back with an error', (_event, _context, callback) => callback(error)],
  ['fails by its context', (_event, context: HandlerContext) => context.fail(error)],
])('a handler that %s fails, and the record has the error as the runtime writes it', async (_, handler) => {
  const end = await endOf(handler)
  expect(end).toMatchObject({ outcome: 'error', recorded: { errorType: 'TypeError', errorMessage: 'no order' } })
  expect(end.error).toBe(error)
})

it('takes the first end of a handler that comes to several', async () => {
  const handler: Handler = (_event, _context, callback) => {
    callback(null, 'first')
    callback(error)
    throw error
  }
  expect(await endOf(handler)).toMatchObject({ outcome: 'success', response: 'first' })
})

it("fails a handler that throws what cannot be read with the runtime's own words", async () => {
  using lambda = harness({
    functions: {
      f: {
        handler: () => {
          throw Object.create(null)
        },
        eventInvokeConfig: { MaximumRetryAttempts: 0 },
        deadLetterConfig: { TargetArn: queue('dead') },
      },
    },
  })
  const event = await lambda.settled(await lambda.invoke('f'))
  expect(event.deliveries[0]!.attributes.ErrorMessage).toMatch(
    /^callback called with Error argument, but there was a problem/,
  )
  expect(String(event)).toContain('object: [Object: null prototype] {}')
})

it('fails a handler that throws no error by the name of its type', async () => {
  const end = await endOf(() => Promise.reject('out of stock'))
  expect(end).toMatchObject({ error: 'out of stock', recorded: { errorType: 'string', errorMessage: 'out of stock' } })
})

it('fails a handler whose answer JSON cannot hold', async () => {
  expect(await endOf(async () => ({ big: 1n }))).toMatchObject({
    outcome: 'error',
    recorded: { errorType: 'Runtime.MarshalError' },
  })
})

it('fails a handler whose answer is larger than Lambda takes', async () => {
  expect(await endOf(async () => 'x'.repeat(6_291_556))).toMatchObject({
    outcome: 'error',
    recorded: { errorType: 'Function.ResponseSizeTooLarge' },
  })
})

it('gives a handler the context that Lambda gives it', async () => {
  const seen: HandlerContext[] = []
  const left: number[] = []
  using lambda = harness({
    functions: {
      f: {
        handler: async (_event, context: HandlerContext) => {
          await new Promise((resolve) => setTimeout(resolve, 1_250))
          seen.push(context)
          left.push(context.getRemainingTimeInMillis())
        },
        timeout: '10s',
        memory: 256,
        versions: { 1: {} },
        aliases: { live: { version: 1 } },
      },
    },
  })
  const event = await lambda.settled(await lambda.invoke('f', {}, { qualifier: 'live' }))
  await lambda.settled(await lambda.invoke('f:1'))
  await lambda.settled(await lambda.invoke('f'))
  const arn = 'arn:aws:lambda:us-east-1:123456789012:function:f'
  expect(seen[0]).toMatchObject({
    functionName: 'f',
    functionVersion: '1',
    invokedFunctionArn: `${arn}:live`,
    memoryLimitInMB: '256',
    awsRequestId: event.requestId,
    logGroupName: '/aws/lambda/f',
    callbackWaitsForEmptyEventLoop: true,
    identity: undefined,
    clientContext: undefined,
  })
  expect(seen[0]!.logStreamName).toMatch(/^2026\/01\/01\/\[1\][0-9a-f]{32}$/)
  expect(seen.map(({ invokedFunctionArn }) => invokedFunctionArn)).toEqual([`${arn}:live`, `${arn}:1`, arn])
  expect(left).toEqual([8_750, 8_750, 8_750])
})

it('parses the payload anew for each attempt', async () => {
  const seen: unknown[] = []
  using lambda = harness({
    functions: {
      f: (event: { items: number[] }) => {
        seen.push([...event.items])
        event.items.pop()
        throw error
      },
    },
  })
  await lambda.settled(await lambda.invoke('f', { items: [1, 2] }))
  expect(seen).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ])
})

it.each<[string, () => unknown, string]>([
  ['an object', () => ({ code: 42, at: { line: 1 } }), 'object: { code: 42, at: { line: 1 } }'],
  ['a text', () => 'no stock', 'string: no stock'],
  ['a cause', () => new Error('not paid', { cause: new TypeError('no bank') }), 'Error: not paid (TypeError: no bank)'],
  [
    'several errors',
    () => new AggregateError([new Error('a'), 'b'], '2 failed'),
    'AggregateError: 2 failed (Error: a; string: b)',
  ],
  [
    'what cannot be read',
    () =>
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no')
          },
        },
      ),
    'object: it cannot be read',
  ],
  [
    'a cause of itself',
    () => {
      const error = new Error('x')
      return Object.assign(error, { cause: error })
    },
    'Error: x (Error: x',
  ],
])('shows in the timeline what a handler threw: %s', async (_, thrown, expected) => {
  using lambda = harness({ functions: { f: () => Promise.reject(thrown()) } })
  const event = await lambda.settled(await lambda.invoke('f'))
  expect(String(event).replaceAll(/\s+/g, ' ')).toContain(`function error after 0 ms: ${expected}`)
})
