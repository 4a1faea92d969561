import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { busEntry, compactJson, recordKey } from '../../src/rules/delivery-envelope.ts'
import { parseTarget } from '../../src/rules/target.ts'

const BUS = 'arn:aws:events:us-east-1:123456789012:event-bus/main'
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f:live'

describe('the entry of an event bus', () => {
  it('names source, type and resources as recorded, and carries the record without spaces', () => {
    const entry = busEntry(parseTarget(BUS)!, FUNCTION, true, '{"requestPayload": {"a" : "b c"}\n}', 1_789_400_786_443)
    expect(entry).toEqual({
      EventBusName: BUS,
      Source: 'lambda',
      DetailType: 'Lambda Function Invocation Result - Success',
      Resources: [BUS, FUNCTION],
      Detail: '{"requestPayload":{"a":"b c"}}',
      timeMs: 1_789_400_786_443,
    })
  })

  it('says Failure for whatever was no success', () => {
    const entry = busEntry(parseTarget(BUS)!, FUNCTION, false, '{}', 0)
    expect(entry.DetailType).toBe('Lambda Function Invocation Result - Failure')
  })
})

describe('compact JSON', () => {
  it('is what writing the value anew gives, wherever the space was', () => {
    const documents = fc
      .json({ maxDepth: 4 })
      .chain((text) => fc.constantFrom(0, 1, 4, '\t').map((space) => JSON.stringify(JSON.parse(text), null, space)))
    fc.assert(
      fc.property(documents, (text) => {
        expect(compactJson(text)).toBe(JSON.stringify(JSON.parse(text)))
      }),
      { seed: 11 },
    )
  })

  it('keeps numbers and strings as they were written', () => {
    expect(compactJson('[ 12345678901234567890, 1.0e2, "a \\" , \\\\", "\\uD83D" ]')).toBe(
      '[12345678901234567890,1.0e2,"a \\" , \\\\","\\uD83D"]',
    )
  })

  it('takes a megabyte in one string', () => {
    const text = JSON.stringify(`${'x'.repeat(600_000)}"\\ ${'y'.repeat(600_000)}`)
    expect(compactJson(` ${text} `)).toBe(text)
  })
})

it('the key in a bucket holds the function without qualifier, the UTC day, the second and an id', () => {
  const uuid = '6d5c756f-bd39-4a05-b187-e92609050e03'
  expect(recordKey('f', Date.UTC(2026, 8, 14, 15, 16, 38, 999), uuid)).toBe(
    'aws/lambda/async/f/2026/09/14/2026-09-14T15.16.38-6d5c756f-bd39-4a05-b187-e92609050e03',
  )
})
