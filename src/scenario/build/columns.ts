import { suggestName } from '../../notation/nearest.ts'
import type { DataPath } from '../source-text.ts'
import type { ScenarioFiles } from './files.ts'
import type { Findings } from './findings.ts'

/** A column that a scenario names, and where it does: as a value, or as a key. */
export interface NamedColumn {
  readonly name: string
  readonly place: DataPath
  readonly at: 'key' | 'value'
}

/** Whether a file has all columns that are named; what it lacks is in the findings. */
export async function hasColumns(
  file: string,
  named: readonly NamedColumn[],
  path: DataPath,
  { files, findings }: { readonly files: ScenarioFiles; readonly findings: Findings },
): Promise<boolean> {
  const columns = await files.columns(file, [...path, 'file'])
  if (columns === undefined) return false
  const missing = named.filter(({ name }) => !columns.includes(name))
  for (const { name, place, at } of missing) {
    const message = `expected a column of ${file}, got "${name}"${suggestName(name, columns)}`
    findings.error([...path, ...place], message, at)
  }
  return missing.length === 0
}
