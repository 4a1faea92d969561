import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONDITIONS } from '../../src/rules/condition.ts'
import type { Ending } from '../../src/rules/ending.ts'
import { fittingForm, invocationRecord, recordBytes } from '../../src/rules/invocation-record.ts'
import { DEFAULT_MODEL_CHOICES, type ModelChoices } from '../../src/rules/model-choices.ts'
import { OUTCOMES } from '../../src/rules/outcome.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const failure = bytes('{"errorMessage": "\\uD83D no", "errorType": "Exception"}')

const ending: Ending = {
  requestId: '6f1e1c3a-0000-4000-8000-000000000001',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST',
  condition: 'RetriesExhausted',
  attempts: 3,
  endedMs: Date.UTC(2026, 8, 14, 15, 18, 45, 648),
  requestPayload: bytes('{}'),
  lastOutcome: 'error',
  lastRun: { executedVersion: '$LATEST', failed: true, payload: failure },
}

function record(changes: Partial<Ending>, choices: Partial<ModelChoices> = {}): string {
  return new TextDecoder().decode(invocationRecord({ ...ending, ...changes }, { ...DEFAULT_MODEL_CHOICES, ...choices }))
}

/** The part of a record that depends on the condition: from `condition` on, without the request's payload. */
function verdict(changes: Partial<Ending>, choices: Partial<ModelChoices> = {}): unknown[] {
  const { requestContext, responseContext, responsePayload } = JSON.parse(record(changes, choices))
  return [requestContext.condition, requestContext.approximateInvokeCount, responseContext, responsePayload]
}

test('a record has the recorded keys in the recorded order', () => {
  expect(record({})).toBe(
    '{"version":"1.0","timestamp":"2026-09-14T15:18:45.648Z","requestContext":{"requestId":"6f1e1c3a-0000-4000-8000-000000000001","functionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST","condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":{},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":{"errorMessage": "\\uD83D no", "errorType": "Exception"}}',
  )
})

test('the bytes of the event stand in its record untouched', () => {
  expect(record({ requestPayload: bytes(' {"a":1}\n') })).toContain('"requestPayload": {"a":1}\n,"responseContext"')
})

describe('the response of each condition', () => {
  const never = { lastRun: undefined, attempts: 0 }
  const success = { executedVersion: '2', failed: false, payload: bytes('"done"') }
  const ran = { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' }
  const error = { errorMessage: '\uD83D no', errorType: 'Exception' }

  test('a success has the handler’s answer', () => {
    const ok = { condition: 'Success', attempts: 1, lastOutcome: 'success', lastRun: success } as const
    expect(verdict(ok)).toEqual(['Success', 1, { statusCode: 200, executedVersion: '2' }, 'done'])
  })

  test('a handler that returned nothing answers null', () => {
    const lastRun = { ...success, payload: undefined }
    expect(record({ condition: 'Success', lastOutcome: 'success', lastRun })).toMatch(/,"responsePayload":null}$/)
  })

  test('a success after a retry counts its attempts, or one by choice', () => {
    const second = { condition: 'Success', attempts: 2, lastOutcome: 'success', lastRun: success } as const
    expect(verdict(second)[1]).toBe(2)
    expect(verdict(second, { successInvokeCount: 'one' })[1]).toBe(1)
    expect(verdict({}, { successInvokeCount: 'one' })[1]).toBe(3)
  })

  test('exhausted retries have the last error', () => {
    expect(verdict({})).toEqual(['RetriesExhausted', 3, ran, error])
    expect(verdict({ attempts: 1 })).toEqual(['RetriesExhausted', 1, ran, error])
  })

  test('an event that ran and grew too old has the last error', () => {
    const aged = { condition: 'EventAgeExceeded', attempts: 2 } as const
    expect(verdict(aged)).toEqual(['EventAgeExceeded', 2, ran, error])
  })

  test('an event that was only ever throttled has 429 and no payload', () => {
    const aged = { ...never, condition: 'EventAgeExceeded', lastOutcome: 'throttle' } as const
    expect(verdict(aged)).toEqual(['EventAgeExceeded', 0, { statusCode: 429 }, undefined])
    expect(record(aged)).toMatch(/,"requestPayload":{},"responseContext":{"statusCode":429}}$/)
    expect(verdict(aged, { throttledRecord: 'lastRun' })[2]).toEqual({ statusCode: 429 })
  })

  test('an event that ran and was then throttled has 429, or its last run by choice', () => {
    const aged = { condition: 'EventAgeExceeded', attempts: 1, lastOutcome: 'throttle' } as const
    expect(verdict(aged)).toEqual(['EventAgeExceeded', 1, { statusCode: 429 }, undefined])
    expect(verdict(aged, { throttledRecord: 'lastRun' })).toEqual(['EventAgeExceeded', 1, ran, error])
  })

  test('zero reserved concurrency has no response at all', () => {
    const zero = { ...never, condition: 'ZeroReservedConcurrency', lastOutcome: 'none' } as const
    expect(record(zero)).toMatch(/"approximateInvokeCount":0},"requestPayload":{}}$/)
  })

  test('zero reserved concurrency after a run has none either, or its last response by choice', () => {
    const zero = { condition: 'ZeroReservedConcurrency', attempts: 1 } as const
    expect(verdict(zero)).toEqual(['ZeroReservedConcurrency', 1, undefined, undefined])
    expect(verdict(zero, { zeroReservedAfterRun: 'lastResponse' })).toEqual(['ZeroReservedConcurrency', 1, ran, error])
  })

  test('a deleted target has 404 and no payload, even when the event ran before', () => {
    expect(verdict({ attempts: 2, lastOutcome: 'missing' })).toEqual([
      'RetriesExhausted',
      2,
      { statusCode: 404 },
      undefined,
    ])
  })

  test('a stopped loop has 400 and no payload', () => {
    const stopped = { ...never, condition: 'RecursiveInvocation', lastOutcome: 'none' } as const
    expect(verdict(stopped)).toEqual(['RecursiveInvocation', 0, { statusCode: 400 }, undefined])
  })

  test('an event that only ever met system errors has 500 and no payload', () => {
    const aged = { ...never, condition: 'EventAgeExceeded', lastOutcome: 'system' } as const
    expect(verdict(aged)).toEqual(['EventAgeExceeded', 0, { statusCode: 500 }, undefined])
  })
})

const endings: fc.Arbitrary<Ending> = fc.record({
  requestId: fc.uuid(),
  functionArn: fc.constantFrom('arn:aws:lambda:us-east-1:000000000000:function:f:live', 'é€😀'),
  condition: fc.constantFrom(...CONDITIONS),
  attempts: fc.nat({ max: 3 }),
  endedMs: fc.nat({ max: 4_000_000_000_000 }),
  requestPayload: fc.json().map(bytes),
  lastOutcome: fc.constantFrom(...OUTCOMES),
  lastRun: fc.option(
    fc.record({
      executedVersion: fc.constantFrom('$LATEST', '7'),
      failed: fc.boolean(),
      payload: fc.option(fc.json().map(bytes), { nil: undefined }),
    }),
    { nil: undefined },
  ),
})

test('every record is JSON, of the size that was foretold, with the event in it', () => {
  fc.assert(
    fc.property(endings, fc.constantFrom('whole', 'withoutPayloads'), (any, form) => {
      const built = invocationRecord(any, DEFAULT_MODEL_CHOICES, form)
      expect(recordBytes(any, DEFAULT_MODEL_CHOICES, form)).toBe(built.length)
      const parsed = JSON.parse(new TextDecoder().decode(built))
      expect(parsed.requestPayload).toEqual(
        form === 'whole' ? JSON.parse(new TextDecoder().decode(any.requestPayload)) : undefined,
      )
      if (form === 'withoutPayloads') expect(parsed).not.toHaveProperty('responsePayload')
    }),
    { seed: 4 },
  )
})

describe('a record too large for its target', () => {
  const fits = (kind: 'sqs' | 'sns' | 'lambda' | 'events' | 's3', side: 'onSuccess' | 'onFailure', size: number) =>
    fittingForm(kind, side, size, DEFAULT_MODEL_CHOICES)

  test.each([
    ['sqs', 1_048_576],
    ['lambda', 1_048_576],
    ['events', 1_048_576],
    ['sns', 262_144],
  ] as const)('%s takes %d bytes', (kind, limit) => {
    expect(fits(kind, 'onSuccess', limit)).toBe('whole')
    expect(fits(kind, 'onSuccess', limit + 1)).toBeUndefined()
  })

  test('loses its payloads on the way to a topic on failure, unless the choice is to fail', () => {
    expect(fits('sns', 'onFailure', 262_145)).toBe('withoutPayloads')
    expect(fits('sqs', 'onFailure', 1_048_577)).toBeUndefined()
    expect(fittingForm('sns', 'onFailure', 262_145, { oversizeRecord: 'fail' })).toBeUndefined()
  })

  test('does not exist for a bucket', () => {
    expect(fits('s3', 'onFailure', 1e9)).toBe('whole')
  })
})
