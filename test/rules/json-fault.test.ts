import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonFault } from '../../src/rules/json-fault.ts'

const SOURCE = '[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: '
const seeded = { seed: 5, numRuns: 2_000 }

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('a fault', () => {
  test('is found exactly where JSON.parse finds one', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-0.5e3',
      '01',
      'true',
      'nul',
      ' ',
      '\n',
      '"\\u00e9"',
      '"\\x"',
      '\u0007',
    ]
    const scraps = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((each) => each.join(''))
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom(...pieces))
      .map(([text, at, piece]) => text.slice(0, at % (text.length + 1)) + piece + text.slice(at % (text.length + 1)))
    const cut = fc.tuple(fc.json(), fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)))
    fc.assert(
      fc.property(fc.oneof(scraps, broken, cut, fc.json(), fc.string()), (text) => {
        expect(jsonFault(text) === undefined).toBe(isJson(text))
      }),
      seeded,
    )
  })

  test.each([
    [
      '{',
      `Unexpected end-of-input: expected close marker for Object (start marker at ${SOURCE}1, column: 1])\n at ${SOURCE}1, column: 2]`,
    ],
    [
      '[1',
      `Unexpected end-of-input: expected close marker for Array (start marker at ${SOURCE}1, column: 1])\n at ${SOURCE}1, column: 3]`,
    ],
    ['{"a":', `Unexpected end-of-input within/between Object entries\n at ${SOURCE}1, column: 6]`],
    [
      'foo',
      `Unrecognized token 'foo': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at ${SOURCE}1, column: 4]`,
    ],
    [
      '{a:1}',
      `Unexpected character ('a' (code 97)): was expecting double-quote to start field name\n at ${SOURCE}1, column: 2]`,
    ],
    [
      '{"a" 1}',
      `Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value\n at ${SOURCE}1, column: 6]`,
    ],
    [
      '[1\n 2]',
      `Unexpected character ('2' (code 50)): was expecting comma to separate Array entries\n at ${SOURCE}2, column: 2]`,
    ],
    [
      '[1}',
      `Unexpected close marker '}': expected ']' (for Array starting at ${SOURCE}1, column: 1])\n at ${SOURCE}1, column: 3]`,
    ],
    ['"a', `Unexpected end-of-input: was expecting closing quote for a string value\n at ${SOURCE}1, column: 3]`],
    ['01', `Invalid numeric value: Leading zeroes not allowed\n at ${SOURCE}1, column: 1]`],
    [' ', `No content to map due to end-of-input\n at ${SOURCE}1, column: 2]`],
    ['{} x', `Unexpected character ('x' (code 120)): expected the end of the payload\n at ${SOURCE}1, column: 4]`],
  ])('is told as Jackson tells it: %j', (text, expected) => {
    expect(jsonFault(text)).toBe(expected)
  })

  test('is found however deep a text is', () => {
    expect(jsonFault('['.repeat(200_000))).toMatch(/^Unexpected end-of-input: expected close marker for Array/)
  })
})
