import { request } from 'node:http'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Handover, RuntimeApi } from '../../../src/local/runtime/runtime-api.ts'

const handover: Handover = {
  requestId: 'event-1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:charge:live',
  traceId: 'Root=1-2;Parent=3;Sampled=0;Lineage=1:4:0',
  clientContext: '{"custom":"ü\u2028"}',
  deadlineMs: 1_700_000_000_123.4,
  payload: Buffer.from(' {"order": 7}\n'),
}

let api: RuntimeApi

beforeEach(async () => {
  api = await RuntimeApi.open()
  onTestFinished(() => api.close())
})

const call = (path: string, init: RequestInit = {}) => fetch(`http://${api.address}/2018-06-01/runtime/${path}`, init)
const post = (path: string, body: string, headers = {}) => call(path, { method: 'POST', body, headers })

test('a runtime that asks for the next event gets it with all that Lambda tells', async () => {
  const asking = call('invocation/next')
  await api.polled
  expect(api.isPolling).toBe(true)
  void api.hand(handover)
  const answer = await asking
  expect(answer.status).toBe(200)
  expect(Object.fromEntries([...answer.headers].filter(([name]) => /^lambda|^content/.test(name)))).toEqual({
    'content-type': 'application/json',
    'content-length': '14',
    'lambda-runtime-aws-request-id': 'event-1',
    'lambda-runtime-deadline-ms': '1700000000123',
    'lambda-runtime-invoked-function-arn': handover.invokedFunctionArn,
    'lambda-runtime-trace-id': handover.traceId,
    'lambda-runtime-client-context': '{"custom":"\\u00fc\\u2028"}',
  })
  expect(await answer.text()).toBe(' {"order": 7}\n')
})

test('an event that is handed over before the runtime asks waits for it', async () => {
  const posted = api.hand(handover)
  await call('invocation/next')
  const answer = await post('invocation/event-1/response', ' {"a": 1} ')
  expect([answer.status, await answer.json()]).toEqual([202, { status: 'OK' }])
  expect(await posted).toEqual({ kind: 'response', body: Buffer.from(' {"a": 1} ') })
})

test('an error is passed on as it was posted', async () => {
  const posted = api.hand(handover)
  await call('invocation/next')
  const body = '{"errorMessage":"no","errorType":"Refused","stackTrace":[]}'
  const answer = await post('invocation/event-1/error', body, { 'lambda-runtime-function-error-type': 'Refused' })
  expect(answer.status).toBe(202)
  expect(await posted).toEqual({ kind: 'error', body: Buffer.from(body) })
})

test('an error of the start is passed on', async () => {
  expect((await post('init/error', '{"errorType":"Runtime.NoSuchHandler"}')).status).toBe(202)
  expect((await api.initFailed).body.toString()).toBe('{"errorType":"Runtime.NoSuchHandler"}')
})

test('a response over the limit is answered 413', async () => {
  const posted = api.hand(handover)
  await call('invocation/next')
  const answer = await post('invocation/event-1/response', 'x'.repeat(6_291_557))
  expect([answer.status, await answer.json()]).toEqual([
    413,
    {
      errorMessage: 'Exceeded maximum allowed payload size (6291556 bytes).',
      errorType: 'RequestEntityTooLarge',
    },
  ])
  expect((await posted).kind).toBe('tooLarge')
})

test.each(['event-2', 'event-1'])('a response for %s is refused where no such event runs', async (id) => {
  const answer = await post(`invocation/${id}/response`, '1')
  expect([answer.status, await answer.json()]).toEqual([
    400,
    { errorMessage: 'Invalid request ID', errorType: 'InvalidRequestID' },
  ])
})

test('only the first response counts', async () => {
  const posted = api.hand(handover)
  await call('invocation/next')
  await post('invocation/event-1/response', '1')
  expect((await post('invocation/event-1/response', '2')).status).toBe(400)
  expect(Buffer.from((await posted).body).toString()).toBe('1')
})

test('paths that are not there are answered 404', async () => {
  expect((await call('invocation/last')).status).toBe(404)
  expect((await post('invocation/event-1/shrug', '')).status).toBe(404)
})

test('a page of a browser is refused, by its origin and by any other name of this address', async () => {
  expect((await call('invocation/next', { headers: { origin: 'https://example.com' } })).status).toBe(403)
  const [host, port] = api.address.split(':')
  const status = await new Promise((resolve, reject) => {
    const sent = request(
      { host, port, path: '/2018-06-01/runtime/invocation/next', headers: { host: 'evil.example' } },
      (answer) => resolve(answer.statusCode),
    )
    sent.on('error', reject).end()
  })
  expect(status).toBe(403)
})
