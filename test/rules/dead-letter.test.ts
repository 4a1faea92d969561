import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deadLetter } from '../../src/rules/dead-letter.ts'
import type { Ending } from '../../src/rules/ending.ts'
import { timeoutError } from '../../src/rules/error-object.ts'
import { DEFAULT_MODEL_CHOICES, type ModelChoices } from '../../src/rules/model-choices.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const requestId = '6f1e1c3a-0000-4000-8000-000000000001'

const ending: Ending = {
  requestId,
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:live',
  condition: 'RetriesExhausted',
  attempts: 3,
  endedMs: 0,
  requestPayload: bytes(' {"a":1}\n'),
  lastOutcome: 'error',
  lastRun: { executedVersion: '1', failed: true, payload: bytes('{"errorMessage":"no","errorType":"E"}') },
}
const never = { lastRun: undefined, attempts: 0 }

function letter(changes: Partial<Ending>, choices: Partial<ModelChoices> = {}) {
  return deadLetter({ ...ending, ...changes }, { ...DEFAULT_MODEL_CHOICES, ...choices })
}

/** Request id, code and message of a letter. */
function attributes(changes: Partial<Ending>, choices: Partial<ModelChoices> = {}) {
  const { RequestID, ErrorCode, ErrorMessage } = letter(changes, choices).attributes
  return [RequestID.StringValue, ErrorCode?.StringValue, ErrorMessage?.StringValue]
}

const withError = (payload: string) => ({ lastRun: { ...ending.lastRun!, payload: bytes(payload) } })

test('the body is the event, byte for byte', () => {
  expect(letter({}).body).toEqual(bytes(' {"a":1}\n'))
})

test('the code is a number, the rest are strings', () => {
  expect(letter({}).attributes).toEqual({
    RequestID: { DataType: 'String', StringValue: requestId },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: 'no' },
  })
})

test('a timeout is a function error with its own message', () => {
  expect(attributes({ lastOutcome: 'timeout', ...withError(timeoutError(requestId, 3000)) })).toEqual([
    requestId,
    '200',
    `RequestId: ${requestId} Error: Task timed out after 3.00 seconds`,
  ])
})

test('an event that was throttled until it was too old carries 429', () => {
  const aged = { ...never, condition: 'EventAgeExceeded', lastOutcome: 'throttle' } as const
  expect(attributes(aged)).toEqual([requestId, '429', 'Rate Exceeded.'])
})

test('a deleted target carries 404 and the ARN that was called', () => {
  expect(attributes({ ...never, attempts: 1, lastOutcome: 'missing' })).toEqual([
    requestId,
    '404',
    'Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:live',
  ])
})

test('zero reserved concurrency has its own message and no code, or a throttle’s by choice', () => {
  const zero = { ...never, condition: 'ZeroReservedConcurrency', lastOutcome: 'none' } as const
  expect(attributes(zero)).toEqual([
    requestId,
    undefined,
    'Function not invoked. Function isconfigured with zero reserved concurrent executions',
  ])
  expect(attributes(zero, { zeroReservedDeadLetter: 'throttle' })).toEqual([requestId, '429', 'Rate Exceeded.'])
})

test('a stopped loop and a system error carry their codes and no message', () => {
  const stopped = { ...never, condition: 'RecursiveInvocation', lastOutcome: 'none' } as const
  expect(attributes(stopped)).toEqual([requestId, '400', undefined])
  const aged = { ...never, condition: 'EventAgeExceeded', lastOutcome: 'system' } as const
  expect(attributes(aged)).toEqual([requestId, '500', undefined])
})

test.each(['', 'not json', 'null', '7', '{"errorMessage":7}', '{"errorMessage":""}', '{}'])(
  'an answer %j has no message to quote',
  (payload) => {
    expect(attributes(withError(payload))).toEqual([requestId, '200', undefined])
  },
)

test('a message of exactly 1,024 bytes is whole, one more byte is cut', () => {
  const message = (text: string) => attributes(withError(JSON.stringify({ errorMessage: text })))[2]
  expect(message('a'.repeat(1024))).toHaveLength(1024)
  expect(message(`${'a'.repeat(1024)}b`)).toBe('a'.repeat(1024))
  expect(message(`${'a'.repeat(1023)}é`)).toBe('a'.repeat(1023))
  expect(message(`${'a'.repeat(1021)}😀`)).toBe('a'.repeat(1021))
})

test('a cut message is the longest beginning that fits, never half a character', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 300, maxLength: 1200 })
  fc.assert(
    fc.property(text, (whole) => {
      const cut = attributes(withError(JSON.stringify({ errorMessage: whole })))[2]!
      expect(whole.startsWith(cut)).toBe(true)
      expect(bytes(cut).length).toBeLessThanOrEqual(1024)
      const next = String.fromCodePoint(whole.codePointAt(cut.length) ?? 0x20)
      if (cut !== whole) expect(bytes(cut + next).length).toBeGreaterThan(1024)
    }),
    { seed: 5, numRuns: 50 },
  )
})
