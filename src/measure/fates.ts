import type { EndedEvent } from '../engine/ended-event.ts'
import type { EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import type { Target } from '../engine/target.ts'
import { CONDITIONS, SUCCESS } from '../rules/condition.ts'
import { EvenSample } from './even-sample.ts'
import { EventTally } from './event-tally.ts'

/**
 * What one may ask of an event: why it ended, `dropped` (any end but success), `discarded`, `throttled` and `retried`
 * (at least once, however it ended), and `slow`: among the hundredth that took longest from acceptance to end.
 */
export const FATES = [...CONDITIONS, 'dropped', 'discarded', 'throttled', 'retried', 'slow'] as const
export type Fate = (typeof FATES)[number]

/** One event in so many is slow. */
export const SLOW_ONE_IN = 100

/** An event at its end, as far as fates look at it. */
interface EndedFate {
  readonly number: number
  readonly attempts: number
  readonly throttles: number
  readonly ageMs: number
}

/** Counts how many events met each fate, and picks typical ones of some. Holds a bounded number of events. */
export class Fates extends SilentObserver {
  /** Events that have ended, of the function that is looked at. */
  total = 0
  private readonly counts = new Map<Fate, number>()
  private readonly functionName: string | undefined
  private readonly fromMs: number
  private readonly tally = new EventTally()
  private readonly samples: ReadonlyMap<Fate, EvenSample>
  /** Drops of which nothing has taken a message yet. */
  private readonly untaken = new Map<number, EndedFate>()
  private engine!: EngineView

  /**
   * @param fates those of which events are to be picked
   * @param functionName counts the events of this function only. Default: all
   * @param fromMs counts the events that are accepted from this time on: those after a warm-up
   */
  constructor(fates: readonly Fate[], functionName?: string, fromMs = 0) {
    super()
    this.samples = new Map(fates.map((fate) => [fate, new EvenSample()]))
    this.functionName = functionName
    this.fromMs = fromMs
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  /** Events that met a fate so far. */
  count(fate: Fate): number {
    return fate === 'slow' ? Math.ceil(this.total / SLOW_ONE_IN) : (this.counts.get(fate) ?? 0)
  }

  /**
   * Numbers of typical events of the fate: they are in order of their attempts (of `throttled`: of their throttles), then
   * of their age at the end, and taken from there at equal distances. One is the median.
   *
   * @param fate one of those of the constructor; of another there are none
   * @param count whole number of 1 or more; fewer come where there are no more
   */
  pick(fate: Fate, count: number): number[] {
    let events = this.samples.get(fate)?.events() ?? []
    if (fate === 'slow') {
      const slowest = events.toSorted((a, b) => b.ageMs - a.ageMs || a.number - b.number)
      events = slowest.slice(0, Math.ceil(events.length / SLOW_ONE_IN))
    }
    const sorted = events.toSorted((a, b) => a.steps - b.steps || a.ageMs - b.ageMs || a.number - b.number)
    const taken = Math.min(count, sorted.length)
    return Array.from(
      { length: taken },
      (_, place) => sorted[Math.floor(((place + 0.5) * sorted.length) / taken)]!.number,
    )
  }

  override accepted(event: number): void {
    this.tally.begin(event)
  }

  override throttled(event: number): void {
    this.tally.countThrottle(event)
  }

  override finished(event: number, condition: number, target: Target): void {
    if (this.functionName !== undefined && target.function.name !== this.functionName) return
    const { events, nowMs } = this.engine
    if (events.acceptedMs(event) < this.fromMs) return
    const { throttles } = this.tally.of(event)
    const ended: EndedFate = {
      number: events.number(event),
      attempts: events.attempts(event),
      throttles,
      ageMs: nowMs - events.acceptedMs(event),
    }
    this.total++
    this.meet(CONDITIONS[condition]!, ended)
    if (condition !== SUCCESS) {
      this.meet('dropped', ended)
      this.untaken.set(ended.number, ended)
    }
    if (throttles > 0) this.meet('throttled', ended)
    if (ended.attempts > 1) this.meet('retried', ended)
    this.sample('slow', ended)
  }

  override delivered({ facts }: EndedEvent): void {
    this.untaken.delete(facts.number)
  }

  override discarded(number: number): void {
    const ended = this.untaken.get(number)
    if (!ended) return
    this.untaken.delete(number)
    this.meet('discarded', ended)
  }

  private meet(fate: Fate, ended: EndedFate): void {
    this.counts.set(fate, this.count(fate) + 1)
    this.sample(fate, ended)
  }

  private sample(fate: Fate, { number, attempts, throttles, ageMs }: EndedFate): void {
    this.samples.get(fate)?.add({ number, steps: fate === 'throttled' ? throttles : attempts, ageMs })
  }
}
