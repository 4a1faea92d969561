import { isDeepStrictEqual } from 'node:util'
import type { Duration, FaultPlan } from '../fault.ts'
import { milliseconds } from '../fault.ts'
import type { TestedAttempt, TestedEvent } from '../tested-event.ts'
import type { Course } from './effects.ts'

/** A run under a fault plan, as far as it is judged. */
export interface JudgedRun {
  readonly event: TestedEvent
  readonly plan: FaultPlan
  readonly timeout: Duration
  /** Runs of the handler that came to a good end, whether or not anybody learnt of it. */
  readonly returned: number
  readonly effects: unknown
}

/** What a run without faults came to. */
export interface CleanRun extends Course {
  /** Whether functions followed on its success. */
  readonly isFollowed: boolean
}

/**
 * - `repeated`: the handler came to a good end at least once, and the effects are not those of one clean run.
 * - `halfDone`: it never did, was not cut either, and the effects are neither those of a clean run nor those before it.
 * - `failsByItself`: the last attempt failed though nothing was done to it, and no delivery of the event succeeded.
 */
export type Verdict = 'repeated' | 'halfDone' | 'failsByItself'

/** What a run says against a handler's idempotency; undefined for nothing. */
export function verdictOf(run: JudgedRun, clean: CleanRun): Verdict | undefined {
  const { event, plan, returned, effects } = run
  const deliveries = [event, ...event.duplicates]
  // What functions do on a failure, such as a refund, is wanted, and is no effect of this one.
  const isCompensated = deliveries.some(({ condition, born }) => condition !== 'Success' && born.length > 0)
  if (isCompensated) return undefined
  const hasSucceeded = deliveries.some(({ condition }) => condition === 'Success')
  const isAsClean = isDeepStrictEqual(effects, clean.after)
  // Functions that follow on a success are not there without one, however far the handler came.
  const isComparable = hasSucceeded || !clean.isFollowed
  if (!isAsClean && isComparable && (hasSucceeded || returned > 0)) return 'repeated'
  if (!hasSucceeded && failureOfItsOwn(run) !== undefined) return 'failsByItself'
  // What was cut in its midst, and never tried to its end, is half done by no fault of its own.
  const wasCut = plan.some(({ kind }) => kind === 'cut')
  const isUndone = isDeepStrictEqual(effects, clean.before)
  return isAsClean || isUndone || wasCut || !isComparable ? undefined : 'halfDone'
}

/**
 * The last attempt of the first delivery, where it failed and no fault was planned for it. Duplicates are left out: they may
 * fail because the first delivery is at work.
 */
export function failureOfItsOwn({ event, plan, timeout }: JudgedRun): TestedAttempt | undefined {
  const last = event.attempts.at(-1)
  if (last?.outcome !== 'error' && last?.outcome !== 'timeout') return undefined
  const timeoutMs = milliseconds(timeout)
  const isFaulty = plan.some((fault) => {
    if (!('attempt' in fault) || fault.attempt !== last.attempt) return false
    return fault.kind !== 'slow' || fault.durationMs > timeoutMs
  })
  return isFaulty ? undefined : last
}
