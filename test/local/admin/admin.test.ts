import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Endpoint } from '../../../src/local/endpoint.ts'
import type { Runtime } from '../../../src/local/runtime/runtime.ts'
import { FUNCTION_ERROR } from '../../../src/rules/outcome.ts'
import { documentOf } from '../api/endpoint.ts'

const ORIGIN = 'http://localhost:9001'
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:failed'
const failing: Runtime = {
  run: async () => ({ outcome: FUNCTION_ERROR, payload: undefined, durationMs: 1, initMs: undefined, log: '' }),
  close: async () => {},
}
let endpoint: Endpoint

function open(clock: 'real' | 'virtual', keep?: number): Endpoint {
  const failure = (error: unknown) => {
    throw error
  }
  const log = { attempt: () => {}, deliveryFailed: () => {}, failure }
  const opened = new Endpoint({ clock, keep, seed: 7, version: '1.2.3', runtime: failing, log })
  const { plane } = opened.home
  plane.functions.create({ FunctionName: 'f' })
  plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig: { OnFailure: { Destination: QUEUE } } })
  return opened
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return await endpoint.app.request(`${ORIGIN}${path}`, { headers })
}

async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return await endpoint.app.request(`${ORIGIN}${path}`, { method: 'POST', body, headers })
}

const advance = (by: unknown) => post('/_asyncinvoke/clock/advance', JSON.stringify({ by }))

beforeEach(() => {
  endpoint = open('virtual')
})
afterEach(() => endpoint.close())

test('health names the version', async () => {
  expect(await documentOf(get('/_asyncinvoke/health'))).toEqual({ status: 'ok', version: '1.2.3' })
})

describe('the clock', () => {
  test('stands still until it is moved, and says how many events have not ended', async () => {
    const before = await documentOf<{ now: string }>(get('/_asyncinvoke/clock'))
    expect(before).toEqual({ clock: 'virtual', now: new Date(endpoint.clock.startMs).toISOString(), pending: 0 })
    await endpoint.home.send({ functionName: 'f', payload: new Uint8Array() } as never)
    expect(await documentOf(advance('1m30s'))).toEqual({
      now: new Date(endpoint.clock.startMs + 90_000).toISOString(),
      pending: 1,
    })
    expect(await documentOf(post('/_asyncinvoke/clock/settle', ''))).toEqual({
      now: new Date(endpoint.clock.startMs + 180_000).toISOString(),
      pending: 0,
    })
  })

  test.each([
    ['no time', '{}'],
    ['no JSON', '6h'],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['a bare number', '{"by":90}'],
    ['a negative time', '{"by":"-1s"}'],
    ['a word', '{"by":"tomorrow"}'],
    ['a time after all dates', '{"by":"900000000000h"}'],
  ])('refuses %s, and does not move', async (_, body) => {
    const answer = await post('/_asyncinvoke/clock/advance', body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ message: expect.stringMatching(/^by: expected /) })
    expect(endpoint.clock.nowMs).toBe(0)
  })

  test('that is real moves by itself', async () => {
    await endpoint.close()
    endpoint = open('real')
    const answer = await advance('6h')
    expect([answer.status, await answer.json()]).toEqual([
      409,
      { message: 'The clock is real: it moves by itself. Start with --clock virtual to move it.' },
    ])
    expect(await documentOf(get('/_asyncinvoke/clock'))).toMatchObject({ clock: 'real', pending: 0 })
    expect(await documentOf(post('/_asyncinvoke/clock/settle', ''))).toMatchObject({ pending: 0 })
  })
})

describe('what became of events', () => {
  const send = () => endpoint.home.send({ functionName: 'f', payload: new TextEncoder().encode('{"a":1}') } as never)
  const requestIds = async (path: string) =>
    (await documentOf<{ events: { requestId: string }[] }>(get(path))).events.map(({ requestId }) => requestId)

  test('is listed, the last one first, and told step by step with its rules', async () => {
    const ids = [await send(), await send(), await send()]
    await advance('6h')
    expect(await requestIds('/_asyncinvoke/events')).toEqual(ids.toReversed())
    expect(await requestIds('/_asyncinvoke/events?last=1')).toEqual(ids.slice(2))
    const event = await documentOf<{ steps: { kind: string; at: string }[]; rules: object }>(
      get(`/_asyncinvoke/events/${ids[0]}`),
    )
    expect(event).toMatchObject({ requestId: ids[0], function: 'f', condition: 'RetriesExhausted' })
    expect(event.steps.filter(({ kind }) => kind === 'attempt')).toHaveLength(3)
    expect(event.steps.at(-1)!.at).toBe(new Date(endpoint.clock.startMs + 180_000).toISOString())
    expect(Object.keys(event.rules)).not.toHaveLength(0)
  })

  test.each(['0', '-1', 'all', '1.5', ''])('is not listed for last=%s', async (last) => {
    const answer = await get(`/_asyncinvoke/events?last=${last}`)
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { message: `last: expected a whole number of 1 or more, got ${last}` },
    ])
  })

  test('is not known of others', async () => {
    const answer = await get('/_asyncinvoke/events/nobody')
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { message: 'no event with the request id nobody is known (any more)' },
    ])
  })

  test('is in the deliveries as far as they are kept', async () => {
    await endpoint.close()
    endpoint = open('virtual', 1)
    const ids = [await send(), await send()]
    await advance('6h')
    const { deliveries } = await documentOf<{ deliveries: object[] }>(get('/_asyncinvoke/deliveries'))
    expect(deliveries).toMatchObject([{ requestId: ids[1] }])
  })

  test('is in the deliveries, of all destinations or of one', async () => {
    const requestId = await send()
    await advance('6h')
    const all = await documentOf<{ deliveries: { body: string }[] }>(get('/_asyncinvoke/deliveries'))
    expect(all).toEqual({
      deliveries: [
        {
          destination: QUEUE,
          kind: 'onFailure',
          requestId,
          at: new Date(endpoint.clock.startMs + 180_000).toISOString(),
          body: expect.stringContaining('"requestPayload":{"a":1}'),
          attributes: {},
          error: null,
        },
      ],
    })
    expect(await documentOf(get(`/_asyncinvoke/deliveries?destination=${QUEUE}`))).toEqual(all)
    expect(await documentOf(get('/_asyncinvoke/deliveries?destination=arn'))).toEqual({ deliveries: [] })
  })

  test('is counted under the names of CloudWatch', async () => {
    await send()
    await advance('6h')
    const answer = await get('/metrics')
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const text = await answer.text()
    const labels = 'AccountId="123456789012",Region="us-east-1",FunctionName="f"'
    expect(text).toContain(`AsyncEventsReceived{${labels}} 1\n`)
    expect(text).toContain(`# TYPE Errors counter\nErrors{${labels}} 3\n`)
    expect(text).toContain(`# TYPE ConcurrentExecutions gauge\nConcurrentExecutions{${labels}} 1\n`)
    expect(text).toContain(`AsyncEventAge{${labels},Statistic="Maximum"} 180000\n`)
  })
})

describe('pages of others', () => {
  test.each(['/_asyncinvoke/events', '/_asyncinvoke/deliveries', '/metrics'])(
    'do not read %s by a name of theirs',
    async (path) => {
      expect((await get(path, { Host: 'evil.example:9001' })).status).toBe(403)
    },
  )

  test('do not move the clock', async () => {
    const body = '{"by":"1h"}'
    for (const headers of [{ Origin: 'http://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }])
      expect((await post('/_asyncinvoke/clock/advance', body, headers)).status).toBe(403)
    expect(endpoint.clock.nowMs).toBe(0)
  })
})

test.each([
  ['GET', '/_asyncinvoke'],
  ['GET', '/_asyncinvoke/clock/advance'],
  ['DELETE', '/_asyncinvoke/deliveries'],
])('%s %s is no route', async (method, path) => {
  const { status } = await endpoint.app.request(`${ORIGIN}${path}`, { method })
  expect(status).toBe(404)
})
