import { admits } from '../rules/admission.ts'
import { GOES_ON, RETRIES_EXHAUSTED, SUCCESS } from '../rules/condition.ts'
import { decideDispatch, mayVanish, UNRESERVED } from '../rules/decision.ts'
import { cutOutcome, SUCCEEDED, SYSTEM_ERROR, TARGET_MISSING, THROTTLED, TIMED_OUT } from '../rules/outcome.ts'
import { ACCOUNT_CONCURRENCY, RESERVED_CONCURRENCY, SCALING_RATE } from '../rules/throttle.ts'
import { Aftermath } from './aftermath.ts'
import { NO_SLOT } from './attempt-table.ts'
import { Belongings } from './belongings.ts'
import { Calls } from './calls.ts'
import { Deliveries } from './deliveries.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Pool } from './pool.ts'
import type { Invoker } from './ports.ts'
import { Queues } from './queues.ts'
import type { Target } from './target.ts'
import { IS_SYNCHRONOUS, LEAVES_RECORD } from './target-lines.ts'
import { NO_VERSION } from './version-lines.ts'

// Constants of this module, not of another: the compiler folds only those, and every event reads them.
const [CONTINUES, WELL, FAULT, NONE, UNCLEAR] = [GOES_ON, SUCCEEDED, SYSTEM_ERROR, NO_SLOT, NO_VERSION]
const [SYNCHRONOUS, RECORDED] = [IS_SYNCHRONOUS, LEAVES_RECORD]

/** Events are numbered in 31 bits: integers that JavaScript engines keep unboxed. */
const MOST_EVENTS = 2 ** 31 - 1

/** What becomes of an event from its acceptance to its end: the transitions. Those of a call end in `Calls`. */
export class Dispatcher extends Aftermath {
  protected override readonly deliveries: Deliveries
  protected readonly queues: Queues
  protected readonly calls: Calls
  /** Attempts that real code runs, by event number. */
  protected readonly open = new Map<number, number>()
  protected readonly isFifo: boolean
  private readonly invoker: Invoker
  private readonly throttles: Invoker['throttles']
  protected override readonly belongings: Belongings

  constructor(parts: EngineParts) {
    super(parts)
    this.isFifo = this.choices.queueing === 'fifo'
    this.invoker = parts.invoker
    this.throttles = parts.invoker.throttles?.bind(parts.invoker)
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

  /** @param index of the event's target */
  dispatch(event: number, index: number): void {
    const { events, targetLines } = this
    const target = this.targets[index]!
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
    if (this.throttles?.(event, target)) return this.refuse(event, index, used)
    const isProvisioned = this.versionLines.isProvisioned(place)
    const pool = this.poolOf(index)
    if (isProvisioned && this.prefer(event, index, place, pool)) return
    if (!admits(pool.running, pool.limit)) return this.refuse(event, index, used)
    const attempt = this.environments.take(event, place)
    if (attempt === NONE) return this.refuse(event, index, SCALING_RATE)
    if (isProvisioned && this.versions[place]!.provisioned!.size > 0) this.attempts.spill(attempt)
    this.start(event, attempt, index, place, pool)
  }

  /** Whether an attempt started in a provisioned environment of its version; if not, it spills over to an on-demand one. */
  private prefer(event: number, index: number, place: number, pool: Pool): boolean {
    const version = this.versions[place]!
    const provisioned = this.provisioning.take(event, version.function, version)
    if (provisioned !== NONE) this.start(event, provisioned, index, place, pool)
    return provisioned !== NONE
  }

  /** @param reason an index of `THROTTLES` */
  private refuse(event: number, index: number, reason: number): void {
    const { targetLines } = this
    const target = this.targets[index]!
    if ((targetLines.flags(index) & SYNCHRONOUS) !== 0) return this.calls.refuse(event, target, reason)
    if (this.isFifo) {
      this.queues.join(event, index, reason)
      this.observer?.queued(event, target, reason, targetLines.function(index))
    } else {
      this.observer?.throttled(event, target, reason, targetLines.function(index))
      this.backOff(event, index, THROTTLED)
    }
  }

  private start(event: number, attempt: number, index: number, place: number, pool: Pool): void {
    const { attempts, events, targetLines } = this
    const target = this.targets[index]!
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
    const pool = this.poolOf(index)
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
    else if (outcome === FAULT) this.backOff(event, index, FAULT)
    else {
      if (this.choices.throttleBackoffAfterRun === 'reset') events.clearSetbacks(event)
      this.retry(event, index)
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
    if (this.choices.missingTarget !== 'drop' || !mayVanish(target.qualifier, left)) this.retry(event, target.index)
    else {
      const number = events.number(event)
      this.finish(event, target, target.function.index, RETRIES_EXHAUSTED, false)
      this.observer?.discarded(number, target)
    }
  }
}
