import type { z } from 'zod'
import { parseReporting, placesOf, problemsOf } from './issues.ts'
import type { Problem } from './problem.ts'
import type { DataPath, Places } from './source-text.ts'

/** Data as a schema took it, and everything it had to say about it. */
export interface Taken<Value> {
  /** What is sound in the data; undefined where nothing is. */
  readonly value: Value | undefined
  readonly problems: readonly Problem[]
}

/** More rounds than nested structures can need. */
const MAXIMUM_ROUNDS = 20

/**
 * Parses data and, where parts of it are wrong, what is left without them: so that one look at a file finds a misspelt
 * key as well as a destination that does not exist. Only the problems of the data as it came are reported.
 */
export function takeSound<Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
  places: Places,
): Taken<z.output<Schema>> {
  let parsed = parseReporting(schema, data)
  if (parsed.success) return { value: parsed.data, problems: [] }
  const problems = problemsOf(parsed.error.issues, places)
  let sound = data
  for (let round = 0; round < MAXIMUM_ROUNDS && !parsed.success; round++) {
    const wrong = placesOf(parsed.error.issues)
    if (wrong.some((path) => path.length === 0)) break
    sound = without(sound, wrong)
    parsed = parseReporting(schema, sound)
  }
  return { value: parsed.success ? parsed.data : undefined, problems }
}

/** The data without what is at these paths: a whole list where one leads into it, the holder where it leads nowhere. */
function without(data: unknown, paths: readonly DataPath[]): unknown {
  let rest = data
  const gone = new Set<string>()
  for (const path of paths) {
    const index = path.findIndex((key) => typeof key === 'number')
    const place = index < 0 ? path : path.slice(0, index)
    if (place.some((_, depth) => gone.has(JSON.stringify(place.slice(0, depth + 1))))) continue
    for (let length = place.length; length > 0; length--) {
      const left = removed(rest, place.slice(0, length))
      if (left === undefined) continue
      rest = left
      gone.add(JSON.stringify(place.slice(0, length)))
      break
    }
  }
  return rest
}

/** A copy without one key, or undefined where it is not there. */
function removed(data: unknown, [key, ...rest]: DataPath): unknown {
  if (typeof data !== 'object' || data === null || key === undefined || !Object.hasOwn(data, key)) return undefined
  const { [key]: value, ...others } = data as Record<PropertyKey, unknown>
  if (rest.length === 0) return others
  const left = removed(value, rest)
  return left === undefined ? undefined : { ...others, [key]: left }
}
