import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonFault } from '../../src/scenario/json-syntax.ts'
import { saidOf } from './reading.ts'

const FAULTS: [what: string, text: string, offset: number, message: string][] = [
  ['a trailing comma in a map', '{"a": 1,}', 8, 'expected a key in double quotes, got }'],
  ['a trailing comma in a list', '[1, 2, ]', 7, 'expected a value, got ]'],
  ['a comment', '{ // why\n}', 2, 'expected a key in double quotes or }, got /'],
  ['a bare key', '{a: 1}', 1, 'expected a key in double quotes or }, got a'],
  ['single quotes', "['a']", 1, "expected a value or ], got '"],
  ['a bare word', '{"a": fifo}', 6, 'expected a value, got fifo'],
  ['a number with a zero before it', '[01]', 1, 'expected a value or ], got 01'],
  ['a number with a plus', '[+1]', 1, 'expected a value or ], got +1'],
  ['a number that is none', '[NaN]', 1, 'expected a value or ], got NaN'],
  ['a text over two lines', '["a\nb"]', 1, 'expected a value or ], got "'],
  ['no comma', '[1 2]', 3, 'expected a comma or a closing bracket, got 2'],
  ['no colon', '{"a" 1}', 5, 'expected a colon after the key, got 1'],
  ['a wrong bracket', '{"a": 1]', 7, 'expected a comma or a closing bracket, got ]'],
  ['no closing bracket', '{"a": 1', 7, 'expected a comma or a closing bracket, got the end of the file'],
  ['two values', '{} {}', 3, 'expected the end of the file, got {'],
  ['nothing', ' ', 1, 'expected a value, got the end of the file'],
]

/** Whether the language's own parser takes it. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('what is no JSON', () => {
  test.each(FAULTS)('is found where it begins: %s', (_what, text, offset, message) => {
    expect(jsonFault(text)).toEqual({ offset, message })
  })

  test('is what JSON.parse refuses, in texts that are nearly JSON', () => {
    const value = fc.jsonValue({ maxDepth: 3 })
    const nearly = fc
      .tuple(
        value,
        fc.nat(),
        fc.constantFrom('', ',', '}', ']', '"', '\\', '0', '-', '.', 'e', ' ', '\t', '\n', ':', 'x'),
      )
      .map(([data, at, inserted]) => {
        const text = JSON.stringify(data, undefined, at % 3)
        const place = at % (text.length + 1)
        return text.slice(0, place) + inserted + text.slice(place + (at % 2))
      })
    fc.assert(
      fc.property(nearly, (text) => (jsonFault(text) === undefined) === isJson(text)),
      { numRuns: 3_000, seed: 1 },
    )
  })

  test('is a problem of a file that is called .json, and of no other', async () => {
    const text = '{ "functions": { "f": { "arrivals": [{ "at": [0] }] } },\n}\n'
    expect(await saidOf(text, { file: 's.json' })).toEqual(['s.json:2:1: expected a key in double quotes, got }'])
    expect(await saidOf(text, { file: 's.yaml' })).toEqual([])
  })
})

test('JSON may be indented with tabs, and a key that is there twice is told of', async () => {
  const text = '{\n\t"seed": 1,\n\t"functions": {\n\t\t"f": { "arrivals": [{ "at": [0] }] }\n\t}\n}\n'
  expect(await saidOf(text, { file: 's.json' })).toEqual([])
  expect(await saidOf(text.replace('"functions"', '"seed"'), { file: 's.json' })).toEqual([
    's.json:3:2: map keys must be unique',
  ])
})
