import type { SchemaElement } from 'hyparquet-writer'

/**
 * What a column of a Parquet file holds: whole numbers, numbers, text (of anything else its JSON), true or false, moments of the
 * calendar; or columns with names, a list, a map from texts. Any value may be missing.
 */
export type Column =
  | { readonly kind: 'whole' | 'number' | 'text' | 'truth' | 'moment' }
  | { readonly kind: 'struct'; readonly columns: Columns }
  | { readonly kind: 'list' | 'map'; readonly of: Column }

/** By name, in order. */
export type Columns = Readonly<Record<string, Column>>

export const WHOLE: Column = { kind: 'whole' }
export const NUMBER: Column = { kind: 'number' }
export const TEXT: Column = { kind: 'text' }
export const TRUTH: Column = { kind: 'truth' }
export const MOMENT: Column = { kind: 'moment' }

const LEAVES = {
  whole: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  truth: { type: 'BOOLEAN' },
  moment: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
} as const

/** Columns as the schema of a file, from its root on. */
export function schemaOf(columns: Columns): SchemaElement[] {
  return [{ name: 'root', num_children: Object.keys(columns).length }, ...elementsOf(columns)]
}

/** A value as the writer of files takes it. */
export function stored(column: Column, value: unknown): unknown {
  if (value === undefined || value === null) return null
  switch (column.kind) {
    case 'whole':
      return BigInt(value as number)
    case 'text':
      return typeof value === 'string' ? value : JSON.stringify(value)
    case 'struct': {
      const fields = value as Readonly<Record<string, unknown>>
      return Object.fromEntries(Object.entries(column.columns).map(([name, of]) => [name, stored(of, fields[name])]))
    }
    case 'list':
      return (value as readonly unknown[]).map((each) => stored(column.of, each))
    case 'map':
      return Object.entries(value).map(([key, each]) => ({ key, value: stored(column.of, each) }))
    default:
      return value
  }
}

function elementsOf(columns: Columns): SchemaElement[] {
  return Object.entries(columns).flatMap(([name, column]) => elementOf(name, column))
}

function elementOf(name: string, column: Column): SchemaElement[] {
  switch (column.kind) {
    case 'struct': {
      const inside = Object.keys(column.columns).length
      return [{ name, repetition_type: 'OPTIONAL', num_children: inside }, ...elementsOf(column.columns)]
    }
    case 'list':
      return [
        { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elementOf('element', column.of),
      ]
    case 'map':
      return [
        { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'MAP' },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        { name: 'key', repetition_type: 'REQUIRED', ...LEAVES.text },
        ...elementOf('value', column.of),
      ]
    default:
      return [{ name, repetition_type: 'OPTIONAL', ...LEAVES[column.kind] }]
  }
}
