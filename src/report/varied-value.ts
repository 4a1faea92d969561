import { cutInside } from './prose.ts'

/** Columns that a value gets at most. */
const VALUE_COLUMNS = 24

/** What paths are called in a table: as much of their ends as tells them apart. */
export function shortNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split('.'))
  return parts.map((own) => {
    for (let count = 1; count < own.length; count++) {
      const name = own.slice(-count).join('.')
      if (parts.filter((other) => other.slice(-count).join('.') === name).length === 1) return name
    }
    return own.join('.')
  })
}

/** A value as a change of the scenario writes it. */
export function variedText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The same for a column. */
export function variedCell(value: unknown, more: string): string {
  return cutInside(variedText(value), VALUE_COLUMNS, more)
}
