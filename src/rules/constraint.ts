/** One member of a request that breaks a constraint of the service's model. */
export interface Violation {
  /** The value that came. */
  readonly value: unknown
  /** Path of the member in lower camel case, as AWS prints it: `destinationConfig.onFailure.destination`. */
  readonly member: string
  /** What the member must satisfy: the end of AWS's sentence. */
  readonly constraint: string
}

// The sentences are AWS's own; all but the one for a shortest length are recorded.
export const atLeast = (minimum: number | string) => `Member must have value greater than or equal to ${minimum}`
export const atMost = (maximum: number | string) => `Member must have value less than or equal to ${maximum}`
export const lengthAtLeast = (minimum: number) => `Member must have length greater than or equal to ${minimum}`
export const lengthAtMost = (maximum: number) => `Member must have length less than or equal to ${maximum}`
export const matchesPattern = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`
export const oneOf = (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(', ')}]`

/** Violations of a range, both ends included; none when the value is not given. */
export function rangeViolations(
  member: string,
  value: number | null | undefined,
  [minimum, maximum]: readonly [minimum: number, maximum: number],
): Violation[] {
  if (value === undefined || value === null) return []
  if (!(value >= minimum)) return [{ value, member, constraint: atLeast(minimum) }]
  if (value > maximum) return [{ value, member, constraint: atMost(maximum) }]
  return []
}

/** What a text must be: its length in characters, both ends included, and a pattern for the whole of it. */
export interface TextShape {
  readonly length: readonly [minimum: number, maximum: number]
  /** As AWS prints it in the error. */
  readonly pattern: string
}

/**
 * Violations of a text's pattern and length; none when the text is not given. The pattern stands first, as in public
 * reports of other AWS services' errors; Lambda's own order is unrecorded.
 */
export function textViolations(member: string, value: string | null | undefined, shape: TextShape): Violation[] {
  if (value === undefined || value === null) return []
  const [minimum, maximum] = shape.length
  const broken: string[] = []
  if (!wholePattern(shape.pattern).test(value)) broken.push(matchesPattern(shape.pattern))
  if (value.length < minimum) broken.push(lengthAtLeast(minimum))
  if (value.length > maximum) broken.push(lengthAtMost(maximum))
  return broken.map((constraint) => ({ value, member, constraint }))
}

const compiled = new Map<string, RegExp>()

/** AWS's patterns match whole texts; one source serves the check and the sentence. */
export function wholePattern(pattern: string): RegExp {
  const known = compiled.get(pattern)
  if (known) return known
  const expression = new RegExp(`^(?:${pattern})$`)
  compiled.set(pattern, expression)
  return expression
}

/** The violation of a member that must be given and is not; none where it is. That it prints no quotes is inferred. */
export function missingViolations(member: string, value: unknown): Violation[] {
  return value === undefined || value === null ? [{ value: null, member, constraint: 'Member must not be null' }] : []
}

/** Violation of a choice between texts; none when the text is not given. */
export function choiceViolations(
  member: string,
  value: string | null | undefined,
  choices: readonly string[],
): Violation[] {
  if (value === undefined || value === null || choices.includes(value)) return []
  return [{ value, member, constraint: oneOf(choices) }]
}

/** AWS's sentence about one violation, without the count before it. */
export function violationSentence({ value, member, constraint }: Violation): string {
  return `Value ${value === null ? value : `'${value}'`} at '${member}' failed to satisfy constraint: ${constraint}`
}

/** The text of a ValidationException: `2 validation errors detected: Value '…' at '…' …; Value '…' …`. Recorded. */
export function validationMessage(violations: readonly Violation[]): string {
  const noun = violations.length === 1 ? 'error' : 'errors'
  return `${violations.length} validation ${noun} detected: ${violations.map(violationSentence).join('; ')}`
}
