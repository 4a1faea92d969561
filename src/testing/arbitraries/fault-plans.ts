import fc from 'fast-check'
import { DEFAULT_RETRY_ATTEMPTS, DEFAULT_TIMEOUT_SECONDS, FUNCTION_ERROR_DELAYS_MS } from '../../rules/limits.ts'
import { ATTEMPT_FAULTS, type AttemptFaultKind, type Duration, type Fault, type FaultPlan, milliseconds } from '../fault.ts'

export type FaultKind = Fault['kind']

/** All that can go wrong with an event, the simplest first. */
export const FAULT_KINDS: readonly FaultKind[] = [...ATTEMPT_FAULTS, 'slow', 'duplicate', 'throttle']

export interface FaultPlanOptions {
  /** Attempts that an event has if all fail: one more than its retries. Default: 3. */
  readonly attempts?: number | undefined
  /** What may go wrong. Default: everything. */
  readonly kinds?: readonly FaultKind[] | undefined
  /** Of the function: slow attempts take up to so long, some of them 1 ms more. Default: 3 s. */
  readonly timeout?: Duration | undefined
  /** The longest time for which dispatches are throttled. Default: 10 m. */
  readonly longestThrottle?: Duration | undefined
}

const DUPLICATES = 2
const DEFAULT_LONGEST_THROTTLE_MS = 600_000
/** Duplicates come up to so much later: beside the first attempt, the waits, and the retries. */
const LATEST_DUPLICATE_MS = 300_000
const [FIRST_RETRY_MS] = FUNCTION_ERROR_DELAYS_MS

/** One draw: what it becomes in a plan depends on those before it. */
type Draw = Fault extends infer Each ? (Each extends { readonly attempt: number } ? Omit<Each, 'attempt'> : Each) : never

/**
 * Fault plans in which every fault takes place if the handler itself does not fail: those of attempts are of the first, second …
 * without a gap, since only an attempt that failed is followed by another. At most one fault an attempt, one span of
 * throttles, two duplicates. Half of the plans have one fault.
 *
 * Shrinks to the empty plan, then to fewer, earlier, and simpler faults in the order of `FAULT_KINDS`.
 *
 * @throws RangeError for a number of attempts below 1, no kinds, an unknown kind or a bad duration
 */
export function faultPlans(options: FaultPlanOptions = {}): fc.Arbitrary<FaultPlan> {
  const { attempts = DEFAULT_RETRY_ATTEMPTS + 1, kinds = FAULT_KINDS } = options
  const timeoutMs = milliseconds(options.timeout ?? DEFAULT_TIMEOUT_SECONDS * 1000)
  const longestMs = milliseconds(options.longestThrottle ?? DEFAULT_LONGEST_THROTTLE_MS)
  if (!(Number.isInteger(attempts) && attempts >= 1))
    throw new RangeError(`faultPlans: expected attempts to be a whole number from 1 on, got ${attempts}`)
  if (longestMs < 1) throw new RangeError(`faultPlans: expected longestThrottle to be 1 ms or more, got ${longestMs} ms`)
  assertKinds(kinds)
  const draw = draws(kinds, timeoutMs, longestMs)
  const planned = (minLength: number, maxLength: number) =>
    fc.array(draw, { minLength, maxLength, size: 'max' }).map((drawn) => planOf(drawn, attempts, timeoutMs))
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant<FaultPlan>([]) },
    { weight: 9, arbitrary: planned(1, 1) },
    { weight: 5, arbitrary: planned(1, 2) },
    { weight: 5, arbitrary: planned(1, attempts + 3) },
  )
}

function assertKinds(kinds: readonly FaultKind[]): void {
  const unknown = kinds.filter((kind) => !FAULT_KINDS.includes(kind))
  if (unknown.length === 0 && kinds.length > 0) return
  const came = kinds.length === 0 ? 'none' : unknown.map((kind) => JSON.stringify(kind)).join(', ')
  throw new RangeError(`faultPlans: expected kinds to be some of ${FAULT_KINDS.join(', ')}, got ${came}`)
}

function draws(kinds: readonly FaultKind[], timeoutMs: number, longestMs: number): fc.Arbitrary<Draw> {
  const attemptKinds = ATTEMPT_FAULTS.filter((kind) => kinds.includes(kind))
  const rare = [
    {
      weight: attemptKinds.length,
      isWanted: attemptKinds.length > 0,
      arbitrary: () => fc.constantFrom(...attemptKinds).map((kind): Draw => ({ kind })),
    },
    { weight: 1, isWanted: kinds.includes('slow'), arbitrary: () => slow(timeoutMs) },
    { weight: 3, isWanted: kinds.includes('duplicate'), arbitrary: () => duplicates(timeoutMs) },
    { weight: 2, isWanted: kinds.includes('throttle'), arbitrary: () => throttles(longestMs) },
  ]
  const wanted = rare.filter(({ isWanted }) => isWanted)
  return fc.oneof(
    { withCrossShrink: true },
    ...wanted.map(({ weight, arbitrary }) => ({ weight, arbitrary: arbitrary() })),
  )
}

function slow(timeoutMs: number): fc.Arbitrary<Draw> {
  const inTime = fc.integer({ min: Math.min(1, timeoutMs), max: timeoutMs })
  const durationMs = fc.oneof({ arbitrary: inTime, weight: 2 }, fc.constant(timeoutMs + 1))
  return durationMs.map((durationMs) => ({ kind: 'slow', durationMs }))
}

/** Mostly while the first attempt may run. */
function duplicates(timeoutMs: number): fc.Arbitrary<Draw> {
  const afterMs = fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.nat(timeoutMs) },
    { weight: 1, arbitrary: fc.constantFrom(FIRST_RETRY_MS, FIRST_RETRY_MS + timeoutMs) },
    { weight: 2, arbitrary: fc.nat(LATEST_DUPLICATE_MS) },
  )
  return afterMs.map((afterMs) => ({ kind: 'duplicate', afterMs }))
}

function throttles(longestMs: number): fc.Arbitrary<Draw> {
  const fromMs = fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.nat(FIRST_RETRY_MS))
  const forMs = fc.integer({ min: 1, max: longestMs })
  return fc.record({ kind: fc.constant('throttle' as const), fromMs, forMs })
}

/** Puts draws together to a plan of faults that take place: what cannot is left out. */
function planOf(drawn: readonly Draw[], attempts: number, timeoutMs: number): FaultPlan {
  const course: Fault[] = []
  let failures = 0
  let hasSucceeded = false
  for (const draw of drawn) {
    if (draw.kind === 'duplicate' || draw.kind === 'throttle' || hasSucceeded || failures === attempts) continue
    course.push({ ...draw, attempt: course.length + 1 } as Fault)
    if (draw.kind === 'slow' && draw.durationMs <= timeoutMs) hasSucceeded = true
    else if (draw.kind !== 'systemError') failures++
  }
  const isRetried = attempts > 1 && isFailure(course[0], timeoutMs)
  const throttle = drawn.find((draw) => draw.kind === 'throttle')
  const copies = drawn.filter((draw) => draw.kind === 'duplicate').slice(0, DUPLICATES)
  return [
    ...(throttle ? [isRetried ? onRetry(throttle, timeoutMs) : { ...throttle, fromMs: 0 }] : []),
    ...course,
    ...copies.toSorted((a, b) => a.afterMs - b.afterMs),
  ]
}

function isFailure(fault: Fault | undefined, timeoutMs: number): boolean {
  if (fault === undefined) return false
  const failing: readonly FaultKind[] = ATTEMPT_FAULTS.filter((kind: AttemptFaultKind) => kind !== 'systemError')
  return failing.includes(fault.kind) || (fault.kind === 'slow' && fault.durationMs > timeoutMs)
}

/** Throttles that begin after the first attempt last until the retry, however late that is. */
function onRetry(throttle: Fault & { kind: 'throttle' }, timeoutMs: number): Fault {
  const { fromMs, forMs } = throttle
  if (fromMs === 0) return throttle
  return { ...throttle, forMs: FIRST_RETRY_MS + timeoutMs - fromMs + forMs }
}
