import { isTooOld, outlives } from './age.ts'
import {
  EVENT_AGE_EXCEEDED,
  GOES_ON,
  RECURSIVE_INVOCATION,
  RETRIES_EXHAUSTED,
  ZERO_RESERVED_CONCURRENCY,
} from './condition.ts'
import { LATEST } from './function-name.ts'

/** No reserved concurrency is set: the function shares what the account has left. */
export const UNRESERVED = -1

/**
 * What becomes of an event at the moment of a dispatch, before concurrency is looked at: a condition, or `GOES_ON`.
 *
 * Recorded: with zero reserved concurrency an event is dropped at once, without a throttle. That loop detection comes
 * before it is a model choice: a loop of failure records between functions that refuse everything ends only so.
 *
 * @param reserved reserved concurrency of the function, or `UNRESERVED`
 * @param stopsLoop whether loop detection stops this dispatch
 */
export function decideDispatch(
  reserved: number,
  ageMs: number,
  maximumAgeMs: number,
  inclusive: boolean,
  stopsLoop: boolean,
): number {
  if (stopsLoop) return RECURSIVE_INVOCATION
  if (reserved === 0) return ZERO_RESERVED_CONCURRENCY
  return isTooOld(ageMs, maximumAgeMs, inclusive) ? EVENT_AGE_EXCEEDED : GOES_ON
}

/**
 * What becomes of an event after a function error: a condition, or `GOES_ON` where it is retried.
 *
 * The order (zero concurrency, retries, age look-ahead) is inferred; it agrees with every recording.
 */
export function decideFunctionError(
  reserved: number,
  retriesUsed: number,
  maximumRetries: number,
  ageMs: number,
  delayMs: number,
  maximumAgeMs: number,
  inclusive: boolean,
): number {
  if (reserved === 0) return ZERO_RESERVED_CONCURRENCY
  if (retriesUsed >= maximumRetries) return RETRIES_EXHAUSTED
  return outlives(ageMs, delayMs, maximumAgeMs, inclusive) ? EVENT_AGE_EXCEEDED : GOES_ON
}

/**
 * What becomes of an event after a throttle or a system error: a condition, or `GOES_ON` where it backs off. Neither
 * uses up a retry: documented, and recorded for throttles.
 */
export function decideBackoff(
  reserved: number,
  ageMs: number,
  delayMs: number,
  maximumAgeMs: number,
  inclusive: boolean,
): number {
  if (reserved === 0) return ZERO_RESERVED_CONCURRENCY
  return outlives(ageMs, delayMs, maximumAgeMs, inclusive) ? EVENT_AGE_EXCEEDED : GOES_ON
}

/**
 * Whether an event whose target is gone may have vanished without a record: no record was seen for a deleted alias with
 * retries left, while deleted functions and versions ended after their 404s (both recorded). Whether it does is the
 * choice `missingTarget`.
 */
export function mayVanish(qualifier: string, retriesLeft: number): boolean {
  const isAlias = qualifier !== LATEST && !/^\d+$/.test(qualifier)
  return isAlias && retriesLeft > 0
}
