import type { EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import { DROP_CONDITIONS, SUCCESS } from '../rules/condition.ts'
import { SUCCEEDED, SYSTEM_ERROR } from '../rules/outcome.ts'
import { FIRST_PERIOD_MS, PERIODS } from './time-series.ts'

/**
 * How often events were accepted, throttled, attempted and dropped over time, and how old they were at dispatch. Periods are those
 * of `TimeSeries`: a second at first, doubled as the run grows longer.
 */
export class TransitionSeries extends SilentObserver {
  /** Length of a period. */
  periodMs = FIRST_PERIOD_MS
  readonly accepts = new Float64Array(PERIODS)
  readonly throttles = new Float64Array(PERIODS)
  /** Attempts in the period in which they ended, and those of them that failed. */
  readonly attempts = new Float64Array(PERIODS)
  readonly errors = new Float64Array(PERIODS)
  /** Drops in the period in which they were decided, in the order of `DROP_CONDITIONS`. */
  readonly drops = DROP_CONDITIONS.map(() => new Float64Array(PERIODS))
  /** The largest age at a dispatch of each period, as AsyncEventAge has it; NaN where there was none. */
  readonly oldestMs = new Float64Array(PERIODS).fill(Number.NaN)
  private readonly fromMs: number
  private engine!: EngineView

  /** @param fromMs events that are accepted before this time are left out: those of a warm-up */
  constructor(fromMs = 0) {
    super()
    this.fromMs = fromMs
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override accepted(event: number): void {
    if (this.counts(event)) this.accepts[this.place()]! += 1
  }

  override throttled(event: number): void {
    if (!this.counts(event)) return
    this.throttles[this.place()]! += 1
    this.noteAge(event)
  }

  override missed(event: number): void {
    if (!this.counts(event)) return
    this.noteAge(event)
    this.noteAttempt(true)
  }

  override started(event: number): void {
    if (this.counts(event)) this.noteAge(event)
  }

  override ended(event: number, attempt: number): void {
    const outcome = this.engine.attempts.outcome(attempt)
    // A system error is no attempt.
    if (outcome !== SYSTEM_ERROR && this.counts(event)) this.noteAttempt(outcome !== SUCCEEDED)
  }

  override finished(event: number, condition: number): void {
    if (condition !== SUCCESS && this.counts(event)) this.drops[condition - 1]![this.place()]! += 1
  }

  private counts(event: number): boolean {
    return this.engine.events.acceptedMs(event) >= this.fromMs
  }

  private noteAge(event: number): void {
    const place = this.place()
    this.oldestMs[place] = larger(this.oldestMs[place]!, this.engine.nowMs - this.engine.events.acceptedMs(event))
  }

  private noteAttempt(isError: boolean): void {
    const place = this.place()
    this.attempts[place]! += 1
    if (isError) this.errors[place]! += 1
  }

  /** The present period. */
  private place(): number {
    const { nowMs } = this.engine
    while (nowMs >= PERIODS * this.periodMs) this.merge()
    return Math.floor(nowMs / this.periodMs)
  }

  private merge(): void {
    for (const column of [this.accepts, this.throttles, this.attempts, this.errors, ...this.drops]) {
      column.set(merged(column, 'sum'))
      column.fill(0, PERIODS / 2)
    }
    this.oldestMs.set(merged(this.oldestMs, 'max'))
    this.oldestMs.fill(Number.NaN, PERIODS / 2)
    this.periodMs *= 2
  }
}

/** A column with every two periods made one. An odd one at the end stays alone. */
export function merged(column: Float64Array, how: 'sum' | 'max'): Float64Array {
  return Float64Array.from({ length: Math.ceil(column.length / 2) }, (_, place) => {
    const first = column[2 * place]!
    const second = column[2 * place + 1] ?? (how === 'sum' ? 0 : first)
    return how === 'sum' ? first + second : larger(first, second)
  })
}

/** The larger of two numbers; NaN is none. */
function larger(first: number, second: number): number {
  return second > first || Number.isNaN(first) ? second : first
}
