import { beforeEach, describe, expect, test } from 'vitest'
import { tooManyRequests } from '../../../src/rules/service-error.ts'
import { refused, START_MS, TestEndpoint } from './endpoint.ts'

const PATH = '/2015-03-31/functions/f/invocations'
const ASYNC = '/2014-11-13/functions/f/invoke-async'
const SOURCE = '[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: '
const EVENT = { 'X-Amz-Invocation-Type': 'Event' }

let endpoint: TestEndpoint
const invoke = (body?: string | Uint8Array, headers: Record<string, string> = {}, path = PATH) =>
  endpoint.request('POST', path, body, headers)
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

beforeEach(() => {
  endpoint = new TestEndpoint()
  endpoint.world.plane.functions.create({ FunctionName: 'f' })
})

describe('an event', () => {
  test('is answered 202 with its request id, its trace in small letters, no body and no type', async () => {
    const answer = await invoke('{"a":1}', EVENT)
    expect([answer.status, await answer.text()]).toEqual([202, ''])
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-length': '0',
      'x-amzn-remapped-content-length': '0',
      'x-amzn-requestid': '00000000-0000-4000-8000-000000000001',
      'x-amzn-trace-id': expect.stringMatching(/^root=1-[\da-f]{8}-[\da-f]{24};parent=[\da-f]{16};sampled=0$/),
    })
  })

  test('keeps its bytes, the qualifier as it was addressed, and the trace of its caller', async () => {
    const root = '1-5759e988-bd862e3fe1be46a994272793'
    const headers = { ...EVENT, 'X-Amzn-Trace-Id': `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1` }
    const answer = await invoke(' {"a":1}\n', headers, `${PATH}?Qualifier=%24LATEST`)
    expect(answer.headers.get('x-amzn-trace-id')).toBe(`root=${root};parent=53995c3f42cd8ad8;sampled=0`)
    const [sent] = endpoint.world.sent
    expect(sent).toMatchObject({ functionName: 'f', qualifier: '$LATEST', clientContext: undefined })
    expect(sent?.traceId).toBe(`Root=${root};Parent=53995c3f42cd8ad8;Sampled=0`)
    expect(text(sent?.payload)).toBe(' {"a":1}\n')
  })

  test('without a payload carries {}', async () => {
    await invoke(undefined, EVENT)
    expect(text(endpoint.world.sent[0]?.payload)).toBe('{}')
  })

  test('may have 1,048,576 bytes and no more', async () => {
    const payload = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`
    expect((await invoke(payload(1_048_576), EVENT)).status).toBe(202)
    const answer = await invoke(payload(1_048_577), EVENT)
    expect(await refused(answer)).toEqual([
      413,
      'RequestEntityTooLargeException',
      { message: '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)' },
    ])
    // More than any invocation may have.
    expect(await refused(await invoke(payload(6_291_457), EVENT))).toEqual([
      413,
      'RequestEntityTooLargeException',
      { message: '6291457 byte payload is too large for the Event invocation type (limit 1048576 bytes)' },
    ])
  })

  test('gets no client context', async () => {
    await invoke('{}', { ...EVENT, 'X-Amz-Client-Context': Buffer.from('{"custom":{}}').toString('base64') })
    expect(endpoint.world.sent[0]?.clientContext).toBeUndefined()
  })

  test('is refused while its function is being created, with a null type', async () => {
    endpoint = new TestEndpoint({ settlingMs: 1000 })
    endpoint.world.plane.functions.create({ FunctionName: 'f' })
    const answer = await invoke('{}', EVENT)
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([409, 'ResourceConflictException'])
    expect(await answer.text()).toBe(
      '{"Type":null,"message":"The operation cannot be performed at this time. The function is currently in the following state: Pending"}',
    )
    endpoint.nowMs = START_MS + 1000
    expect((await invoke('{}', EVENT)).status).toBe(202)
  })
})

describe('a call', () => {
  test('is answered 200 with what the code returned, the version that ran, and the trace', async () => {
    const answer = await invoke('{"a":1}')
    expect([answer.status, await answer.text()]).toEqual([200, '{"a":1}'])
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-length': '7',
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      'x-amzn-remapped-content-length': '0',
      'x-amzn-requestid': '00000000-0000-4000-8000-000000000001',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-.*;Parent=.*;Sampled=0;Lineage=1:0a1b2c3d:0$/),
    })
  })

  test('of code that fails is answered 200 too', async () => {
    endpoint.world.answer = { failed: true, payload: new TextEncoder().encode('{"errorType":"Error"}') }
    const answer = await invoke()
    expect([answer.status, answer.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled'])
    expect(await answer.text()).toBe('{"errorType":"Error"}')
  })

  test('gives the last 4 KB of its log where they are asked for', async () => {
    endpoint.world.answer = { log: `${'x'.repeat(5000)}end` }
    const answer = await invoke('{}', { 'X-Amz-Log-Type': 'Tail' })
    const log = Buffer.from(answer.headers.get('x-amz-log-result')!, 'base64').toString()
    expect([log.length, log.slice(-4)]).toEqual([4096, 'xend'])
    expect((await invoke('{}')).headers.get('x-amz-log-result')).toBeNull()
  })

  test('carries its client context as JSON text', async () => {
    const encoded = Buffer.from('{"custom":{"a":1}}').toString('base64')
    await invoke('{}', { 'X-Amz-Client-Context': encoded })
    expect(endpoint.world.called[0]?.clientContext).toBe('{"custom":{"a":1}}')
    expect(await refused(await invoke('{}', { 'X-Amz-Client-Context': 'x' }))).toEqual([
      400,
      'InvalidRequestContentException',
      { Type: 'User', message: 'Client context must be a valid Base64-encoded JSON object.' },
    ])
  })

  test('is refused where no concurrency is free', async () => {
    endpoint.world.failure = tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded')
    const answer = await invoke()
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([429, 'TooManyRequestsException'])
    expect(await answer.text()).toBe(
      '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}',
    )
  })

  test('may have 6,291,456 bytes and no more', async () => {
    const payload = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`
    expect((await invoke(payload(6_291_456))).status).toBe(200)
    expect(await refused(await invoke(payload(6_291_457)))).toEqual([
      413,
      'RequestEntityTooLargeException',
      { message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation' },
    ])
  })

  test('that breaks the endpoint is answered 500 without a word of why', async () => {
    endpoint.world.failure = new Error('secret')
    const answer = await invoke()
    expect(await refused(answer)).toEqual([
      500,
      'ServiceException',
      { Type: 'Service', Message: 'The service failed.' },
    ])
    expect(endpoint.failures).toEqual([endpoint.world.failure])
  })
})

test('a dry run looks whether the function is there, and runs nothing', async () => {
  const dry = { 'X-Amz-Invocation-Type': 'DryRun' }
  const answer = await invoke('{}', dry)
  expect([answer.status, await answer.text()]).toEqual([204, ''])
  expect((await invoke('{}', dry, '/2015-03-31/functions/nope/invocations')).status).toBe(404)
  expect(endpoint.world.sent).toEqual([])
})

describe('the old InvokeAsync', () => {
  test('is answered 202 with a type and without a trace', async () => {
    const answer = await invoke('{"a":1}', {}, `${ASYNC}/`)
    expect([answer.status, await answer.text()]).toEqual([202, ''])
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-length': '0',
      'content-type': 'application/json',
      'x-amzn-requestid': '00000000-0000-4000-8000-000000000001',
    })
  })

  test('honours a qualified name', async () => {
    endpoint.world.plane.versions.publish({ FunctionName: 'f' })
    await invoke('{}', {}, ASYNC.replace('/f/', '/f%3A1/'))
    expect(endpoint.world.sent[0]?.qualifier).toBe('1')
  })

  test('takes 262,144 bytes and no more', async () => {
    const payload = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`
    expect((await invoke(payload(262_144), {}, ASYNC)).status).toBe(202)
    const answer = await invoke(payload(262_145), {}, ASYNC)
    expect(await answer.clone().json()).toEqual({
      message: '262145 byte payload is too large for the Event invocation type (limit 262144 bytes)',
    })
    expect([answer.status, (await answer.text()).length]).toEqual([413, 97])
    expect(await (await invoke(payload(6_291_457), {}, ASYNC)).json()).toEqual({
      message: '6291457 byte payload is too large for the Event invocation type (limit 262144 bytes)',
    })
  })
})

test.each([
  ['{', `Unexpected end-of-input: expected close marker for Object (start marker at ${SOURCE}1])\n at ${SOURCE}2]`],
  [
    'foo',
    `Unrecognized token 'foo': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at ${SOURCE}4]`,
  ],
])('a payload that is no JSON is refused in Jackson’s words: %s', async (payload, fault) => {
  const message = `Could not parse request body into json: Could not parse payload into json: ${fault}`
  for (const type of ['Event', 'RequestResponse'])
    expect(await refused(await invoke(payload, { 'X-Amz-Invocation-Type': type }))).toEqual([
      400,
      'InvalidRequestContentException',
      { Type: 'User', message },
    ])
  expect(endpoint.world.sent).toEqual([])
})

test.each([
  [
    'X-Amz-Invocation-Type',
    'X',
    "Value 'X' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
  ],
  [
    'X-Amz-Log-Type',
    'X',
    "Value 'X' at 'logType' failed to satisfy constraint: Member must satisfy enum value set: [None, Tail]",
  ],
])('an unknown %s is a violation', async (header, value, sentence) => {
  expect(await refused(await invoke('{}', { [header]: value }))).toEqual([
    400,
    'ValidationException',
    { message: `1 validation error detected: ${sentence}` },
  ])
})

test('a function, a version or an alias that is missing is named with its qualifier', async () => {
  const missing = (qualifier: string) => [
    404,
    'ResourceNotFoundException',
    { Type: 'User', Message: `Function not found: arn:aws:lambda:us-east-1:123456789012:function:${qualifier}` },
  ]
  expect(await refused(await invoke('{', EVENT, PATH.replace('/f/', '/nope/')))).toEqual(missing('nope:$LATEST'))
  for (const qualifier of ['7', 'live'])
    expect(await refused(await invoke('{', EVENT, `${PATH}?Qualifier=${qualifier}`))).toEqual(missing(`f:${qualifier}`))
})

test('what is not modelled is refused by its name', async () => {
  expect((await refused(await invoke('{}', { 'X-Amz-Tenant-Id': 't' }))).slice(0, 2)).toEqual([
    501,
    'NotImplementedException',
  ])
})
