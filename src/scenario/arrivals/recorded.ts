import { PURPOSE } from '../../engine/purpose.ts'
import type { Draws } from '../../kernel/draws.ts'
import { COPY_STRIDE_HIGH } from '../../models/recording.ts'
import type { RecordedRows, Replay } from '../arrival-spec.ts'
import { laterName } from './name.ts'
import { ArrivalSource } from './source.ts'

/**
 * Recorded events, once or again and again, each as often as the scale says.
 *
 * A name says which row it is: that of row r in the k-th playing (from 0) of a recording of n rows is the source's plus
 * k × n + r, and the c-th copy of it (from 0) is c × 2⁴⁸ further on. So scaling up leaves the events that there were as
 * they are, and scaling down leaves some of them out.
 */
export class RecordedSource extends ArrivalSource {
  private readonly rows: RecordedRows
  private readonly replay: Replay
  private readonly fromMs: number
  private readonly untilMs: number
  private readonly draws: Draws
  /** The source's name. */
  private readonly first0: number
  private readonly first1: number
  private repetition = 0
  private row = 0
  private copy = -1

  constructor(
    name0: number,
    name1: number,
    window: { readonly rows: RecordedRows; readonly fromMs: number; readonly untilMs: number },
    replay: Replay,
    draws: Draws,
  ) {
    super(name0, name1)
    this.rows = window.rows
    this.replay = replay
    this.fromMs = window.fromMs
    this.untilMs = window.untilMs
    this.draws = draws
    this.first0 = this.name0
    this.first1 = this.name1
    this.advance()
  }

  override advance(): void {
    const { draws, fromMs, replay, untilMs } = this
    const { scale } = replay
    for (;;) {
      this.copy++
      if (this.copy >= scale) this.nextRow()
      const timeMs = this.repetition < replay.repeat ? this.timeMs() : Number.POSITIVE_INFINITY
      if (timeMs >= untilMs) {
        this.nextMs = Number.POSITIVE_INFINITY
        return
      }
      if (timeMs < fromMs) continue
      this.rename()
      const share = scale - this.copy
      if (share < 1) {
        draws.at(this.name0, this.name1, PURPOSE.arrival, 0)
        if (draws.uniform() >= share) continue
      }
      this.nextMs = timeMs
      return
    }
  }

  private nextRow(): void {
    this.copy = 0
    this.row++
    if (this.row < this.rows.timesMs.length) return
    this.row = 0
    this.repetition++
  }

  private timeMs(): number {
    const { everyMs, stretch } = this.replay
    return this.repetition * everyMs + this.rows.timesMs[this.row]! * stretch
  }

  /** Names the event of this row, playing and copy. */
  private rename(): void {
    const index = this.repetition * this.rows.timesMs.length + this.row
    const [name0, name1] = laterName(this.first0, this.first1, index)
    this.name0 = name0
    this.name1 = (name1 + this.copy * COPY_STRIDE_HIGH) | 0
  }
}
