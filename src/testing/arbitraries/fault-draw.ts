import { FUNCTION_ERROR_DELAYS_MS } from '../../rules/limits.ts'
import { ATTEMPT_FAULTS, type Fault, type FaultPlan } from '../faults/fault.ts'

export type FaultKind = Fault['kind']

/** All that can go wrong with an event, the simplest first. */
export const FAULT_KINDS: readonly FaultKind[] = [...ATTEMPT_FAULTS, 'cut', 'slow', 'duplicate', 'throttle']

/** A fault before it has its place in a plan: which attempt it is of follows from those before it. */
export type FaultDraw = Fault extends infer Each
  ? Each extends { readonly attempt: number }
    ? Omit<Each, 'attempt'>
    : Each
  : never

/** What a plan is for. */
export interface PlanLimits {
  /** Attempts that an event has if all fail. */
  readonly attempts: number
  /** Of the function. */
  readonly timeoutMs: number
}

const DUPLICATES = 2
const [FIRST_RETRY_MS] = FUNCTION_ERROR_DELAYS_MS

/**
 * Puts draws together to a plan in which every fault takes place, if the handler itself does not fail and lasts long enough to be
 * cut: what cannot is left out.
 * Faults of attempts are of the first, the second … as they are drawn, for only an attempt that failed is followed by another.
 */
export function planOf(draws: readonly FaultDraw[], { attempts, timeoutMs }: PlanLimits): FaultPlan {
  const course: Fault[] = []
  let failures = 0
  let hasSucceeded = false
  for (const draw of draws) {
    if (draw.kind === 'duplicate' || draw.kind === 'throttle' || hasSucceeded || failures === attempts) continue
    course.push({ ...draw, attempt: course.length + 1 } as Fault)
    if (draw.kind === 'slow' && draw.durationMs <= timeoutMs) hasSucceeded = true
    else if (draw.kind !== 'systemError') failures++
  }
  const isRetried = attempts > 1 && isFailure(course[0], timeoutMs)
  const throttle = draws.find((draw) => draw.kind === 'throttle')
  const copies = draws.filter((draw) => draw.kind === 'duplicate').slice(0, DUPLICATES)
  return [
    ...(throttle ? [isRetried ? untilRetry(throttle, timeoutMs) : { ...throttle, fromMs: 0 }] : []),
    ...course,
    ...copies.toSorted((a, b) => a.afterMs - b.afterMs),
  ]
}

/** The draws of a plan: `planOf` makes the same plan of them. */
export function drawsOf(plan: FaultPlan): FaultDraw[] {
  return plan.map((fault) => {
    if (!('attempt' in fault)) return fault
    const { attempt: _, ...draw } = fault
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
