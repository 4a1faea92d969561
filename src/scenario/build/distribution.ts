import type { DistributionSpec } from '../distribution.ts'
import { conditionsText } from '../row-conditions.ts'
import type { WrittenDistribution, WrittenEmpirical } from '../schema/distribution.ts'
import type { DataPath } from '../source-text.ts'
import { hasColumns } from './columns.ts'
import type { ScenarioFiles } from './files.ts'
import type { Findings } from './findings.ts'

/** What a distribution is built with. */
export interface DistributionContext {
  readonly files: ScenarioFiles
  readonly findings: Findings
}

/** A distribution with its files read; undefined where that fails, which is in the findings then. */
export async function distributionOf(
  written: WrittenDistribution,
  path: DataPath,
  context: DistributionContext,
): Promise<DistributionSpec | undefined> {
  switch (written.kind) {
    case 'poolFile': {
      const rows = await context.files.pool(written.file, [...path, 'pool'])
      return rows && { kind: 'pool', rows }
    }
    case 'empiricalFile':
      return sampleOf(written, [...path, 'empirical'], context)
    case 'mixture': {
      const place = [...path, 'mixture']
      const parts = await Promise.all(
        written.parts.map(async ({ weight, of }, index) => {
          const built = await distributionOf(of, [...place, index, 'of'], context)
          return built && { weight, of: built }
        }),
      )
      const whole = parts.flatMap((part) => part ?? [])
      return whole.length === parts.length ? { kind: 'mixture', parts: whole } : undefined
    }
    case 'shifted': {
      const of = await distributionOf(written.of, [...path, 'shifted', 'of'], context)
      return of && { kind: 'shifted', by: written.by, of }
    }
    default:
      return written
  }
}

/** Refuses what only a function's duration can have: a row that is drawn for each function. */
export function refusePool(written: WrittenDistribution | undefined, path: DataPath, findings: Findings): void {
  switch (written?.kind) {
    case 'poolFile':
      findings.error([...path, 'pool'], 'expected a distribution of another form: a pool is for durations')
      break
    case 'mixture':
      for (const [index, { of }] of written.parts.entries()) {
        refusePool(of, [...path, 'mixture', index, 'of'], findings)
      }
      break
    case 'shifted':
      refusePool(written.of, [...path, 'shifted', 'of'], findings)
  }
}

async function sampleOf(
  written: WrittenEmpirical,
  path: DataPath,
  { files, findings }: DistributionContext,
): Promise<DistributionSpec | undefined> {
  const { file, column, factor, where } = written
  const named = [
    { name: column, place: ['column'], at: 'value' as const },
    ...Object.keys(where).map((name) => ({ name, place: ['where', name], at: 'key' as const })),
  ]
  if (!(await hasColumns(file, named, path, { files, findings }))) return undefined
  const values = await files.sample(file, { column, factor, where }, [...path, 'file'])
  if (values === undefined) return undefined
  if (values.length > 0) return { kind: 'empirical', values }
  findings.error(path, `expected rows in ${file}${conditionsText(where)}, got none`)
  return undefined
}
