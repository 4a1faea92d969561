/**
 * How a dispatch came out, as small integers.
 *
 * Documented ("Error handling for async invocation"): a function error uses up a retry; a throttle (429) and a
 * system error (5xx) do not. Recorded: a target that was deleted counts as an attempt with status 404.
 */
export const OUTCOMES = ['none', 'success', 'error', 'timeout', 'missing', 'throttle', 'system'] as const

export type Outcome = (typeof OUTCOMES)[number]

/** How an attempt comes out that would run longer than the timeout: documented, a timeout; a service fault stays one. */
export function cutOutcome(outcome: number): number {
  return outcome === SYSTEM_ERROR ? SYSTEM_ERROR : TIMED_OUT
}

/** Not dispatched yet. */
export const NONE = 0
export const SUCCEEDED = 1
/** The handler failed: exception, exit, initialisation, response too large. On the wire 200 with `Unhandled`. */
export const FUNCTION_ERROR = 2
/** A function error as well: the attempt reached the function's timeout. */
export const TIMED_OUT = 3
/** The alias, version or function was not there: 404, counted as an attempt. */
export const TARGET_MISSING = 4
export const THROTTLED = 5
export const SYSTEM_ERROR = 6
