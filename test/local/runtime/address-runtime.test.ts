import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { type Run, running } from './attempts.ts'

type Serve = (request: IncomingMessage, answer: ServerResponse, body: string) => void

/** A function behind a server that answers as it is told. */
async function behind(serve: Serve, atOnce?: number): Promise<Run> {
  const server = createServer(async (request, answer) => serve(request, answer, await text(request)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return running({ kind: 'address', url, ...(atOnce !== undefined && { atOnce }) })
}

test('an event is sent by the Invoke API', async () => {
  let seen: unknown
  const run = await behind((request, answer, body) => {
    seen = [
      request.method,
      request.url,
      request.headers['x-amzn-trace-id'],
      request.headers['x-amz-client-context'],
      body,
    ]
    answer.setHeader('x-amz-log-result', Buffer.from('a line\n').toString('base64'))
    answer.end('{"done":true}')
  })
  const { outcome, value, lines } = await run({
    payload: Buffer.from(' {"a":1}'),
    traceId: 'Root=1',
    clientContext: '{"custom":1}',
  })
  expect([outcome, value]).toEqual(['success', { done: true }])
  const context = Buffer.from('{"custom":1}').toString('base64')
  expect(seen).toEqual(['POST', '/2015-03-31/functions/function/invocations', 'Root=1', context, ' {"a":1}'])
  expect(lines.map((line) => line.replace(/\t.*/, ''))).toEqual([
    'START RequestId: event-1 Version: $LATEST',
    'a line',
    'END RequestId: event-1',
    'REPORT RequestId: event-1',
  ])
})

const object = '{"errorType":"ValueError","errorMessage":"no","stackTrace":[]}'

test.each([
  ['an error object', 200, object, 'error'],
  ['an error object of a start that failed', 502, object, 'error'],
  ['text of a timeout', 200, 'Task timed out after 3.00 seconds', 'timeout'],
  ['dated text of a timeout', 200, '2026-01-01T00:00:00.000Z event-1 Task timed out after 3.00 seconds', 'timeout'],
  ['an object of a timeout', 200, '{"errorType":"Sandbox.Timedout","errorMessage":"x"}', 'timeout'],
  ['a fault', 500, '{"message":"oh"}', 'system'],
  ['too many requests', 429, '{"message":"slow"}', 'system'],
  ['a page', 404, '<html>', 'system'],
  ['a value that has a type of error', 200, '{"errorType":"x"}', 'success'],
])('%s with status %i: %s', async (_what, status, body, expected) => {
  const run = await behind((_request, answer) => answer.writeHead(status).end(body))
  const { outcome, result } = await run()
  expect(outcome).toBe(expected)
  if (expected === 'error') expect(Buffer.from(result.payload!).toString()).toBe(body)
  if (expected === 'system')
    expect([result.payload, result.log]).toEqual([undefined, expect.stringContaining(`got ${status}`)])
})

test('an error that is marked by its header is one, whatever its body', async () => {
  const run = await behind((_request, answer) => answer.setHeader('x-amz-function-error', 'Unhandled').end('"oh"'))
  expect(await run()).toMatchObject({ outcome: 'error', value: 'oh' })
})

test('a response over the limit is refused', async () => {
  const run = await behind((_request, answer) => answer.end(`"${'x'.repeat(7_000_000)}"`))
  expect(await run()).toMatchObject({ outcome: 'error', value: { errorType: 'Function.ResponseSizeTooLarge' } })
})

test('a server that does not answer is left at the timeout', async () => {
  const run = await behind(() => {})
  expect(await run({ timeoutMs: 100 })).toMatchObject({
    outcome: 'timeout',
    value: { errorMessage: 'RequestId: event-1 Error: Task timed out after 0.10 seconds' },
  })
})

test('a server that is not there, or breaks off, is a system error', async () => {
  const run = await behind((_request, answer) => answer.destroy())
  expect((await run()).outcome).toBe('system')
  const nobody = running({ kind: 'address', url: 'http://127.0.0.1:1' })
  const { outcome, result } = await nobody()
  expect([outcome, result.log]).toEqual(['system', expect.stringContaining('ECONNREFUSED')])
})

test.each([
  [undefined, 1],
  [3, 3],
])('with atOnce %s, %i of 6 events are there at once', async (atOnce, expected) => {
  let now = 0
  let most = 0
  const run = await behind((_request, answer) => {
    most = Math.max(most, ++now)
    setTimeout(() => {
      now--
      answer.end('1')
    }, 20)
  }, atOnce)
  await Promise.all(Array.from({ length: 6 }, () => run()))
  expect(most).toBe(expected)
})
