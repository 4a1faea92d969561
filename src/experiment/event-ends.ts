import type { EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import { grown } from '../kernel/column.ts'

/** How each event of a run ended: a place in all columns for each, in order of their ends. Plain data. */
export interface EndColumns {
  /** The two words of the events' names, which are the same in every run under the same seed. */
  readonly names0: Int32Array
  readonly names1: Int32Array
  /** Numbers of the events, from 1 in order of acceptance. */
  readonly numbers: Int32Array
  /** Indices of `CONDITIONS`. */
  readonly conditions: Uint8Array
  /** From acceptance to end, in milliseconds. */
  readonly agesMs: Float64Array
}

/** Notes how each event ends: 21 bytes an event. */
export class EventEnds extends SilentObserver {
  private readonly fromMs: number
  private size = 0
  private names0 = new Int32Array(64)
  private names1 = new Int32Array(64)
  private numbers = new Int32Array(64)
  private conditions = new Uint8Array(64)
  private agesMs = new Float64Array(64)
  private engine!: EngineView

  /** @param fromMs events that are accepted before this time are left out: those of a warm-up */
  constructor(fromMs = 0) {
    super()
    this.fromMs = fromMs
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override finished(event: number, condition: number): void {
    const { events, nowMs } = this.engine
    const acceptedMs = events.acceptedMs(event)
    if (acceptedMs < this.fromMs) return
    if (this.size === this.numbers.length) this.grow()
    const place = this.size++
    this.names0[place] = events.name0(event)
    this.names1[place] = events.name1(event)
    this.numbers[place] = events.number(event)
    this.conditions[place] = condition
    this.agesMs[place] = nowMs - acceptedMs
  }

  columns(): EndColumns {
    const { size } = this
    return {
      names0: this.names0.slice(0, size),
      names1: this.names1.slice(0, size),
      numbers: this.numbers.slice(0, size),
      conditions: this.conditions.slice(0, size),
      agesMs: this.agesMs.slice(0, size),
    }
  }

  private grow(): void {
    const length = this.numbers.length * 2
    this.names0 = grown(this.names0, length)
    this.names1 = grown(this.names1, length)
    this.numbers = grown(this.numbers, length)
    this.conditions = grown(this.conditions, length)
    this.agesMs = grown(this.agesMs, length)
  }
}
