import fc from 'fast-check'
import { DEFAULT_RETRY_ATTEMPTS, DEFAULT_TIMEOUT_SECONDS, FUNCTION_ERROR_DELAYS_MS } from '../../rules/limits.ts'
import type { Change } from '../faults/change.ts'
import {
  ATTEMPT_FAULTS,
  type Duration,
  FAULT_KINDS,
  type FaultKind,
  type FaultPlan,
  milliseconds,
  SURROUNDING_KINDS,
} from '../faults/fault.ts'
import { changes } from './changes.ts'
import { type FaultDraw, type PlanLimits, planOf } from './fault-draw.ts'
import { smallerPlans } from './smaller-plans.ts'

export interface FaultPlanOptions {
  /** Attempts that an event has if all fail: one more than its retries. Default: 3. */
  readonly attempts?: number | undefined
  /** What may go wrong. Default: all of `FAULT_KINDS`. Those of `SURROUNDING_KINDS` are drawn where they are named. */
  readonly kinds?: readonly FaultKind[] | undefined
  /** ARNs of queues, topics, buses and buckets that `down` strikes. Needed for that kind. */
  readonly targets?: readonly string[] | undefined
  /** What `change` changes. Default: `changes()`. */
  readonly changes?: fc.Arbitrary<Change> | undefined
  /** Of the function: slow attempts take up to so long, some of them 1 ms more. Default: 3 s. */
  readonly timeout?: Duration | undefined
  /** The longest time for which dispatches are throttled from the beginning on. Default: 10 m. */
  readonly longestThrottle?: Duration | undefined
}

const DEFAULT_LONGEST_THROTTLE_MS = 600_000
/** Duplicates come up to so much later: beside the first attempt, in the waits, and beside the retries. */
const LATEST_DUPLICATE_MS = 300_000
/** How finely crashes in the midst are spread between 1 ms and the timeout. */
const CUT_STEPS = 1_000
const [FIRST_RETRY_MS] = FUNCTION_ERROR_DELAYS_MS

/**
 * Fault plans in which every fault takes place if the handler itself does not fail, and lasts long enough to be cut: those of
 * attempts are of the first, the second … without a gap, since only an attempt that failed is followed by another. At most one
 * fault an attempt, one span of throttles, and two duplicates. More than half of the plans have one fault.
 *
 * Shrinks to the empty plan, then to fewer faults, to simpler ones in the order of `FAULT_KINDS`, and to smaller numbers,
 * until no fault can be left out.
 *
 * @throws RangeError for a number of attempts below 1, no kinds, an unknown kind, `down` without targets, or a bad duration
 */
export function faultPlans(options: FaultPlanOptions = {}): fc.Arbitrary<FaultPlan> {
  const { attempts = DEFAULT_RETRY_ATTEMPTS + 1, kinds = FAULT_KINDS } = options
  const timeoutMs = wholeMs(options.timeout ?? DEFAULT_TIMEOUT_SECONDS * 1000)
  const longestMs = wholeMs(options.longestThrottle ?? DEFAULT_LONGEST_THROTTLE_MS)
  if (!(Number.isInteger(attempts) && attempts >= 1))
    throw new RangeError(`faultPlans: expected attempts to be a whole number from 1 on, got ${attempts}`)
  if (longestMs < 1)
    throw new RangeError(`faultPlans: expected longestThrottle to be 1 ms or more, got ${longestMs} ms`)
  assertKinds(kinds)
  if (kinds.includes('down') && !options.targets?.length)
    throw new RangeError('faultPlans: expected targets that may be down, or kinds without down')
  const draw = draws({ ...options, kinds, timeoutMs, longestMs })
  return new FaultPlans(draw, kinds, { attempts, timeoutMs })
}

function wholeMs(duration: Duration): number {
  return Math.floor(milliseconds(duration))
}

function assertKinds(kinds: readonly FaultKind[]): void {
  const known = [...FAULT_KINDS, ...SURROUNDING_KINDS]
  const unknown = kinds.filter((kind) => !known.includes(kind))
  if (unknown.length === 0 && kinds.length > 0) return
  const came = kinds.length === 0 ? 'none' : unknown.map((kind) => JSON.stringify(kind)).join(', ')
  throw new RangeError(`faultPlans: expected kinds to be some of ${known.join(', ')}, got ${came}`)
}

/** Draws plans as fast-check does, and shrinks them as plans, which it cannot know to be more than lists. */
class FaultPlans extends fc.Arbitrary<FaultPlan> {
  private readonly kinds: readonly FaultKind[]
  private readonly limits: PlanLimits
  private readonly drawn: fc.Arbitrary<FaultPlan>

  constructor(draw: fc.Arbitrary<FaultDraw>, kinds: readonly FaultKind[], limits: PlanLimits) {
    super()
    this.kinds = kinds
    this.limits = limits
    const planned = (maxLength: number) =>
      fc.array(draw, { minLength: 1, maxLength, size: 'max' }).map((drawn) => planOf(drawn, limits))
    this.drawn = fc.oneof(
      { weight: 1, arbitrary: fc.constant<FaultPlan>([]) },
      { weight: 9, arbitrary: planned(1) },
      { weight: 5, arbitrary: planned(2) },
      { weight: 5, arbitrary: planned(limits.attempts + 3) },
    )
  }

  override generate(mrng: fc.Random, biasFactor: number | undefined): fc.Value<FaultPlan> {
    return new fc.Value(this.drawn.generate(mrng, biasFactor).value, undefined)
  }

  override canShrinkWithoutContext(value: unknown): value is FaultPlan {
    return Array.isArray(value) && value.every((fault) => this.kinds.includes(fault?.kind))
  }

  override shrink(plan: FaultPlan): fc.Stream<fc.Value<FaultPlan>> {
    return fc.stream(smallerPlans(plan, this.kinds, this.limits)).map((smaller) => new fc.Value(smaller, undefined))
  }
}

interface Drawing extends FaultPlanOptions {
  readonly kinds: readonly FaultKind[]
  readonly timeoutMs: number
  readonly longestMs: number
}

function draws({
  kinds,
  timeoutMs,
  longestMs,
  targets = [],
  changes: drawn = changes(),
}: Drawing): fc.Arbitrary<FaultDraw> {
  const attemptKinds = ATTEMPT_FAULTS.filter((kind) => kinds.includes(kind))
  const ofAttempts = attemptKinds.map((kind) => fc.constant<FaultDraw>({ kind }))
  return fc.oneof(
    ...ofAttempts.map((arbitrary) => ({ weight: 1, arbitrary })),
    ...(kinds.includes('cut') ? [{ weight: 2, arbitrary: cuts(timeoutMs) }] : []),
    ...(kinds.includes('slow') ? [{ weight: 1, arbitrary: slow(timeoutMs) }] : []),
    ...(kinds.includes('duplicate') ? [{ weight: 3, arbitrary: duplicates(timeoutMs) }] : []),
    ...(kinds.includes('throttle') ? [{ weight: 2, arbitrary: throttles(longestMs) }] : []),
    ...(kinds.includes('down') ? [{ weight: 3, arbitrary: downs(targets, longestMs) }] : []),
    ...(kinds.includes('change')
      ? [{ weight: 3, arbitrary: drawn.map((change) => ({ kind: 'change' as const, change })) }]
      : []),
  )
}

/** Before the timeout, each order of magnitude as often: nobody knows how long the handler runs. */
function cuts(timeoutMs: number): fc.Arbitrary<FaultDraw> {
  const longestMs = Math.max(1, timeoutMs - 1)
  const power = fc.nat(CUT_STEPS)
  return power.map((steps) => ({ kind: 'cut', afterMs: Math.floor(longestMs ** (steps / CUT_STEPS)) }))
}

function slow(timeoutMs: number): fc.Arbitrary<FaultDraw> {
  const inTime = fc.integer({ min: Math.min(1, timeoutMs), max: timeoutMs })
  const durationMs = fc.oneof({ weight: 2, arbitrary: inTime }, { weight: 1, arbitrary: fc.constant(timeoutMs + 1) })
  return durationMs.map((durationMs) => ({ kind: 'slow', durationMs }))
}

/** Mostly while the first attempt may run. */
function duplicates(timeoutMs: number): fc.Arbitrary<FaultDraw> {
  const afterMs = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.nat(timeoutMs) },
    { weight: 1, arbitrary: fc.constantFrom(FIRST_RETRY_MS, FIRST_RETRY_MS + timeoutMs) },
    { weight: 2, arbitrary: fc.nat(LATEST_DUPLICATE_MS) },
  )
  return afterMs.map((afterMs) => ({ kind: 'duplicate', afterMs }))
}

function throttles(longestMs: number): fc.Arbitrary<FaultDraw> {
  const fromMs = fc.oneof(fc.constant(0), fc.nat(FIRST_RETRY_MS))
  const forMs = fc.integer({ min: 1, max: longestMs })
  return fc.record({ kind: fc.constant('throttle' as const), fromMs, forMs })
}

/** From the acceptance on, and mostly until all retries are over. */
function downs(targets: readonly string[], longestMs: number): fc.Arbitrary<FaultDraw> {
  const retriesMs = FUNCTION_ERROR_DELAYS_MS.reduce<number>((sum, ms) => sum + ms, 0)
  const forMs = fc.oneof(
    fc.integer({ min: 1, max: longestMs }),
    fc.integer({ min: retriesMs, max: retriesMs + longestMs }),
  )
  return fc.record({
    kind: fc.constant('down' as const),
    target: fc.constantFrom(...targets),
    fromMs: fc.constant(0),
    forMs,
  })
}
