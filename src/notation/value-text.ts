/** A value as it came, short enough for a sentence. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}…` : value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'function') return 'a function'
  if (isThenable(value)) return 'a promise: an `await` is missing'
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map'
  return String(value)
}

/** A promise may be of another realm, as in Jest. */
function isThenable(value: unknown): boolean {
  return typeof (value as PromiseLike<unknown>).then === 'function'
}
