import { describe, expect, it } from 'vitest'
import { payloadOf, recordable, refuseLargeEvent } from '../../src/rules/payload.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('the payload of an invocation', () => {
  it('is kept as the bytes that came', () => {
    const came = bytes(' {"a" : 1}\n')
    expect(payloadOf(came)).toBe(came)
  })

  it('is an empty object where nothing came', () => {
    expect(payloadOf(bytes(''))).toEqual(bytes('{}'))
  })

  it.each(['{', 'word', '{} {}', '\u0000'])('is refused where it is no JSON: %j', (text) => {
    expect(() => payloadOf(bytes(text))).toThrow(/^Could not parse request body into json: Could not parse payload/)
  })

  it('is refused where it is no text', () => {
    expect(() => payloadOf(Uint8Array.of(0x22, 0xff, 0x22))).toThrow('Invalid UTF-8')
  })

  it('may have exactly the bytes of the limit, and not one more', () => {
    expect(() => refuseLargeEvent(1_048_576)).not.toThrow()
    expect(() => refuseLargeEvent(1_048_577)).toThrow(
      '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
    )
  })
})

describe('what a record carries of an answer', () => {
  it('is the answer, byte by byte', () => {
    const answer = bytes('{ "a": "\\ud83d" }')
    expect(recordable(answer)).toBe(answer)
  })

  it.each(['', 'done', '{"a":'])('is nothing of one that is no JSON, such as %j', (text) => {
    expect(recordable(bytes(text))).toBeUndefined()
  })
})
