import { expect, test } from 'vitest'
import { handler } from './attempts.ts'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const REQUEST_ID = 'event-1'

test('a handler gets the event, and its value is the payload', async () => {
  const { outcome, value, result } = await handler('echo')({ payload: json({ order: 7, name: 'Zoë' }) })
  expect([outcome, value]).toEqual(['success', { order: 7, name: 'Zoë' }])
  expect(result.initMs).toBeGreaterThan(0)
})

test('the log has the platform lines around the function’s own, each stream in its place', async () => {
  const run = handler('says')
  await run({ payload: json({ times: 0 }) })
  const { lines } = await run({ requestId: 'event-2', payload: json({ times: 200 }) })
  expect(lines[0]).toBe('START RequestId: event-2 Version: $LATEST')
  const own = lines.slice(1, -2).map((line) => line.replace(/^\S+Z\t/, ''))
  expect(own).toEqual(
    Array.from({ length: 200 }, (_, i) => [
      `event-2\tINFO\tout ${i}`,
      `event-2\tERROR\terr { i: ${i} }`,
      `raw ${i}`,
      `raw error ${i}`,
    ]).flat(),
  )
  expect(lines.at(-2)).toBe('END RequestId: event-2')
  expect(lines.at(-1)).toMatch(
    /^REPORT RequestId: event-2\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\t?$/,
  )
})

test('the report of a cold attempt has the start of the environment in it, and bills it', async () => {
  const { lines, result } = await handler('nothing')()
  expect(lines.at(-1)).toContain(`Init Duration: ${result.initMs!.toFixed(2)} ms`)
  expect(lines.at(-1)).toContain(`Billed Duration: ${Math.ceil(result.durationMs + result.initMs!)} ms`)
})

test('the context is that of Lambda’s Node.js runtime', async () => {
  const { value } = await handler('context')({
    version: '3',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:charge:live',
    clientContext: '{"custom":{"käse":"\n"}}'.replace('\n', '\\n'),
    timeoutMs: 5_000,
  })
  expect(value).toEqual({
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: '3',
    functionName: 'charge',
    memoryLimitInMB: '256',
    logGroupName: '/aws/lambda/charge',
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[3\][0-9a-f]{32}$/),
    clientContext: { custom: { käse: '\n' } },
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:charge:live',
    awsRequestId: REQUEST_ID,
    remainingMs: expect.any(Number),
    functions: ['getRemainingTimeInMillis', 'done', 'succeed', 'fail'],
  })
  const { remainingMs } = value as { remainingMs: number }
  expect(remainingMs > 0 && remainingMs <= 5_000).toBe(true)
})

test('the environment variables are Lambda’s and the function’s own, and none of the endpoint’s', async () => {
  process.env.SECRET_OF_THE_ENDPOINT = 'do not pass on'
  const traceId = 'Root=1-5;Parent=6;Sampled=0;Lineage=1:7:0'
  const variables = { TABLE: 'orders', AWS_ENDPOINT_URL: 'http://localhost:1', _HANDLER: 'not this' }
  const { value } = await handler('environment', variables)({ traceId })
  const seen = value as Record<string, string>
  expect(seen).toMatchObject({
    TABLE: 'orders',
    AWS_ENDPOINT_URL: 'http://localhost:1',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_LAMBDA_FUNCTION_NAME: 'charge',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    AWS_ACCESS_KEY_ID: 'asyncinvoke',
    AWS_SECRET_ACCESS_KEY: 'asyncinvoke',
    LAMBDA_TASK_ROOT: seen.folder,
    _HANDLER: 'handlers.environment',
    _X_AMZN_TRACE_ID: traceId,
    TZ: ':UTC',
  })
  expect(seen.HOME).toBe(seen.tmpdir)
  expect(
    Object.keys(seen)
      .filter((name) => !/^(?:AWS_|LAMBDA_|_HANDLER|_X_AMZN)/.test(name))
      .sort(),
  ).toEqual(['HOME', 'LANG', 'PATH', 'PWD', 'TABLE', 'TMPDIR', 'TZ', 'folder', 'tmpdir'])
})

test.each([
  ['throws', { errorType: 'RangeError', errorMessage: 'too far' }],
  ['throwsText', { errorType: 'string', errorMessage: 'only text', trace: [] }],
  ['throwsAtOnce', { errorType: 'Error', errorMessage: 'at once' }],
  ['unserialisable', { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to stringify response body' }],
  ['rejectsUnhandled', { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: forgotten' }],
  ['throwsLater', { errorType: 'Error', errorMessage: 'later' }],
  ['neverSettles', { errorType: 'Runtime.NodeJsExit' }],
])('%s is a function error with the object that Node.js reports', async (name, expected) => {
  const { outcome, value } = await handler(name)()
  expect(outcome).toBe('error')
  expect(value).toMatchObject(expected)
})

test('an error object has the stack as its trace, and the log has the error', async () => {
  const { result, lines } = await handler('throws')()
  const text = Buffer.from(result.payload!).toString()
  expect(text).toMatch(
    /^\{"errorType":"RangeError","errorMessage":"too far","trace":\["RangeError: too far"," {4}at throws \(/,
  )
  expect(lines[1]).toMatch(
    /^\S+Z\tevent-1\tERROR\tInvoke Error \t\{"errorType":"RangeError","errorMessage":"too far","stack":\["RangeError: too far"/,
  )
})

test.each([
  ['nothing', null],
  ['neverCallsBack', null],
  ['callsBack', 'called back'],
  ['succeeds', 'by context'],
  ['nested.deep.handler', 'nested'],
])('%s succeeds', async (name, expected) => {
  const { outcome, value } = await handler(name)()
  expect([outcome, value]).toEqual(['success', expected])
})

test('a callback with an error is a function error', async () => {
  const { outcome, value } = await handler('callsBack')({ payload: json({ error: 'refused' }) })
  expect([outcome, (value as { errorMessage: string }).errorMessage]).toEqual(['error', 'refused'])
})

test('an answer by callback waits until nothing is left to do, unless the handler asks for no wait', async () => {
  const run = handler('worksOn')
  const waited = await run({ payload: json({ waits: true }) })
  expect([waited.value, waited.lines.some((line) => line.endsWith('work is done'))]).toEqual(['answered', true])
  const hurried = await run({ payload: json({ waits: false }) })
  expect([hurried.value, hurried.lines.some((line) => line.endsWith('work is done'))]).toEqual(['answered', false])
})

test('a response of 6,291,556 bytes is taken, one more is refused in AWS’s words, and the environment stays', async () => {
  const run = handler('large')
  const most = await run({ payload: json({ bytes: 6_291_556 }) })
  expect([most.outcome, most.result.payload!.byteLength]).toEqual(['success', 6_291_556])
  const over = await run({ payload: json({ bytes: 6_291_557 }) })
  expect([over.outcome, over.value]).toEqual([
    'error',
    {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    },
  ])
  expect((await run({ payload: json({ bytes: 7_000_000 }) })).outcome).toBe('error')
  const after = await run({ payload: json({ bytes: 10 }) })
  expect([after.value, after.result.initMs, after.result.durationMs < 1_000]).toEqual(['xxxxxxxx', undefined, true])
})

test.each([
  ['missing', 'handlers.missing is undefined or not exported'],
  ['notAFunction', 'handlers.notAFunction is not a function'],
])('%s is not found', async (name, errorMessage) => {
  const { outcome, value, lines } = await handler(name)()
  expect([outcome, value]).toMatchObject(['error', { errorType: 'Runtime.HandlerNotFound', errorMessage }])
  expect(
    lines.filter((line) => line.startsWith('INIT_REPORT')).map((line) => line.replace(/[\d.]+ ms/, 'N ms')),
  ).toEqual([
    'INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: error\tError Type: Runtime.HandlerNotFound',
    'INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: Runtime.HandlerNotFound',
  ])
})
