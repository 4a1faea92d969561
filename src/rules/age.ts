/**
 * Whether an event would be too old by its next dispatch, and so is dropped now instead of waiting.
 *
 * Recorded: with a maximum age of 60 s and a first retry after 60 s the failure record arrives right after the first
 * failure; with 60 s and throttles at 0, 1, 3, 7, 15 and 31 s it arrives at 31 s, because 31 + 32 > 60. The
 * documentation speaks only of events that stay longer than the limit. Equality drops by default: a simulated event
 * can have age 0, a real one never has.
 */
export function outlives(ageMs: number, delayMs: number, maximumAgeMs: number, inclusive: boolean): boolean {
  return inclusive ? ageMs + delayMs >= maximumAgeMs : ageMs + delayMs > maximumAgeMs
}

/** Whether an event is too old to be dispatched at all: no attempt starts at or past the limit. Documented. */
export function isTooOld(ageMs: number, maximumAgeMs: number, inclusive: boolean): boolean {
  return outlives(ageMs, 0, maximumAgeMs, inclusive)
}
