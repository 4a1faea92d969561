/**
 * Times closer than a nanosecond are equal. Simulated times are binary fractions of a millisecond: without this, an
 * event accepted at 0.1 ms that fails twice at once would be a rounding error younger than 180 s at its third attempt.
 */
export const SAME_MS = 1e-6

/**
 * Whether an event would be too old by its next dispatch, and so is dropped now instead of waiting.
 *
 * Recorded: with a maximum age of 60 s and a first retry after 60 s the failure record arrives right after the first
 * failure; with 60 s and throttles at 0, 1, 3, 7, 15 and 31 s it arrives at 31 s, because 31 + 32 > 60. The
 * documentation speaks only of events that stay longer than the limit. Equality drops by default: a simulated event
 * can have age 0, a real one never has.
 */
export function outlives(ageMs: number, delayMs: number, maximumAgeMs: number, inclusive: boolean): boolean {
  const overMs = ageMs + delayMs - maximumAgeMs
  return inclusive ? overMs >= -SAME_MS : overMs > SAME_MS
}

/**
 * Whether an event is too old to be dispatched at all: no attempt starts past the limit (documented), nor at it (a model
 * choice).
 */
export function isTooOld(ageMs: number, maximumAgeMs: number, inclusive: boolean): boolean {
  return outlives(ageMs, 0, maximumAgeMs, inclusive)
}
