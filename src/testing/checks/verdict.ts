import { isDeepStrictEqual } from 'node:util'
import type { TestedAttempt, TestedEvent } from '../events/tested-event.ts'
import { type Duration, type FaultPlan, milliseconds } from '../faults/fault.ts'
import type { Course } from './effects.ts'

/** A run under a fault plan, as far as it is judged. */
export interface JudgedRun {
  readonly event: TestedEvent
  readonly plan: FaultPlan
  readonly timeout: Duration
  readonly effects: unknown
}

/** What a run without faults came to. */
export interface CleanRun extends Course {
  /** Whether functions followed on its success. */
  readonly isFollowed: boolean
}

/**
 * - `repeated`: a delivery succeeded, and the effects are not those of one clean run.
 * - `failsByItself`: none did, and the last attempt failed though nothing was done to it.
 * - `neither`: none did, no attempt was cut, and the effects are neither those of a clean run nor those before it.
 */
export type Verdict = 'repeated' | 'failsByItself' | 'neither'

/**
 * What a run says against a handler's idempotency; undefined for nothing.
 *
 * A run in which every good end was lost is judged mildly: the same run with the last fault left out succeeds, and is judged too.
 */
export function verdictOf(run: JudgedRun, clean: CleanRun): Verdict | undefined {
  const { event, plan, effects } = run
  const deliveries = [event, ...event.duplicates]
  // What functions do on a failure, such as a refund, is wanted, and is no effect of this one.
  const isCompensated = deliveries.some(({ condition, born }) => condition !== 'Success' && born.length > 0)
  if (isCompensated) return undefined
  const isAsClean = isDeepStrictEqual(effects, clean.after)
  if (deliveries.some(({ condition }) => condition === 'Success')) return isAsClean ? undefined : 'repeated'
  if (failsByItself(run)) return 'failsByItself'
  // What was cut in its midst and never tried to its end is half done by no fault of its own, and so is a chain without its end.
  const wasCut = plan.some(({ kind }) => kind === 'cut')
  const isUndone = isDeepStrictEqual(effects, clean.before)
  return isAsClean || isUndone || wasCut || clean.isFollowed ? undefined : 'neither'
}

/** Whether an attempt has failed, whoever is to blame. */
export function hasFailed({ outcome }: TestedAttempt): boolean {
  return outcome === 'error' || outcome === 'timeout'
}

/**
 * Whether the last attempt of the first delivery failed and no fault was planned for it. Duplicates are left out: they may
 * fail because the first delivery is at work.
 */
function failsByItself({ event, plan, timeout }: JudgedRun): boolean {
  const last = event.attempts.at(-1)
  if (!last || !hasFailed(last)) return false
  const timeoutMs = milliseconds(timeout)
  return !plan.some((fault) => {
    if (!('attempt' in fault) || fault.attempt !== last.attempt) return false
    return fault.kind !== 'slow' || fault.durationMs > timeoutMs
  })
}
