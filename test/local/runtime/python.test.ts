import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { archive, running } from './attempts.ts'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const python = (files: Record<string, string>, name = 'app.handler') =>
  running(archive(files, { handler: name, runtime: 'python3.13' }))

/** These tests need a Python; where there is none, that is what is tested. */
const isInstalled = (() => {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

const CODE = `
import logging
import os
import sys

calls = 0
logging.getLogger().setLevel("INFO")


def handler(event, context):
    global calls
    calls += 1
    if event.get("raise"):
        raise ValueError(event["raise"])
    if event.get("exit"):
        sys.exit(event["exit"])
    if event.get("set"):
        return {1, 2}
    print("printed")
    logging.info("logged")
    return {
        "calls": calls,
        "id": context.aws_request_id,
        "arn": context.invoked_function_arn,
        "name": context.function_name,
        "version": context.function_version,
        "memory": context.memory_limit_in_mb,
        "custom": context.client_context.custom if context.client_context else None,
        "remaining": 0 < context.get_remaining_time_in_millis() <= 10000,
        "region": os.environ["AWS_REGION"],
        "trace": os.environ["_X_AMZN_TRACE_ID"],
    }


def nothing(event, context):
    pass
`

test.skipIf(!isInstalled)('a Python handler gets event and context, keeps its state and writes its log', async () => {
  const run = python({ 'app.py': CODE })
  await run()
  const { outcome, value, lines } = await run({ traceId: 'Root=1', clientContext: '{"custom":{"a":"ü"}}' })
  expect([outcome, value]).toEqual([
    'success',
    {
      calls: 2,
      id: 'event-1',
      arn: 'arn:aws:lambda:eu-west-1:123456789012:function:charge',
      name: 'charge',
      version: '$LATEST',
      memory: '256',
      custom: { a: 'ü' },
      remaining: true,
      region: 'eu-west-1',
      trace: 'Root=1',
    },
  ])
  expect(lines.slice(1, 3)).toEqual(['printed', expect.stringMatching(/^\[INFO\]\t\S+\.\d{3}Z\tevent-1\tlogged$/)])
})

test.skipIf(!isInstalled)('an exception is the error object of Lambda’s Python runtime', async () => {
  const { outcome, value, result, lines } = await python({ 'app.py': CODE })({ payload: json({ raise: 'no' }) })
  expect([outcome, value]).toEqual([
    'error',
    {
      errorMessage: 'no',
      errorType: 'ValueError',
      requestId: 'event-1',
      stackTrace: [expect.stringMatching(/^ {2}File ".*app\.py", line 14, in handler\n {4}raise ValueError/)],
    },
  ])
  expect(Buffer.from(result.payload!).toString()).toMatch(
    /^\{"errorMessage": "no", "errorType": "ValueError", "requestId"/,
  )
  expect(lines).toContain('[ERROR] ValueError: no')
})

test.skipIf(!isInstalled)('what ends a Python handler otherwise', async () => {
  const run = python({ 'app.py': CODE })
  expect(await run({ payload: json({ set: true }) })).toMatchObject({
    outcome: 'error',
    value: {
      errorType: 'Runtime.MarshalError',
      errorMessage: 'Unable to marshal response: Object of type set is not JSON serializable',
    },
  })
  expect(await run({ payload: json({ exit: 4 }) })).toMatchObject({
    outcome: 'error',
    value: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 4') },
  })
  expect((await run()).value).toMatchObject({ calls: 1 })
})

test.skipIf(!isInstalled).each([
  ['app.nothing', { 'app.py': CODE }, 'success', null],
  ['src/app.nothing', { 'src/app.py': CODE }, 'success', null],
  [
    'app.handler',
    { 'app.py': 'import nonesuch' },
    'error',
    {
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Unable to import module 'app': No module named 'nonesuch'",
      requestId: '',
    },
  ],
  [
    'app.handler',
    { 'app.py': 'def handler(:' },
    'error',
    {
      errorType: 'Runtime.UserCodeSyntaxError',
      errorMessage: expect.stringMatching(/^Syntax error in module 'app': invalid syntax/),
    },
  ],
  [
    'app.other',
    { 'app.py': CODE },
    'error',
    { errorType: 'Runtime.HandlerNotFound', errorMessage: "Handler 'other' missing on module 'app'" },
  ],
  [
    'app',
    { 'app.py': CODE },
    'error',
    { errorType: 'Runtime.MalformedHandlerName', errorMessage: expect.stringMatching(/^Bad handler 'app'/) },
  ],
] as const)('%s of %o', async (name, files, outcome, value) => {
  const ended = await python(files as unknown as Record<string, string>, name)()
  expect(ended.outcome).toBe(outcome)
  if (value === null) expect(ended.value).toBeNull()
  else expect(ended.value).toMatchObject(value)
})
