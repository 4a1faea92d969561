import { parseDuration } from '../../notation/duration.ts'
import type { ScenarioInput } from '../../scenario/schema/scenario.ts'
import type { WrittenFunction } from './written.ts'

/** What a scenario itself changes of a function at a time. */
export interface ScenarioChange {
  readonly atMs: number
  /** The function with its settings as they are afterwards, as far as knobs turn them. */
  apply(written: WrittenFunction): WrittenFunction
}

/** Fields that a change replaces as a whole, or takes away where it says null. */
const REPLACED = ['reservedConcurrency', 'eventInvokeConfig', 'deadLetterConfig'] as const

/** The changes of a function in a scenario, in order of time; of what is no scenario yet, those that can be told. */
export function scenarioChanges({ changes }: ScenarioInput, name: string): ScenarioChange[] {
  if (!Array.isArray(changes)) return []
  return changes
    .flatMap((change): ScenarioChange[] => {
      const atMs = timeOf(change?.at)
      const fields = change?.functions?.[name] as Readonly<Record<string, unknown>> | undefined
      return atMs === undefined || !fields ? [] : [{ atMs, apply: (written) => changed(written, fields) }]
    })
    .toSorted((a, b) => a.atMs - b.atMs)
}

function changed(written: WrittenFunction, fields: Readonly<Record<string, unknown>>): WrittenFunction {
  const rest: Record<string, unknown> = { ...written }
  for (const field of REPLACED) {
    if (fields[field] === null) delete rest[field]
    else if (fields[field] !== undefined) rest[field] = fields[field]
  }
  // Of a model what is left out stays.
  if (fields.model) rest.model = { ...(rest.model as object | undefined), ...(fields.model as object) }
  return rest as WrittenFunction
}

function timeOf(at: unknown): number | undefined {
  try {
    return parseDuration(at)
  } catch {
    return undefined
  }
}
