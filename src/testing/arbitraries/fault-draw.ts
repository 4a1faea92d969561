import { FUNCTION_ERROR_DELAYS_MS } from '../../rules/limits.ts'
import type { Fault, FaultPlan } from '../faults/fault.ts'

/** A fault before it has its place in a plan: which attempt it is of follows from those before it. */
export type FaultDraw = WithoutPlace<Fault>

type WithoutPlace<Each> = Each extends Fault ? Omit<Each, 'attempt' | 'afterAttempt'> : never

/** What a plan is for. */
export interface PlanLimits {
  /** Attempts that an event has if all fail. */
  readonly attempts: number
  /** Of the function. */
  readonly timeoutMs: number
}

const DUPLICATES = 2
const [FIRST_RETRY_MS] = FUNCTION_ERROR_DELAYS_MS

const CHANGES = 2

/**
 * Puts draws together to a plan in which every fault takes place, if the handler itself does not fail and lasts long enough to be
 * cut, and no change takes away its retries: what cannot is left out.
 * Faults of attempts are of the first, the second … as they are drawn, for only an attempt that failed is followed by another. A
 * change comes after the attempt of the fault before it.
 */
export function planOf(draws: readonly FaultDraw[], { attempts, timeoutMs }: PlanLimits): FaultPlan {
  const course: Fault[] = []
  let dispatches = 0
  let failures = 0
  let changes = 0
  let hasSucceeded = false
  for (const draw of draws) {
    if (draw.kind === 'change' && changes++ < CHANGES)
      course.push({ ...draw, afterAttempt: Math.max(1, dispatches) } as Fault)
    if (!isOfAttempt(draw) || hasSucceeded || failures === attempts) continue
    course.push({ ...draw, attempt: ++dispatches } as Fault)
    if (draw.kind === 'slow' && draw.durationMs <= timeoutMs) hasSucceeded = true
    else if (draw.kind !== 'systemError') failures++
  }
  const isRetried =
    attempts > 1 &&
    isFailure(
      course.find((fault) => 'attempt' in fault),
      timeoutMs,
    )
  const throttle = draws.find((draw) => draw.kind === 'throttle')
  const down = draws.find((draw) => draw.kind === 'down')
  const copies = draws.filter((draw) => draw.kind === 'duplicate').slice(0, DUPLICATES)
  return [
    ...(throttle ? [isRetried ? untilRetry(throttle, timeoutMs) : { ...throttle, fromMs: 0 }] : []),
    ...(down ? [down] : []),
    ...course,
    ...copies.toSorted((a, b) => a.afterMs - b.afterMs),
  ]
}

function isOfAttempt({ kind }: FaultDraw): boolean {
  return kind !== 'duplicate' && kind !== 'throttle' && kind !== 'down' && kind !== 'change'
}

/** The draws of a plan: `planOf` makes the same plan of them. */
export function drawsOf(plan: FaultPlan): FaultDraw[] {
  return plan.map((fault) => {
    const { attempt: _, afterAttempt: __, ...draw } = fault as Fault & { attempt?: number; afterAttempt?: number }
    return draw as FaultDraw
  })
}

function isFailure(fault: Fault | undefined, timeoutMs: number): boolean {
  if (fault === undefined || fault.kind === 'systemError') return false
  return fault.kind === 'slow' ? fault.durationMs > timeoutMs : true
}

/** Throttles that begin after the first attempt last until the retry, however late that is. */
function untilRetry(throttle: FaultDraw & { kind: 'throttle' }, timeoutMs: number): Fault {
  const { fromMs, forMs } = throttle
  if (fromMs === 0) return throttle
  return { ...throttle, forMs: Math.max(forMs, FIRST_RETRY_MS + timeoutMs - fromMs + 1) }
}
