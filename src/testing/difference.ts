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
 * Compares a value with a pattern of it: of an object the pattern names some of the fields, of a list all items, and
 * an asymmetric matcher of the test runner stands for what it matches.
 *
 * @returns undefined where the value is as the pattern wants it
 */
export function differenceFrom(pattern: unknown, actual: unknown, path = ''): Difference | undefined {
  const difference = { path, actual, expected: pattern }
  if (isAsymmetric(pattern)) return pattern.asymmetricMatch(actual) ? undefined : difference
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
  const text = JSON.stringify(pattern, (_, value) => (isAsymmetric(value) ? matcherText(value) : value))
  return text ?? String(pattern)
}

function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return isRecord(value) && typeof (value as Partial<AsymmetricMatcher>).asymmetricMatch === 'function'
}

function matcherText(matcher: AsymmetricMatcher): string {
  const { sample } = matcher
  return matcher.toAsymmetricMatcher?.() ?? `${matcher}<${sample instanceof RegExp ? sample : patternText(sample)}>`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
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
