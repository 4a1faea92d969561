/** The first place at which a value is not as a pattern wants it. */
export interface Difference {
  /** Such as `requestContext.condition` or `orders[0].id`; empty for the value as a whole. */
  readonly path: string
  readonly actual: unknown
  readonly expected: unknown
}

/** What vitest and Jest make of `expect.any(String)`, `expect.stringMatching(…)` and their like. */
interface AsymmetricMatcher {
  asymmetricMatch(actual: unknown): boolean
  /** Its name and what it compares with. */
  toAsymmetricMatcher?(): string
  readonly sample?: unknown
}

/**
 * Compares a value with a pattern of it: of an object the pattern names some of the fields, of a list all items; a regular
 * expression stands for a text that has it, an asymmetric matcher of the test runner for what it matches.
 *
 * @returns undefined where the value is as the pattern wants it
 */
export function differenceFrom(pattern: unknown, actual: unknown, path = ''): Difference | undefined {
  const difference = { path, actual, expected: pattern }
  if (isAsymmetric(pattern)) return pattern.asymmetricMatch(actual) ? undefined : difference
  if (pattern instanceof RegExp)
    return typeof actual === 'string' && actual.search(pattern) >= 0 ? undefined : difference
  if (Array.isArray(pattern)) {
    if (!Array.isArray(actual) || actual.length !== pattern.length) return difference
    return firstOf(pattern, (item, place) => differenceFrom(item, actual[place], `${path}[${place}]`))
  }
  if (!isRecord(pattern)) return Object.is(pattern, actual) ? undefined : difference
  if (!isRecord(actual)) return difference
  return firstOf(Object.entries(pattern), ([key, value]) =>
    differenceFrom(value, actual[key], path === '' ? key : `${path}.${key}`),
  )
}

/** A value or a pattern in one line, as JSON where it can be. */
export function patternText(pattern: unknown): string {
  const text = JSON.stringify(pattern, (_, value) => matcherText(value) ?? value)
  return text ?? String(pattern)
}

/** Whether a pattern can be like an object at all: it names fields, or is a matcher of the test runner. */
export function describesObject(pattern: unknown): boolean {
  return isRecord(pattern) || isAsymmetric(pattern)
}

export function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return typeof (value as Partial<AsymmetricMatcher> | null | undefined)?.asymmetricMatch === 'function'
}

/** What stands in a pattern for a value, as it is written; undefined for a value. */
function matcherText(value: unknown): string | undefined {
  if (value instanceof RegExp) return String(value)
  if (!isAsymmetric(value)) return undefined
  const { sample } = value
  return value.toAsymmetricMatcher?.() ?? `${value}<${matcherText(sample) ?? patternText(sample)}>`
}

/** An object with fields, and not one that is a value, such as a date: of that no field can be compared. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]'
}

function firstOf<Item>(
  items: readonly Item[],
  differenceOf: (item: Item, place: number) => Difference | undefined,
): Difference | undefined {
  for (const [place, item] of items.entries()) {
    const difference = differenceOf(item, place)
    if (difference) return difference
  }
  return undefined
}
