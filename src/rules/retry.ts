import { BACKOFF_CAP_MS, BACKOFF_FIRST_MS, FUNCTION_ERROR_DELAYS_MS } from './limits.ts'
import type { FactorRange, ModelChoices } from './model-choices.ts'

/**
 * Nominal wait in milliseconds before the next attempt after a function error: 60 s, then 120 s, from the end of the
 * failed attempt. Documented; recorded gaps lie within about ±12.5 % of it. Whether the wait counts from the start
 * or the end of the attempt cannot be told from the recordings: a model choice.
 *
 * @param retriesUsed retries already made, 0 or 1
 */
export function functionErrorDelayMs(retriesUsed: number): number {
  return retriesUsed === 0 ? FUNCTION_ERROR_DELAYS_MS[0] : FUNCTION_ERROR_DELAYS_MS[1]
}

/** The n-th wait (from 1) that reaches the cap of the back-off: 1, 2, 4 … 256, then 300 s. */
export const BACKOFF_STEPS = 10

/**
 * Nominal wait in milliseconds after the n-th throttle or system error in a row (n from 1): 1 s, doubling, at most
 * 300 s. Documented; recorded up to the seventh dispatch.
 */
export function backoffDelayMs(n: number): number {
  return n >= BACKOFF_STEPS ? BACKOFF_CAP_MS : BACKOFF_FIRST_MS * (1 << (n - 1))
}

/** Nominal wait in milliseconds after the n-th throttle or system error in a row, as the choice has it. */
export function nominalBackoffMs(n: number, backoff: ModelChoices['throttleBackoff']): number {
  return backoff === 'documented' ? backoffDelayMs(n) : backoff.exponential.meanMs
}

/** A wait with its random factor: `uniform` in (0, 1) is spread over the range. */
export function jitteredMs(delayMs: number, range: FactorRange, uniform: number): number {
  return delayMs * (range[0] + (range[1] - range[0]) * uniform)
}

/**
 * Factor on the wait after a throttle when the queue is long. Documented without figures ("if the queue contains
 * many entries, Lambda increases the retry interval"), so the form is a model choice.
 */
export function backPressureFactor(backlog: number, doublingBacklog: number | 'off'): number {
  return doublingBacklog === 'off' ? 1 : 1 + backlog / doublingBacklog
}
