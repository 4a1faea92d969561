import type { z } from 'zod'
import { suggestName } from '../notation/nearest.ts'
import { showValue } from '../notation/value-text.ts'
import type { Problem } from './problem.ts'
import type { DataPath, Places } from './source-text.ts'

/** An issue with what `parseReporting` adds to it. */
type Issue = z.core.$ZodIssue & { readonly input?: unknown; readonly allowed?: readonly string[] }

/** Parses data so that its issues carry what is needed to explain them: the value that came and the keys that may. */
export function parseReporting<Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  return schema.safeParse(data, {
    reportInput: true,
    error: (issue) => {
      const shape = (issue.inst as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape
      if (issue.code === 'unrecognized_keys' && shape) issue.allowed = Object.keys(shape)
      return undefined
    },
  })
}

/** One thing that an issue says: where, and what was expected and came. */
interface Finding {
  readonly path: DataPath
  readonly message: string
  readonly at: 'key' | 'value'
}

/** The issues of a schema as problems: one for each unknown key, one for each other place. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], places: Places): Problem[] {
  return findingsOf(issues as readonly Issue[]).map(({ path, message, at }) => places.problem(path, message, { at }))
}

/** Where the data has to be left out for the rest to be parsed: the places of the findings. */
export function placesOf(issues: readonly z.core.$ZodIssue[]): DataPath[] {
  return findingsOf(issues as readonly Issue[]).map(({ path }) => path)
}

function findingsOf(issues: readonly Issue[]): Finding[] {
  return issues
    .filter((issue) => !isConsequence(issue, issues) && !isWider(issue, issues))
    .flatMap((issue): Finding[] => {
      const { path } = issue
      switch (issue.code) {
        case 'unrecognized_keys':
          return issue.keys.map((key) => ({
            path: [...path, key],
            message: `unknown key${suggestName(key, issue.allowed ?? [])}`,
            at: 'key',
          }))
        case 'invalid_key':
          return [{ path, message: `${keyMessage(issue)}, got ${showValue(path.at(-1))}`, at: 'key' }]
        case 'invalid_union':
          return findingsOf(bestBranch(issue)).map((finding) => ({ ...finding, path: [...path, ...finding.path] }))
        default:
          return [{ path, message: messageOf(issue), at: 'value' }]
      }
    })
}

/** What a map lacks is no wonder where one of its keys is misspelt. */
function isConsequence(issue: Issue, issues: readonly Issue[]): boolean {
  const place = String(issue.path)
  return (
    issue.code === 'custom' && issues.some(({ code, path }) => code === 'unrecognized_keys' && String(path) === place)
  )
}

/** A number past two bounds is told of the narrower one, and what is of another kind of none. */
function isWider(issue: Issue, issues: readonly Issue[]): boolean {
  const place = String(issue.path)
  return issues.some((other) => {
    if (other === issue || String(other.path) !== place) return false
    if (other.code === 'invalid_type') return issue.code === 'too_big' || issue.code === 'too_small'
    if (issue.code === 'too_big') return other.code === 'too_big' && other.maximum < issue.maximum
    return issue.code === 'too_small' && other.code === 'too_small' && other.minimum > issue.minimum
  })
}

function keyMessage(issue: Extract<Issue, { code: 'invalid_key' }>): string {
  return issue.issues[0]?.message ?? 'expected another key'
}

/**
 * The branch of a union that was probably meant: the one that accepts the kind of value that came, then the one with
 * the fewest complaints. Between equals a map takes the last, which is the most detailed, anything else the first.
 */
function bestBranch(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] {
  const branches = branchesOf(issue).filter((branch) => branch.length > 0)
  const isMap = typeof issue.input === 'object' && issue.input !== null && !Array.isArray(issue.input)
  const literals = branches.filter((branch) => branch.every(isWrongLiteral))
  // All of the alternatives are words: they belong into one sentence.
  if (literals.length === branches.length && branches.length > 1) return [mergedLiterals(literals.flat(), issue.input)]
  let best: readonly Issue[] = []
  let fewest = Number.POSITIVE_INFINITY
  for (const branch of isMap ? branches.toReversed() : branches) {
    const complaints = branch.reduce((sum, each) => sum + weightOf(each, branch), 0)
    if (complaints < fewest) {
      best = branch
      fewest = complaints
    }
  }
  return best.length === 1 && best[0]!.path.length === 0 ? [withAlternatives(best[0]!, literals.flat())] : best
}

/** The branches of a union, and in the place of one that is a union again the branches of that. */
function branchesOf(issue: Extract<Issue, { code: 'invalid_union' }>): readonly (readonly Issue[])[] {
  return (issue.errors as readonly (readonly Issue[])[]).flatMap((branch) => {
    const [only] = branch
    return branch.length === 1 && only?.code === 'invalid_union' && only.path.length === 0 ? branchesOf(only) : [branch]
  })
}

/** That it is of another kind altogether speaks against a branch more than any number of details. */
function weightOf(issue: Issue, branch: readonly Issue[]): number {
  if (isConsequence(issue, branch)) return 0
  if (isWrongLiteral(issue)) return 101
  if (issue.code === 'unrecognized_keys') return issue.keys.length
  if (issue.path.length === 0) return 100
  // A map that was begun and not finished is nearer than one with other keys.
  return issue.code === 'invalid_type' && issue.input === undefined ? 0.5 : 1
}

function isWrongLiteral(issue: Issue): boolean {
  return issue.code === 'invalid_value' && issue.path.length === 0
}

function mergedLiterals(issues: readonly Issue[], input: unknown): Issue {
  const values = issues.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values : []))
  return { code: 'invalid_value', values, path: [], message: '', input }
}

/** A complaint that names the words that would have done as well. */
function withAlternatives(issue: Issue, literals: readonly Issue[]): Issue {
  const words = literals.flatMap((literal) => (literal.code === 'invalid_value' ? literal.values.map(String) : []))
  if (words.length === 0 || literals.includes(issue)) return issue
  const hint = typeof issue.input === 'string' ? didYouMean(issue.input, words) : ''
  const message = messageOf(issue).replace(/^expected /, `expected ${words.join(' or ')}, or `)
  return { code: 'custom', path: issue.path, message: message + hint, input: issue.input }
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  tuple: 'a list of two numbers',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

/** `expected X, got Y`. */
function messageOf(issue: Issue): string {
  const came = showValue(issue.input)
  switch (issue.code) {
    case 'invalid_type': {
      const kind = KINDS[issue.expected] ?? `a ${issue.expected}`
      const quotes = issue.expected === 'string' && typeof issue.input === 'number' ? ': put it in quotes' : ''
      return `expected ${kind}, got ${came}${quotes}`
    }
    case 'invalid_value': {
      const words = issue.values.map(String)
      const expected = words.length === 1 ? words[0] : `one of ${words.join(', ')}`
      return `expected ${expected}, got ${came}${typeof issue.input === 'string' ? didYouMean(issue.input, words) : ''}`
    }
    case 'too_small':
      return `expected ${sizeOf(issue.origin, issue.inclusive ? `${issue.minimum} or more` : `more than ${issue.minimum}`)}, got ${came}`
    case 'too_big':
      return `expected ${sizeOf(issue.origin, `${issue.maximum} or less`)}, got ${came}`
    case 'invalid_format':
      return `${issue.message}, got ${came}`
    default:
      return issue.message
  }
}

function sizeOf(origin: string, range: string): string {
  if (origin === 'string') return 'a text that is not empty'
  return origin === 'array' || origin === 'tuple' ? `a list of ${range}` : range
}

function didYouMean(came: string, words: readonly string[]): string {
  const suggestion = suggestName(came, words)
  return suggestion.startsWith('; did you mean') ? suggestion : ''
}
