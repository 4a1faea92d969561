import { PURPOSE } from '../../engine/purpose.ts'
import type { Draws } from '../../kernel/draws.ts'
import type { MinuteCounts, Replay } from '../arrival-spec.ts'
import { laterName } from './name.ts'
import { ArrivalSource } from './source.ts'

const MINUTE_MS = 60_000
/** Words that a stream of draws holds; further ones come from its next occasion. */
const STREAM_WORDS = 512
/** Occasion of the draw for what is left of a scaled count; moments have those from 0 on. */
const REST = 65_535
/** Most events of one minute: then the occasions of the moments end before `REST`. */
export const MAXIMUM_MINUTE_EVENTS = 2 ** 24

/**
 * Counts per minute as events: those of a minute arrive at uniformly random moments of it. Only one minute is held at a
 * time. The window leaves out moments and changes no draw: an event keeps its name under any run length. A count that
 * is scaled to a number that is not whole is rounded up or down by chance, so that it is right on average.
 */
export class PerMinuteSource extends ArrivalSource {
  private readonly trace: MinuteCounts
  private readonly replay: Replay
  private readonly fromMs: number
  private readonly untilMs: number
  private readonly draws: Draws
  /** The source's name. */
  private readonly first0: number
  private readonly first1: number
  private repetition = 0
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
    replay: Replay,
    draws: Draws,
  ) {
    super(name0, name1)
    this.first0 = this.name0
    this.first1 = this.name1
    this.trace = window.trace
    this.replay = replay
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
      // A minute that was scaled down may be empty.
      while (this.place === this.size) if (!this.generate()) return Number.POSITIVE_INFINITY
      const timeMs = this.moments[this.place++]!
      if (timeMs >= this.untilMs) return Number.POSITIVE_INFINITY
      if (timeMs >= this.fromMs) return timeMs
      this.nextName()
    }
  }

  /** Generates the moments of the next minute; false after the last one. */
  private generate(): boolean {
    const { draws, replay, trace } = this
    if (this.row === trace.minutes.length) {
      this.row = 0
      this.repetition++
    }
    if (trace.minutes.length === 0 || this.repetition >= replay.repeat) return false
    const startMs = this.repetition * replay.everyMs + trace.minutes[this.row]! * MINUTE_MS * replay.stretch
    if (startMs >= this.untilMs) return false
    const size = this.scaledCount()
    this.row++
    if (size > this.moments.length) this.moments = new Float64Array(2 ** Math.ceil(Math.log2(size)))
    const { moments } = this
    const lengthMs = MINUTE_MS * replay.stretch
    for (let draw = 0; draw < size; draw++) {
      if (draw % STREAM_WORDS === 0) draws.at(this.name0, this.name1, PURPOSE.arrival, draw / STREAM_WORDS)
      moments[draw] = startMs + draws.uniform() * lengthMs
    }
    moments.subarray(0, size).sort()
    this.size = size
    this.place = 0
    return true
  }

  /** Events of the row at hand. The draw for what is left over belongs to the row and its playing. */
  private scaledCount(): number {
    const { draws, first0, first1, repetition, replay, row, trace } = this
    const count = trace.counts[row]! * replay.scale
    const whole = Math.floor(count)
    if (whole === count) return whole
    draws.at(...laterName(first0, first1, repetition * trace.minutes.length + row), PURPOSE.arrival, REST)
    return draws.uniform() < count - whole ? whole + 1 : whole
  }
}
