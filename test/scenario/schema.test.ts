import { describe, expect, test } from 'vitest'
import { DEFAULT_MODEL_CHOICES } from '../../src/rules/model-choices.ts'
import { options } from '../../src/scenario/schema/options.ts'
import { scenarioJsonSchema } from '../../src/scenario/schema/scenario.ts'

type Schema = { [key: string]: unknown; properties?: Record<string, Schema> }
const schema = scenarioJsonSchema() as Schema

/** Every field of the schema with its path. */
function* fieldsOf(node: unknown, path: string): Generator<[string, Schema]> {
  if (typeof node !== 'object' || node === null) return
  for (const [name, field] of Object.entries((node as Schema).properties ?? {})) yield [`${path}.${name}`, field]
  for (const [key, child] of Object.entries(node))
    yield* fieldsOf(child, key === 'properties' ? path : `${path}/${key}`)
}

describe('the published JSON schema', () => {
  test('is of draft 2020-12, strict and without an id', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(schema.$id).toBeUndefined()
    expect(schema.additionalProperties).toBe(false)
  })

  test('lets no map with fields have others', () => {
    const openMaps = (node: unknown): Schema[] => {
      if (typeof node !== 'object' || node === null) return []
      const own = (node as Schema).properties && (node as Schema).additionalProperties !== false ? [node as Schema] : []
      return [...own, ...Object.values(node).flatMap(openMaps)]
    }
    expect(openMaps(schema)).toEqual([])
  })

  test('describes every field', () => {
    const defs = schema.$defs as Record<string, Schema>
    const isSilent = (field: Schema) =>
      !(field.description ?? defs[String(field.$ref).slice('#/$defs/'.length)]?.description)
    const silent = [...fieldsOf(schema, '')].filter(([, field]) => isSilent(field)).map(([path]) => path)
    expect(silent).toEqual([])
  })

  test('has every model choice with its default', () => {
    const written = Object.entries(schema.properties!.options!.properties!)
    const read = options.parse(Object.fromEntries(written.map(([name, field]) => [name, field.default])))
    expect(read).toEqual({ choices: DEFAULT_MODEL_CHOICES, idleLife: undefined })
    expect(written).toHaveLength(Object.keys(DEFAULT_MODEL_CHOICES).length)
  })

  test("has AWS's ranges for editors", () => {
    const { eventInvokeConfig } = schema.$defs as Record<string, Schema>
    expect(JSON.stringify(eventInvokeConfig!.properties!.MaximumRetryAttempts)).toMatch(/"minimum":0,"maximum":2/)
    expect(JSON.stringify(eventInvokeConfig!.properties!.MaximumEventAgeInSeconds)).toMatch(
      /"minimum":60,"maximum":21600/,
    )
  })
})
