import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { scenarioJsonSchema } from '../../src/scenario/schema/scenario.ts'
import { formsOf } from '../../tools/reference/field.ts'
import { ELSEWHERE, SCENARIO_PAGE, weave } from '../../tools/reference/reference-page.ts'
import { type SchemaNode, SchemaTree } from '../../tools/reference/schema-node.ts'
import { ROOT } from '../source-file.ts'

const page = (path: string) => readFileSync(join(ROOT, path), 'utf8')

describe('the reference of the scenario file', () => {
  const woven = weave(page(SCENARIO_PAGE), ELSEWHERE)

  test('has every field of the schema', () => {
    expect(woven.problems).toEqual([])
  })

  test('says what the schema says; `npm run docs` makes its tables anew', () => {
    expect(page(SCENARIO_PAGE), 'the tables are out of date: run npm run docs').toBe(woven.text)
  })
})

describe('the reference of the options', () => {
  const rows = page('docs/reference/options.md')
    .split('\n')
    .filter((line) => /^\| `/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const tree = new SchemaTree(scenarioJsonSchema())
  const options = Object.entries(tree.root.properties!.options!.properties!)

  test('has one row for each', () => {
    expect(rows.map(([, name]) => name).toSorted()).toEqual(options.map(([name]) => `\`${name}\``).toSorted())
  })

  test.each(options)('has the default and the alternatives of %s', (name, field) => {
    const [, , standard, alternatives] = rows.find(([, cell]) => cell === `\`${name}\``) ?? []
    expect(standard).toBe(`\`${written(field.default)}\``)
    const words = formsOf(tree, field).filter(({ node }) => node.const !== undefined && node.const !== field.default)
    for (const { label } of words) expect(alternatives).toContain(`\`${label}\``)
  })
})

/** A default as a scenario has it: flow style without quotes. */
function written(standard: unknown): string {
  if (typeof standard !== 'object' || standard === null) return `${standard}`
  const fields = Object.entries(standard).map(([key, value]) => `${key}: ${value}`)
  return `{ ${fields.join(', ')} }`
}

describe('the tables of a page', () => {
  const pair: SchemaNode = {
    type: 'object',
    properties: { low: { type: 'number', exclusiveMinimum: 0 }, high: { $ref: '#/$defs/length' } },
    required: ['low', 'high'],
    description: 'A pair.',
  }
  const schema: SchemaNode = {
    type: 'object',
    properties: {
      size: { type: 'integer', minimum: 0, maximum: 2000, default: 7, description: 'How large | small.' },
      rooms: {
        type: 'object',
        description: 'Rooms. Left out: none at all.',
        additionalProperties: {
          type: 'object',
          properties: {
            range: { anyOf: [{ type: 'string', const: 'off' }, pair, { type: 'null' }], description: 'A range.' },
            doors: { type: 'array', items: pair, description: 'Doors.', default: [] },
            walls: {
              type: 'array',
              prefixItems: [{ type: 'boolean' }, { $ref: '#/$defs/length' }],
              description: 'Walls.',
            },
            paint: { $ref: '#/$defs/paint' },
          },
        },
      },
    },
    $defs: {
      length: { type: 'string', description: 'A length.' },
      paint: {
        type: 'object',
        description: 'Colour.',
        oneOf: [{ required: ['red'] }, { required: ['mix'] }],
        properties: {
          red: { enum: ['dark', 'light'], default: 'dark', description: 'Red.' },
          mix: { type: 'array', items: { $ref: '#/$defs/paint' }, description: 'Several.' },
        },
      },
    },
  }
  const woven = (lines: readonly string[]) => weave(lines.join('\n'), {}, schema)

  test('show values, ranges, defaults and meanings, with lists, maps, unions and definitions', () => {
    const { text, problems } = woven([
      '# House',
      '<!-- schema: scenario -->',
      'gone',
      '<!-- end -->',
      'kept',
      '## A room `rooms.NAME`',
      '<!-- schema: rooms.* -->',
      '<!-- end -->',
      '## Paint',
      '<!-- schema: #paint -->',
      '<!-- end -->',
    ])
    expect(problems).toEqual([])
    expect(text.split('\n').filter((line) => line !== '' && !/^\| (?:key|---)/.test(line))).toEqual([
      '# House',
      '<!-- schema: scenario -->',
      '| `size` | whole number, 0 to 2,000 | `7` | How large \\| small. |',
      '| `rooms` | [maps](#a-room-roomsname) by name | none at all | Rooms. |',
      '<!-- end -->',
      'kept',
      '## A room `rooms.NAME`',
      '<!-- schema: rooms.* -->',
      '| `range` | `off` or `{ low, high }` or `null` | | A range. |',
      '| `range.low` | number, above 0 | required | |',
      '| `range.high` | [length](#units) | required | A length. |',
      '| `doors` | list of maps | none | Doors. |',
      '| `doors[].low` | number, above 0 | required | |',
      '| `doors[].high` | [length](#units) | required | A length. |',
      '| `walls` | \\[`true` or `false`, [length](#units)\\] | | Walls. |',
      '| `paint` | [paint](#paint) | | Colour. |',
      '<!-- end -->',
      '## Paint',
      '<!-- schema: #paint -->',
      'Exactly one of `red`, `mix`.',
      '| `red` | `dark` or `light` | `dark` | Red. |',
      '| `mix` | list of [paint](#paint) | | Several. |',
      '<!-- end -->',
    ])
  })

  test('are missed where a section or a definition has none, once for all that is in it', () => {
    const { problems } = woven(['# House', '<!-- schema: scenario -->', '<!-- end -->'])
    expect(problems).toEqual([
      'no table has rooms.*.range, rooms.*.range.low, rooms.*.range.high, rooms.*.doors, rooms.*.doors[].low, rooms.*.doors[].high, rooms.*.walls, rooms.*.paint: write a heading, a sentence and the lines <!-- schema: rooms.* --> and <!-- end -->, then run npm run docs',
      'no table has #paint.red, #paint.mix: write a heading, a sentence and the lines <!-- schema: #paint --> and <!-- end -->, then run npm run docs',
    ])
  })

  test('are refused for what is not in the schema', () => {
    const { problems } = woven(['<!-- schema: garden -->', '<!-- end -->'])
    expect(problems[0]).toBe('line 1: the schema has no fields at garden')
    expect(() => woven(['<!-- schema: rooms.* -->'])).toThrow('line 1: expected <!-- end --> after')
  })

  test('overlook no field for a keyword that is new', () => {
    const patterned = { type: 'object', patternProperties: { x: {} } }
    expect(() => weave('', {}, { properties: { a: patterned } })).toThrow('got patternProperties')
  })
})
