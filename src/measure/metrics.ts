import type { EndedEvent } from '../engine/ended-event.ts'
import type { EngineView, Observer } from '../engine/ports.ts'
import type { Target } from '../engine/target.ts'
import { grown } from '../kernel/column.ts'
import { DROP_CONDITIONS, SUCCESS } from '../rules/condition.ts'
import { SUCCEEDED, SYSTEM_ERROR } from '../rules/outcome.ts'
import { billedMs, gbSeconds } from '../rules/price.ts'
import { SIDES } from '../rules/routing.ts'
import { CallMeter } from './call-meter.ts'
import { FunctionMetrics } from './function-metrics.ts'
import { Histogram } from './histogram.ts'
import { HistogramBank } from './histogram-bank.ts'
import { TimeSeries } from './time-series.ts'

// Constants of this module, not of another: the compiler folds only those, and every event reads them.
const [WELL, FAULT, DONE] = [SUCCEEDED, SYSTEM_ERROR, SUCCESS]

/**
 * Where each count of a function stands in its row of doubles; the first eight, one cache line, are those that every
 * event touches.
 */
const [RECEIVED, ENDED, ATTEMPTS, ERRORS, MAX_RUNNING, BUSY_MS] = [0, 1, 2, 3, 4, 5]
/** Billed milliseconds, each times the memory of the version that ran. */
const BILLED_MB_MS = 6
const [COLD_STARTS, THROTTLES, SYSTEM_ERRORS, DISCARDED, MAX_BACKLOG, MAX_BACKLOG_AT_MS] = [7, 8, 9, 10, 11, 12]
/** By condition, in the order of `DROP_CONDITIONS`. */
const DROPPED = 13
/** By side, in the order of `SIDES`, as are the failures. */
const [DELIVERIES, DELIVERY_FAILURES] = [17, 20]
const ROW = 32
const ROW_BITS = 5

/** The histograms of a function, beside each other in the bank. */
const HISTOGRAMS = 3
const [EVENT_AGE, COMPLETION, DURATION] = [0, 1, 2]

/** Counts and measures a run: each function, and over time all together. */
export class Metrics implements Observer {
  readonly series = new TimeSeries()
  readonly calls = new CallMeter(this)
  maxBacklog = 0
  maxBacklogAtMs = 0
  private engine!: EngineView
  private row = new Float64Array(0)
  private readonly bank = new HistogramBank(0)

  attach(engine: EngineView): void {
    this.engine = engine
    this.calls.attach(engine)
    this.grow()
  }

  /** Makes room for the functions that the engine knows by now: functions may be created during a run. */
  grow(): void {
    const { length } = this.engine.functions
    this.row = grown(this.row, length * ROW)
    this.bank.grow(length * HISTOGRAMS)
  }

  accepted(_event: number, _target: Target, functionIndex: number): void {
    if (this.engine.nowMs >= this.series.endMs) this.roll(1, 0)
    const at = functionIndex << ROW_BITS
    if (at >= this.row.length) this.grow()
    this.row[at | RECEIVED]!++
  }

  throttled(event: number, _target: Target, _reason: number, functionIndex: number): void {
    this.row[(functionIndex << ROW_BITS) | THROTTLES]!++
    this.noteAge(event, functionIndex)
  }

  missed(event: number, _target: Target, functionIndex: number): void {
    const at = functionIndex << ROW_BITS
    this.row[at | ATTEMPTS]!++
    this.row[at | ERRORS]!++
    this.noteAge(event, functionIndex)
  }

  started(event: number, _attempt: number, _target: Target, functionIndex: number): void {
    this.noteAge(event, functionIndex)
    this.noteStart(functionIndex)
  }

  /** An attempt of a function has started, of an event or of a call. */
  noteStart(index: number): void {
    const { engine, row, series } = this
    const at = index << ROW_BITS
    const own = engine.runningOf(index)
    if (own > row[at | MAX_RUNNING]!) row[at | MAX_RUNNING] = own
    if (engine.nowMs >= series.endMs) this.roll(0, 1)
    series.noteRunning(engine.running)
  }

  ended(_event: number, attempt: number, _target: Target, functionIndex: number): void {
    const { engine, row, series } = this
    const { attempts } = engine
    if (engine.nowMs >= series.endMs) this.roll(0, -1)
    const at = functionIndex << ROW_BITS
    const outcome = attempts.outcome(attempt)
    const durationMs = attempts.durationMs(attempt)
    if (attempts.isCold(attempt)) row[at | COLD_STARTS]!++
    row[at | BUSY_MS]! += engine.nowMs - attempts.startedMs(attempt)
    if (outcome === FAULT) {
      row[at | SYSTEM_ERRORS]!++
      return
    }
    row[at | ATTEMPTS]!++
    if (outcome !== WELL) row[at | ERRORS]!++
    const memoryMb = engine.versionLines.memoryMb(attempts.place(attempt))
    row[at | BILLED_MB_MS]! += billedMs(attempts.initMs(attempt), durationMs) * memoryMb
    this.bank.record(functionIndex * HISTOGRAMS + DURATION, durationMs)
  }

  queued(_event: number, _target: Target, _reason: number, functionIndex: number): void {
    this.noteBacklog(functionIndex)
  }

  waiting(_event: number, _dueMs: number, _target: Target, functionIndex: number): void {
    this.noteBacklog(functionIndex)
  }

  finished(event: number, condition: number, _target: Target, functionIndex: number): void {
    const { engine, row, series } = this
    const acceptedMs = engine.events.acceptedMs(event)
    const at = functionIndex << ROW_BITS
    row[at | ENDED]!++
    if (condition !== DONE) {
      row[at + DROPPED + condition - 1]!++
      if (engine.nowMs >= series.endMs) this.roll(-1, 0)
      series.arrivals.count(condition - 1, acceptedMs)
    }
    this.bank.record(functionIndex * HISTOGRAMS + COMPLETION, engine.nowMs - acceptedMs)
  }

  delivered({ facts }: EndedEvent, side: number, _arn: string): void {
    this.row[(facts.target.function.index << ROW_BITS) + DELIVERIES + side]!++
  }

  deliveryFailed({ facts }: EndedEvent, side: number, _arn: string): void {
    this.row[(facts.target.function.index << ROW_BITS) + DELIVERY_FAILURES + side]!++
  }

  discarded(_number: number, { function: state }: Target): void {
    this.row[(state.index << ROW_BITS) | DISCARDED]!++
  }

  /** What there is so far, in the order of the engine's functions. */
  get functions(): FunctionMetrics[] {
    if (this.engine.functions.length * ROW > this.row.length) this.grow()
    return this.engine.functions.map(({ index }) => this.read(index))
  }

  /** All functions together. */
  total(): FunctionMetrics {
    const total = new FunctionMetrics()
    for (const metrics of this.functions) total.add(metrics)
    total.maxRunning = this.maxRunning
    total.maxBacklog = this.maxBacklog
    total.maxBacklogAtMs = this.maxBacklogAtMs
    return total
  }

  /** Most attempts at one moment. */
  get maxRunning(): number {
    this.series.close()
    return this.series.running.reduce((max, running) => Math.max(max, running))
  }

  /** Most attempts at one moment of functions that share the account's unreserved concurrency. */
  get maxUnreserved(): number {
    return this.engine.maxUnreservedRunning
  }

  /** Leaves the periods before the present moment empty: for a run of which the beginning is not counted. */
  begin(): void {
    this.series.roll(this.engine.nowMs, 0, 0)
  }

  /** Brings the time series up to the present moment. */
  close(): void {
    this.roll(0, 0)
    this.series.close()
  }

  private read(index: number): FunctionMetrics {
    const histogram = (which: number) => new Histogram(this.bank, index * HISTOGRAMS + which)
    const row = this.row.subarray(index << ROW_BITS, (index + 1) << ROW_BITS)
    const dropped = [...row.subarray(DROPPED, DROPPED + DROP_CONDITIONS.length)]
    return Object.assign(new FunctionMetrics(histogram(EVENT_AGE), histogram(COMPLETION), histogram(DURATION)), {
      received: row[RECEIVED]!,
      succeeded: dropped.reduce((left, drops) => left - drops, row[ENDED]!),
      attempts: row[ATTEMPTS]!,
      errors: row[ERRORS]!,
      maxRunning: row[MAX_RUNNING]!,
      busyMs: row[BUSY_MS]!,
      gbSeconds: gbSeconds(1, row[BILLED_MB_MS]!),
      coldStarts: row[COLD_STARTS]!,
      throttles: row[THROTTLES]!,
      systemErrors: row[SYSTEM_ERRORS]!,
      discarded: row[DISCARDED]!,
      maxBacklog: row[MAX_BACKLOG]!,
      maxBacklogAtMs: row[MAX_BACKLOG_AT_MS]!,
      dropped,
      deliveries: [...row.subarray(DELIVERIES, DELIVERIES + SIDES.length)],
      deliveryFailures: [...row.subarray(DELIVERY_FAILURES, DELIVERY_FAILURES + SIDES.length)],
    }).including(this.calls.of(index))
  }

  private noteAge(event: number, functionIndex: number): void {
    this.bank.record(functionIndex * HISTOGRAMS + EVENT_AGE, this.engine.nowMs - this.engine.events.acceptedMs(event))
  }

  private noteBacklog(functionIndex: number): void {
    const { engine, row, series } = this
    if (engine.nowMs >= series.endMs) this.roll(0, 0)
    const backlog = engine.pending - engine.running
    series.noteBacklog(backlog)
    if (backlog > this.maxBacklog) {
      this.maxBacklog = backlog
      this.maxBacklogAtMs = engine.nowMs
    }
    const at = functionIndex << ROW_BITS
    const own = row[at | RECEIVED]! - row[at | ENDED]! - engine.runningOf(functionIndex) + engine.callsOf(functionIndex)
    if (own > row[at | MAX_BACKLOG]!) {
      row[at | MAX_BACKLOG] = own
      row[at | MAX_BACKLOG_AT_MS] = engine.nowMs
    }
  }

  /**
   * Closes the periods before the present moment, with the counts that held until then.
   *
   * @param pending by how much the transition that is being told changed the events in flight
   * @param running by how much it changed the attempts in progress
   */
  roll(pending: number, running: number): void {
    const { engine } = this
    const before = engine.running - running
    this.series.roll(engine.nowMs, engine.pending - pending - before, before)
  }
}
