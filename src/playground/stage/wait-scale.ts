import type { Whereabout } from '../../measure/whereabouts.ts'
import { BACKOFF_STEPS, backoffDelayMs, functionErrorDelayMs } from '../../rules/retry.ts'

const LONGEST_BACKOFF_MS = backoffDelayMs(BACKOFF_STEPS)
/** The waits after errors: of the first retry, of the second. */
export const RETRY_WAITS_MS = [functionErrorDelayMs(0), functionErrorDelayMs(1)] as const
/** Waits after throttles that are marked on their scale. */
export const BACKOFF_MARKS_MS = [1, 3, 5, 7, BACKOFF_STEPS].map(backoffDelayMs)

/** The lane of a wait after an error: 0 before the first retry, 1 before the second. */
export function retryLane({ attempts }: Whereabout): 0 | 1 {
  return attempts > 1 ? 1 : 0
}

/** What is left of a wait after an error as a share of the whole, 0 to 1. */
export function retryShare(leftMs: number, lane: 0 | 1): number {
  return clamped(leftMs / RETRY_WAITS_MS[lane])
}

/** What is left of a wait after a throttle, 0 to 1: each doubling takes the same room, since each wait is twice the one before. */
export function backOffShare(leftMs: number): number {
  return clamped(Math.log2(1 + leftMs / 1_000) / Math.log2(1 + LONGEST_BACKOFF_MS / 1_000))
}

function clamped(share: number): number {
  return Math.max(0, Math.min(1, share))
}
