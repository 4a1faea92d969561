import type { EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import { SUCCESS } from '../rules/condition.ts'

/** Most groups that are kept; when they are full, pairs are merged and a group is twice as large. Even. */
const GROUPS = 8_192

/** What is followed over a run: of each event, and so on average of the events of a group. */
export const EVENT_SERIES = ['completion', 'attempts', 'dropped'] as const
export type EventSeriesName = (typeof EVENT_SERIES)[number]

/**
 * How events fared over a run, in order of acceptance: means over groups of consecutive events, one event a group at first,
 * so that memory does not follow the number of events. Calls are no events.
 */
export class EventSeries extends SilentObserver {
  /** Events of a group. */
  groupSize = 1
  private readonly fromMs: number
  /** Number of the first event that counts; 0 until it has come. */
  private first = 0
  private readonly counts = new Float64Array(GROUPS)
  private readonly sums: Readonly<Record<EventSeriesName, Float64Array>>
  private engine!: EngineView

  /** @param fromMs events that are accepted before this time are left out: those of a warm-up */
  constructor(fromMs = 0) {
    super()
    this.fromMs = fromMs
    const column = () => new Float64Array(GROUPS)
    this.sums = { completion: column(), attempts: column(), dropped: column() }
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override accepted(event: number): void {
    const { events, nowMs } = this.engine
    if (this.first === 0 && nowMs >= this.fromMs) this.first = events.number(event)
  }

  override finished(event: number, condition: number): void {
    const { events, nowMs } = this.engine
    const place = events.number(event) - this.first
    if (this.first === 0 || place < 0) return
    while (place >= GROUPS * this.groupSize) this.merge()
    const group = Math.floor(place / this.groupSize)
    const { completion, attempts, dropped } = this.sums
    this.counts[group]! += 1
    completion[group]! += nowMs - events.acceptedMs(event)
    attempts[group]! += events.attempts(event)
    if (condition !== SUCCESS) dropped[group]! += 1
  }

  /** The means of the groups all of whose events have ended, up to the first that has not. */
  means(name: EventSeriesName): number[] {
    const means: number[] = []
    for (let group = 0; group < GROUPS && this.counts[group] === this.groupSize; group++)
      means.push(this.sums[name][group]! / this.groupSize)
    return means
  }

  private merge(): void {
    for (const column of [this.counts, ...Object.values(this.sums)]) {
      for (let group = 0; group < GROUPS / 2; group++) column[group] = column[2 * group]! + column[2 * group + 1]!
      column.fill(0, GROUPS / 2)
    }
    this.groupSize *= 2
  }
}
