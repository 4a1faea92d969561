import type { EndedEvent } from '../engine/ended-event.ts'
import type { CallObserver, EngineView, Observer } from '../engine/ports.ts'
import type { Target } from '../engine/target.ts'
import { SUCCESS } from '../rules/condition.ts'
import { SUCCEEDED, SYSTEM_ERROR } from '../rules/outcome.ts'
import { CallMetrics } from './call-metrics.ts'
import type { FunctionMetrics } from './function-metrics.ts'
import { MINUTE_MS, Minute } from './minute.ts'
import type { MinuteRow } from './minute-row.ts'

/**
 * A run as CloudWatch would have it: metrics a minute, for each function that did something in it and for the account.
 *
 * Minutes are those of the clock. What an attempt comes to counts in the minute of its start, as in CloudWatch
 * (documented: "the timestamp on a metric reflects when the function was invoked"); the rest counts when it happens. So
 * a minute's rows come once its last attempt has ended, in order of time, functions in order of their index, the account
 * last. Memory follows the functions that are active.
 */
export class Minutes implements Observer {
  readonly calls: CallObserver = {
    called: () => {},
    refused: (_, target) => {
      callsOf(this.of(target)).throttles++
    },
    missed: () => {},
    started: (_call, _attempt, target) => this.start(target),
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
  private readonly running = new Map<number, number>()
  private unreserved = 0
  private latest: Minute | undefined
  private engine!: EngineView

  constructor(sink: (row: MinuteRow) => void) {
    this.sink = sink
  }

  attach(engine: EngineView): void {
    this.engine = engine
  }

  accepted(_event: number, target: Target): void {
    this.of(target).received++
  }

  throttled(event: number, target: Target): void {
    const metrics = this.of(target)
    metrics.throttles++
    this.noteAge(event, metrics)
  }

  missed(event: number, target: Target): void {
    const metrics = this.of(target)
    metrics.attempts++
    metrics.errors++
    this.noteAge(event, metrics)
  }

  started(event: number, _attempt: number, target: Target): void {
    this.noteAge(event, this.of(target))
    this.start(target)
  }

  /** An attempt has started, of an event or of a call. */
  private start(target: Target): void {
    const { engine } = this
    const metrics = this.of(target)
    const { index } = target.function
    const running = (this.running.get(index) ?? 0) + 1
    this.running.set(index, running)
    this.unreserved = engine.unreservedRunning
    metrics.maxRunning = Math.max(metrics.maxRunning, running)
    const minute = this.present()
    minute.open++
    minute.noteRunning(engine.running, this.unreserved)
  }

  ended(_event: number, attempt: number, target: Target): void {
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
    const { attempts, startMs, unreservedRunning } = this.engine
    this.present()
    const { index } = target.function
    const running = this.running.get(index)! - 1
    if (running > 0) this.running.set(index, running)
    else this.running.delete(index)
    this.unreserved = unreservedRunning

    const minute = this.minutes.get(minuteOf(startMs + attempts.startedMs(attempt)))!
    minute.open--
    return minute
  }

  finished(_event: number, condition: number, target: Target): void {
    const metrics = this.of(target)
    if (condition === SUCCESS) metrics.succeeded++
    else metrics.dropped[condition - 1]!++
  }

  deliveryFailed({ facts }: EndedEvent, side: number): void {
    this.of(facts.target).deliveryFailures[side]!++
  }

  queued(): void {}
  waiting(): void {}
  delivered(): void {}
  discarded(): void {}

  /** Writes what is left, as the last call. Attempts still in progress are missing from their minutes. */
  close(): void {
    for (const minute of this.minutes.values()) this.writeRows(minute)
    this.minutes.clear()
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
    let minute = this.latest && this.running.size > 0 ? this.latest : this.open(index)
    while (minute.index < index) minute = this.open(minute.index + 1)
    this.write()
    return minute
  }

  private open(index: number): Minute {
    this.latest?.noteReserved(this.engine.functions)
    const minute = new Minute(index)
    let running = 0
    for (const [functionIndex, count] of this.running) {
      minute.of(functionIndex).maxRunning = count
      running += count
    }
    minute.noteRunning(running, this.unreserved)
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
