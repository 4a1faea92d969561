import { PURPOSE } from '../../engine/purpose.ts'
import type { Draws } from '../../kernel/draws.ts'
import type { MinuteCounts } from '../scenario.ts'
import { ArrivalSource } from './source.ts'

const MINUTE_MS = 60_000
/** Words that a stream of draws holds; further ones come from its next occasion. */
const STREAM_WORDS = 512

/**
 * Counts per minute as events: those of a minute arrive at uniformly random moments of it. Only one minute is held at a
 * time. The window leaves out moments and changes no draw: an event keeps its name under any run length.
 */
export class PerMinuteSource extends ArrivalSource {
  private readonly trace: MinuteCounts
  private readonly fromMs: number
  private readonly untilMs: number
  private readonly draws: Draws
  /** The next row of the trace to generate. */
  private row = 0
  /** Moments of the minute at hand, ascending, and which of them comes next. */
  private moments: Float64Array<ArrayBuffer> = new Float64Array(16)
  private size = 0
  private place = 0

  constructor(
    name0: number,
    name1: number,
    window: { readonly trace: MinuteCounts; readonly fromMs: number; readonly untilMs: number },
    draws: Draws,
  ) {
    super(name0, name1)
    this.trace = window.trace
    this.fromMs = window.fromMs
    this.untilMs = window.untilMs
    this.draws = draws
    this.nextMs = this.moment()
  }

  override advance(): void {
    this.nextName()
    this.nextMs = this.moment()
  }

  /** When the event that is named arrives; names are passed over for events before the window. */
  private moment(): number {
    for (;;) {
      if (this.place === this.size && !this.generate()) return Number.POSITIVE_INFINITY
      const timeMs = this.moments[this.place++]!
      if (timeMs >= this.untilMs) return Number.POSITIVE_INFINITY
      if (timeMs >= this.fromMs) return timeMs
      this.nextName()
    }
  }

  /** Generates the moments of the next minute; false after the last one. */
  private generate(): boolean {
    const { draws } = this
    const { minutes, counts } = this.trace
    if (this.row === minutes.length) return false
    const startMs = minutes[this.row]! * MINUTE_MS
    const size = counts[this.row++]!
    if (size > this.moments.length) this.moments = new Float64Array(2 ** Math.ceil(Math.log2(size)))
    const { moments } = this
    for (let draw = 0; draw < size; draw++) {
      if (draw % STREAM_WORDS === 0) draws.at(this.name0, this.name1, PURPOSE.arrival, draw / STREAM_WORDS)
      moments[draw] = startMs + draws.uniform() * MINUTE_MS
    }
    moments.subarray(0, size).sort()
    this.size = size
    this.place = 0
    return true
  }
}
