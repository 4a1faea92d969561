import { z } from 'zod'
import { DURATION_PATTERN, formatDuration, parseDuration } from '../../notation/duration.ts'
import { parseRate, RATE_PATTERN } from '../../notation/rate.ts'
import { parseSize, SIZE_PATTERN } from '../../notation/size.ts'
import { showValue } from '../../notation/value-text.ts'

/** What an editor shows beside a field: its description, and the default where there is one. */
interface Hint {
  /** The name of a notation: fields written in it refer to one definition of it. */
  readonly id?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
}

/** A field that is written in a notation of its own: `parse` throws a RangeError that says what was expected. */
function written<Input, Output>(
  parse: (value: unknown) => Output,
  jsonSchema: object,
  description: string,
  hint: Hint,
) {
  return z
    .custom<Input>(() => true)
    .transform((value, context): Output => {
      try {
        return parse(value)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        context.addIssue({ code: 'custom', message: error.message })
        return z.NEVER
      }
    })
    .meta({ ...jsonSchema, description, ...hint })
}

const DURATION_JSON = { anyOf: [{ type: 'string', pattern: DURATION_PATTERN }, { const: 0 }] }

const DURATION = written<string | 0, number>(
  parseDuration,
  DURATION_JSON,
  'A duration with its unit, such as 90s, 2m, 1h30m, 1500ms or PT6H; 0 needs none.',
  { id: 'duration' },
)

/** A duration (`90s`, `2m`, `PT6H`, 0) in milliseconds. */
export const duration = (description: string, hint: Hint = {}) => DURATION.meta({ description, ...hint })

/** A duration in whole seconds within a range, both ends included. */
export const wholeSeconds = (minimum: number, maximum: number, description: string, hint: Hint) =>
  written<string | 0, number>(
    (value) => {
      const durationMs = parseDuration(value)
      const seconds = durationMs / 1000
      if (Number.isInteger(seconds) && seconds >= minimum && seconds <= maximum) return durationMs
      throw new RangeError(`expected whole seconds from ${minimum}s to ${longText(maximum)}, got ${showValue(value)}`)
    },
    DURATION_JSON,
    description,
    hint,
  )

const RATE = written<string, number>(
  parseRate,
  { type: 'string', pattern: RATE_PATTERN },
  'Events in a second, minute, hour or day, such as 50/s, 3/m, 200/h or 0.5/d; 0 or more.',
  { id: 'rate', examples: ['50/s'] },
)

/** A rate (`50/s`, `3/m`, `200/h`) in events a millisecond. */
export const rate = (description: string) => RATE.meta({ description })

const SIZE = written<string | number, number>(
  parseSize,
  {
    anyOf: [
      { type: 'string', pattern: SIZE_PATTERN },
      { type: 'number', minimum: 0 },
    ],
  },
  'A number of bytes, or a size such as 512B, 20KB or 1MB; a KB is 1,024 bytes, a MB 1,048,576.',
  { id: 'size', examples: ['20KB'] },
)

/** A size (`20KB`, `1MB`, or a number of bytes) in bytes. */
export const size = (description: string) => SIZE.meta({ description })

/** Seconds as people say them: nobody knows 1209600s for two weeks. */
function longText(seconds: number): string {
  return seconds > 3_600 ? formatDuration(seconds * 1000) : `${seconds}s`
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/

const ANY_INSTANT = written<string, number>(
  (value) => {
    const instantMs = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN
    if (!Number.isNaN(instantMs)) return instantMs
    throw new RangeError(`expected an instant such as 2026-01-01T00:00:00Z, got ${showValue(value)}`)
  },
  { type: 'string', pattern: INSTANT.source },
  'An instant in ISO 8601 with Z or an offset, or a date, which is its midnight in UTC.',
  { id: 'instant' },
)

/** An instant in ISO 8601 with `Z` or an offset, or a date (its midnight in UTC), in milliseconds since 1970. */
export const instant = (description: string, hint: Hint) => ANY_INSTANT.meta({ description, ...hint })

/** The number of a published version, with or without quotes, or `$LATEST`. */
export const functionVersion = (description: string) =>
  written<string | number, string>(
    (value) => {
      const text = typeof value === 'number' ? String(value) : value
      if (typeof text === 'string' && /^(\$LATEST|[1-9]\d*)$/.test(text)) return text
      throw new RangeError(`expected the number of a version or $LATEST, got ${showValue(value)}`)
    },
    {
      anyOf: [
        { type: 'string', pattern: String.raw`^(\$LATEST|[1-9]\d*)$` },
        { type: 'integer', minimum: 1 },
      ],
    },
    description,
    {},
  )

const PROBABILITY = z.number().min(0).max(1).meta({ id: 'probability', description: 'A number from 0 to 1.' })

/** A number from 0 to 1. */
export const probability = (description: string, hint: Hint = { default: 0 }) =>
  PROBABILITY.meta({ description, ...hint })

/** A whole number within a range, both ends included. */
export const whole = (minimum: number, maximum: number, description: string, hint: Hint = {}) =>
  z
    .int()
    .min(minimum)
    .max(maximum)
    .meta({ description, ...hint })

/** A number above 0. */
export const positive = (description: string) => z.number().positive().meta({ description })

const FILE = z
  .string()
  .min(1)
  .meta({ id: 'file', description: 'The path of a file, relative to the scenario file; gzip is told by its content.' })

/** The path of a file, relative to the scenario file. */
export const file = (description: string) => FILE.meta({ description })

/** Strictly these fields; each problem with one names the nearest known. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape, description: string) =>
  z.strictObject(shape).meta({ description })

/** For editors: exactly one of these fields is there. */
export const exactlyOne = (names: readonly string[]) => ({ oneOf: names.map((name) => ({ required: [name] })) })

/** The one form that is given, or a problem that lists them. */
export function theOneForm<Name extends string>(
  value: Readonly<Record<string, unknown>>,
  names: readonly Name[],
  context: { addIssue(issue: { code: 'custom'; message: string }): void },
): Name | undefined {
  const given = names.filter((name) => value[name] !== undefined)
  if (given.length === 1) return given[0]
  const came = given.length === 0 ? 'none of them' : given.join(' and ')
  context.addIssue({ code: 'custom', message: `expected exactly one of ${names.join(', ')}, got ${came}` })
  return undefined
}
