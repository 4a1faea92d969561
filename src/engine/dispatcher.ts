import { admits } from '../rules/admission.ts'
import { GOES_ON, RETRIES_EXHAUSTED, SUCCESS } from '../rules/condition.ts'
import { decideBackoff, decideDispatch, decideFunctionError, mayVanish, UNRESERVED } from '../rules/decision.ts'
import { cutOutcome, SUCCEEDED, SYSTEM_ERROR, TARGET_MISSING, THROTTLED, TIMED_OUT } from '../rules/outcome.ts'
import { backPressureFactor, functionErrorDelayMs } from '../rules/retry.ts'
import { ACCOUNT_CONCURRENCY, RESERVED_CONCURRENCY, SCALING_RATE } from '../rules/throttle.ts'
import { NO_SLOT } from './attempt-table.ts'
import { Belongings } from './belongings.ts'
import { Calls } from './calls.ts'
import { Chains } from './chains.ts'
import { Deliveries } from './deliveries.ts'
import type { EngineParts } from './engine-parts.ts'
import { EngineState } from './engine-state.ts'
import type { Pool } from './pool.ts'
import type { Invoker, Observer } from './ports.ts'
import { Queues } from './queues.ts'
import type { Target } from './target.ts'
import { IS_SHARED, IS_SYNCHRONOUS, LEAVES_RECORD } from './target-lines.ts'
import { NO_VERSION } from './version-lines.ts'

// Constants of this module, not of another: the compiler folds only those, and every event reads them.
const [CONTINUES, WELL, FAULT, NONE, UNCLEAR] = [GOES_ON, SUCCEEDED, SYSTEM_ERROR, NO_SLOT, NO_VERSION]
const [SHARED, SYNCHRONOUS, RECORDED] = [IS_SHARED, IS_SYNCHRONOUS, LEAVES_RECORD]

/** Events are numbered in 31 bits: integers that JavaScript engines keep unboxed. */
const MOST_EVENTS = 2 ** 31 - 1

/** What becomes of an event from its acceptance to its end: the transitions. Those of a call end in `Calls`. */
export class Dispatcher extends EngineState {
  protected readonly deliveries: Deliveries
  protected readonly queues: Queues
  protected readonly calls: Calls
  /** Attempts that real code runs, by event number. */
  protected readonly open = new Map<number, number>()
  protected readonly isFifo: boolean
  private readonly invoker: Invoker
  private readonly throttles: Invoker['throttles']
  protected readonly observer: Observer | undefined
  protected readonly chains = new Chains()
  protected readonly belongings: Belongings
  private readonly isInclusive: boolean
  /** Whether anything was ever kept for an event: payloads, responses, chains. Most simulations keep nothing. */
  keeps = false

  constructor(parts: EngineParts) {
    super(parts)
    this.isFifo = this.choices.queueing === 'fifo'
    this.isInclusive = this.choices.ageLookAheadBoundary === 'inclusive'
    this.invoker = parts.invoker
    this.throttles = parts.invoker.throttles?.bind(parts.invoker)
    this.observer = parts.observer
    this.queues = new Queues(this, this.settings)
    if (this.isFifo) this.provisioning.onReady = (pool) => this.queues.serve(pool)
    this.belongings = new Belongings(this, parts, this.chains)
    this.deliveries = new Deliveries(this, parts, this.chains, this.belongings)
    this.calls = new Calls(this, this.belongings, parts.observer?.calls)
  }

  /** Puts a new event into the table and tells of it. `enter` or a dispatch must follow. */
  admit(targetIndex: number, name0: number, name1: number, payload?: Uint8Array): number {
    if (this.accepted === MOST_EVENTS) throw new RangeError(`a run has at most ${MOST_EVENTS} events`)
    const successor = this.targetLines.successor(targetIndex)
    const event = this.events.take(++this.accepted, name0, name1, successor)
    this.events.stamp(event, this.nowMs)
    this.pending++
    if (payload) {
      this.keeps = true
      this.belongings.keepRequest(event, payload)
    }
    this.observer?.accepted(event, this.targets[successor]!, this.targetLines.function(successor))
    return event
  }

  /** Lets a new event wait for its first dispatch. */
  enter(event: number): void {
    const dueMs = this.nowMs + this.choices.queueLatencyMs
    this.waits.joinFirst(event, dueMs)
    const target = this.targets[this.events.target(event)]!
    this.observer?.waiting(event, dueMs, target, target.function.index)
  }

  dispatch(event: number, target: Target): void {
    const { events, targetLines } = this
    const index = events.target(event)
    const reserved = targetLines.reserved(index)
    const condition = decideDispatch(
      reserved,
      this.nowMs - events.acceptedMs(event),
      targetLines.maximumAgeMs(index),
      this.isInclusive,
      this.keeps && this.chains.stops(event, target.function),
    )
    if (condition !== CONTINUES) {
      // The one that a call can meet here is zero reserved concurrency: recorded, it is answered as if that were used up.
      if (target.isSynchronous) return this.calls.refuse(event, target, RESERVED_CONCURRENCY)
      return this.finish(event, target, target.function.index, condition)
    }
    let place = targetLines.version(index)
    if (place === UNCLEAR) place = this.versionOf(event, target)?.place ?? UNCLEAR
    if (place === UNCLEAR) return this.miss(event, target)
    const used = reserved === UNRESERVED ? ACCOUNT_CONCURRENCY : RESERVED_CONCURRENCY
    if (this.throttles?.(event, target)) return this.refuse(event, target, used)
    const isProvisioned = this.versionLines.isProvisioned(place)
    const pool = (targetLines.flags(index) & SHARED) === 0 ? target.function.pool : this.settings.shared
    if (isProvisioned && this.prefer(event, target, place, pool)) return
    if (!admits(pool.running, pool.limit)) return this.refuse(event, target, used)
    const attempt = this.environments.take(event, place)
    if (attempt === NONE) return this.refuse(event, target, SCALING_RATE)
    if (isProvisioned && this.versions[place]!.provisioned!.size > 0) this.attempts.spill(attempt)
    this.start(event, attempt, target, place, pool)
  }

  /** Whether an attempt started in a provisioned environment of its version; if not, it spills over to an on-demand one. */
  private prefer(event: number, target: Target, place: number, pool: Pool): boolean {
    const provisioned = this.provisioning.take(event, target.function, this.versions[place]!)
    if (provisioned !== NONE) this.start(event, provisioned, target, place, pool)
    return provisioned !== NONE
  }

  /** @param reason an index of `THROTTLES` */
  private refuse(event: number, target: Target, reason: number): void {
    if (target.isSynchronous) return this.calls.refuse(event, target, reason)
    if (this.isFifo) {
      this.queues.join(event, target, reason)
      this.observer?.queued(event, target, reason, target.function.index)
    } else {
      this.observer?.throttled(event, target, reason, target.function.index)
      this.backOff(event, target, THROTTLED)
    }
  }

  private start(event: number, attempt: number, target: Target, place: number, pool: Pool): void {
    const { attempts, events, targetLines } = this
    const index = events.target(event)
    const functionIndex = targetLines.function(index)
    if (++pool.running > pool.maxRunning) pool.maxRunning = pool.running
    this.settings.running.add(functionIndex, 1)
    this.running++
    events.countTry(event)
    attempts.stamp(attempt, this.nowMs)
    if (this.invoker.start(attempt, event, target)) {
      let durationMs = attempts.durationMs(attempt)
      if (!(durationMs >= 0)) throw new RangeError(`expected a duration of 0 ms or more, got ${durationMs}`)
      const timeoutMs = this.versionLines.timeoutMs(place)
      if (durationMs > timeoutMs) {
        durationMs = timeoutMs
        attempts.cut(attempt, durationMs, cutOutcome(attempts.outcome(attempt)))
      }
      this.ends.push(this.nowMs + attempts.initMs(attempt) + durationMs, attempt)
    } else this.await(event, attempt, this.versionLines.timeoutMs(place))
    if ((targetLines.flags(index) & SYNCHRONOUS) !== 0) this.calls.start(event, attempt, target)
    else this.observer?.started(event, attempt, target, functionIndex)
  }

  /** Real code runs: it ends at the function's timeout, unless it settles before. */
  private await(event: number, attempt: number, timeoutMs: number): void {
    this.keeps = true
    this.open.set(this.events.number(event), attempt)
    this.attempts.plan(attempt, timeoutMs, TIMED_OUT)
    const patienceMs = this.invoker.patienceMs?.(timeoutMs) ?? timeoutMs
    if (patienceMs === Number.POSITIVE_INFINITY) this.endless.add(attempt)
    else this.ends.push(this.nowMs + this.attempts.initMs(attempt) + patienceMs, attempt)
  }

  protected end(attempt: number): void {
    const { attempts, events, targetLines } = this
    const event = attempts.event(attempt)
    const outcome = attempts.outcome(attempt)
    const index = events.target(event)
    const target = this.targets[index]!
    const flags = targetLines.flags(index)
    const functionIndex = targetLines.function(index)
    const pool = (flags & SHARED) === 0 ? target.function.pool : this.settings.shared
    pool.running--
    this.settings.running.add(functionIndex, -1)
    this.running--
    // What is still open has not settled: it ends at its timeout, with nothing answered.
    if (this.keeps && this.open.delete(events.number(event))) this.belongings.keepResponse(event, undefined)
    if (outcome !== FAULT) events.countAttempt(event, outcome, attempts.version(attempt))
    const isCall = (flags & SYNCHRONOUS) !== 0
    if (isCall) this.calls.end(event, attempt, target)
    else this.observer?.ended(event, attempt, target, functionIndex)
    this.environments.free(attempt, event, attempts.place(attempt))
    if (isCall) this.calls.release(event)
    else if (outcome === WELL) this.finish(event, target, functionIndex, SUCCESS, (flags & RECORDED) !== 0)
    else if (outcome === FAULT) this.backOff(event, target, FAULT)
    else {
      if (this.choices.throttleBackoffAfterRun === 'reset') events.clearSetbacks(event)
      this.retry(event, target)
    }
    if (this.isFifo && pool.isAwaited) this.queues.serve(pool)
  }

  /** A dispatch whose target is not there: an attempt that ends at once with 404. */
  private miss(event: number, target: Target): void {
    if (target.isSynchronous) return this.calls.miss(event, target)
    const { events } = this
    events.countTry(event)
    events.countAttempt(event, TARGET_MISSING, events.version(event))
    this.observer?.missed(event, target, target.function.index)
    const left = target.maximumRetries - events.retries(event)
    if (this.choices.missingTarget !== 'drop' || !mayVanish(target.qualifier, left)) this.retry(event, target)
    else {
      const number = events.number(event)
      this.finish(event, target, target.function.index, RETRIES_EXHAUSTED, false)
      this.observer?.discarded(number, target)
    }
  }

  /** After a function error. */
  private retry(event: number, target: Target): void {
    const { events } = this
    const used = events.retries(event)
    const nominalMs = functionErrorDelayMs(used)
    const waitMs = this.waits.afterErrorMs(event, nominalMs)
    const condition = decideFunctionError(
      target.function.reserved,
      used,
      target.maximumRetries,
      this.nowMs - events.acceptedMs(event),
      this.waits.lookAheadMs(nominalMs, waitMs),
      target.maximumAgeMs,
      this.isInclusive,
    )
    if (condition !== CONTINUES) return this.finish(event, target, target.function.index, condition)
    events.countRetry(event)
    this.waits.joinAfterError(event, this.nowMs + waitMs, used)
    this.observer?.waiting(event, this.nowMs + waitMs, target, target.function.index)
  }

  /** After a throttle or a system error. */
  private backOff(event: number, target: Target, outcome: number): void {
    const { events } = this
    events.countSetback(event, outcome)
    const setbacks = events.setbacks(event)
    const factor = backPressureFactor(this.pending - this.running, this.choices.backPressure)
    const nominalMs = this.waits.setbackMs(setbacks) * factor
    const waitMs = this.waits.afterSetbackMs(event, nominalMs)
    const condition = decideBackoff(
      target.function.reserved,
      this.nowMs - events.acceptedMs(event),
      this.waits.lookAheadMs(nominalMs, waitMs),
      target.maximumAgeMs,
      this.isInclusive,
    )
    if (condition !== CONTINUES) return this.finish(event, target, target.function.index, condition)
    this.waits.joinAfterSetback(event, this.nowMs + waitMs, setbacks, factor === 1)
    this.observer?.waiting(event, this.nowMs + waitMs, target, target.function.index)
  }

  private finish(event: number, target: Target, functionIndex: number, condition: number, isRouted = true): void {
    this.pending--
    this.observer?.finished(event, condition, target, functionIndex)
    if (isRouted) this.deliveries.route(event, target, condition)
    if (this.keeps) this.belongings.forget(event)
    this.events.release(event)
  }
}
