import type { EndedEvent } from '../engine/ended-event.ts'
import type { CallObserver, EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import type { Target } from '../engine/target.ts'
import { SUCCESS } from '../rules/condition.ts'
import { UNRESERVED } from '../rules/decision.ts'
import { SUCCEEDED, SYSTEM_ERROR } from '../rules/outcome.ts'
import { CallMetrics } from './call-metrics.ts'
import type { FunctionMetrics } from './function-metrics.ts'
import { MINUTE_MS, Minute } from './minute.ts'
import type { MinuteRow } from './minute-row.ts'
import { concernsProvisioned } from './provisioned-counts.ts'
import { RunningCounts } from './running-counts.ts'

/**
 * A run as CloudWatch would have it: metrics a minute, for each function that did something in it and for the account.
 *
 * Minutes are those of the clock. What an attempt comes to counts in the minute of its start, as in CloudWatch
 * (documented: "the timestamp on a metric reflects when the function was invoked"); the rest counts when it happens. So
 * a minute's rows come once its last attempt has ended, in order of time, functions in order of their index, the account
 * last. Memory follows the functions that are active.
 */
export class Minutes extends SilentObserver {
  readonly calls: CallObserver = {
    called: () => {},
    refused: (_, target) => {
      callsOf(this.of(target)).throttles++
    },
    missed: () => {},
    started: (_, attempt, target) => this.start(attempt, target),
    ended: (_, attempt, target) => {
      const { attempts } = this.engine
      const calls = callsOf(this.end(attempt, target).of(target.function.index))
      const outcome = attempts.outcome(attempt)
      if (outcome === SUCCEEDED) calls.succeeded++
      else if (outcome !== SYSTEM_ERROR) calls.errors++
      if (outcome !== SYSTEM_ERROR) calls.duration.record(attempts.durationMs(attempt))
      this.write()
    },
  }
  private readonly sink: (row: MinuteRow) => void
  /** Minutes without rows yet, by index, in order; the last one is the present. */
  private readonly minutes = new Map<number, Minute>()
  /** Attempts in progress by function, where there are any. */
  private readonly running = new RunningCounts()
  /** Those in provisioned environments. */
  private readonly provisioned = new RunningCounts()
  private unreserved = 0
  private kept = 0
  private latest: Minute | undefined
  private engine!: EngineView

  constructor(sink: (row: MinuteRow) => void) {
    super()
    this.sink = sink
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override accepted(_event: number, target: Target): void {
    this.of(target).received++
  }

  override throttled(event: number, target: Target): void {
    const metrics = this.of(target)
    metrics.throttles++
    this.noteAge(event, metrics)
  }

  override missed(event: number, target: Target): void {
    const metrics = this.of(target)
    metrics.attempts++
    metrics.errors++
    this.noteAge(event, metrics)
  }

  override started(event: number, attempt: number, target: Target): void {
    this.noteAge(event, this.of(target))
    this.start(attempt, target)
  }

  /** An attempt has started, of an event or of a call. */
  private start(attempt: number, target: Target): void {
    const { engine } = this
    const metrics = this.of(target)
    const { index } = target.function
    metrics.maxRunning = Math.max(metrics.maxRunning, this.running.add(index, 1))
    this.lookAtAccount()
    const minute = this.present()
    minute.open++
    minute.noteRunning(engine.running, this.unreserved, this.kept)
    if (!concernsProvisioned(engine.attempts, attempt)) return
    const running = this.provisioned.add(index, engine.attempts.isProvisioned(attempt) ? 1 : 0)
    minute.provisioned(index).note(running, target.function)
  }

  override ended(_event: number, attempt: number, target: Target): void {
    const { attempts } = this.engine
    const minute = this.end(attempt, target)
    const outcome = attempts.outcome(attempt)
    if (outcome !== SYSTEM_ERROR) {
      const metrics = minute.of(target.function.index)
      metrics.attempts++
      if (outcome !== SUCCEEDED) metrics.errors++
      metrics.duration.record(attempts.durationMs(attempt))
    }
    this.write()
  }

  /** An attempt has ended, of an event or of a call. @returns the minute that it counts in, which is to be written then */
  private end(attempt: number, target: Target): Minute {
    const { attempts, startMs } = this.engine
    this.present()
    const { index } = target.function
    this.running.add(index, -1)
    const isProvisioned = attempts.isProvisioned(attempt)
    if (isProvisioned) this.provisioned.add(index, -1)
    // Told before the environment is given back.
    this.lookAtAccount(isProvisioned && target.function.reserved === UNRESERVED ? 1 : 0)

    const minute = this.minutes.get(minuteOf(startMs + attempts.startedMs(attempt)))!
    minute.open--
    if (concernsProvisioned(attempts, attempt)) {
      minute.provisioned(index).count(attempts, attempt, target.function)
    }
    return minute
  }

  override finished(_event: number, condition: number, target: Target): void {
    const metrics = this.of(target)
    if (condition === SUCCESS) metrics.succeeded++
    else metrics.dropped[condition - 1]!++
  }

  override deliveryFailed({ facts }: EndedEvent, side: number): void {
    this.of(facts.target).deliveryFailures[side]!++
  }

  /** Writes what is left, as the last call. Attempts still in progress are missing from their minutes. */
  close(): void {
    for (const minute of this.minutes.values()) this.writeRows(minute)
    this.minutes.clear()
  }

  /** What there is now holds until the next transition, also at the beginning of minutes between. */
  private lookAtAccount(returning = 0): void {
    this.unreserved = this.engine.unreservedRunning
    this.kept = this.engine.unreservedKept + returning
  }

  private of(target: Target): FunctionMetrics {
    return this.present().of(target.function.index)
  }

  private noteAge(event: number, metrics: FunctionMetrics): void {
    metrics.eventAge.record(this.engine.nowMs - this.engine.events.acceptedMs(event))
  }

  /** The present minute. Those since the last call are opened first: all while attempts ran, else the present one. */
  private present(): Minute {
    const { nowMs, startMs } = this.engine
    const index = minuteOf(startMs + nowMs)
    if (this.latest?.index === index) return this.latest
    let minute = this.latest && this.running.total > 0 ? this.latest : this.open(index)
    while (minute.index < index) minute = this.open(minute.index + 1)
    this.write()
    return minute
  }

  private open(index: number): Minute {
    this.latest?.noteReserved(this.engine.functions)
    const minute = new Minute(index)
    for (const [functionIndex, count] of this.running.counts) minute.of(functionIndex).maxRunning = count
    for (const [functionIndex, count] of this.provisioned.counts) {
      minute.provisioned(functionIndex).note(count, this.engine.functions[functionIndex]!)
    }
    minute.noteRunning(this.running.total, this.unreserved, this.kept)
    minute.noteReserved(this.engine.functions)
    this.minutes.set(index, minute)
    this.latest = minute
    return minute
  }

  /** Writes the minutes that are over and have no attempt left, up to the first that has. */
  private write(): void {
    for (const [index, minute] of this.minutes) {
      if (minute === this.latest || minute.open > 0) return
      this.writeRows(minute)
      this.minutes.delete(index)
    }
  }

  private writeRows(minute: Minute): void {
    for (const row of minute.rows(this.engine)) this.sink(row)
  }
}

function callsOf(metrics: FunctionMetrics): CallMetrics {
  metrics.calls ??= new CallMetrics()
  return metrics.calls
}

function minuteOf(instantMs: number): number {
  return Math.floor(instantMs / MINUTE_MS)
}
