import { PURPOSE } from '../../engine/purpose.ts'
import type { Distribution } from '../../kernel/distributions/index.ts'
import type { Draws } from '../../kernel/draws.ts'
import type { BatchSpec } from '../arrival-spec.ts'
import { laterName } from './name.ts'
import { ArrivalSource } from './source.ts'

/** What a batch source needs of its spec. */
type Batches = Pick<BatchSpec, 'begins' | 'overMs'> & {
  readonly size: Distribution
  readonly fromMs: number
  readonly untilMs: number
}

/**
 * Batches of events: those of a batch of n come at its start, and after each n-th part of the time that it is spread
 * over. The size of the k-th batch is drawn under the k-th name of the source.
 */
export class BatchSource extends ArrivalSource {
  private readonly batches: Batches
  private readonly draws: Draws
  /** The source's name. */
  private readonly first0: number
  private readonly first1: number
  /** Batches begun so far. */
  private begun = 0
  private beginMs = 0
  private size = 0
  /** Events of the batch at hand that have come. */
  private place = 0

  constructor(name0: number, name1: number, batches: Batches, draws: Draws) {
    super(name0, name1)
    this.batches = batches
    this.draws = draws
    this.first0 = this.name0
    this.first1 = this.name1
    this.nextMs = this.timeMs()
  }

  override advance(): void {
    this.nextName()
    this.place++
    this.nextMs = this.timeMs()
  }

  private timeMs(): number {
    const { overMs, untilMs } = this.batches
    while (this.place >= this.size) if (!this.begin()) return Number.POSITIVE_INFINITY
    const timeMs = this.beginMs + (overMs * this.place) / this.size
    // A batch at a given time is there, whole if it is not spread, even where the run ends with it.
    return timeMs < untilMs || timeMs === this.beginMs ? timeMs : Number.POSITIVE_INFINITY
  }

  /** Begins the next batch, which may be empty; false after the last one. */
  private begin(): boolean {
    const { begins, fromMs, size, untilMs } = this.batches
    const beginMs = 'timesMs' in begins ? begins.timesMs[this.begun] : fromMs + this.begun * begins.everyMs
    if (beginMs === undefined || ('everyMs' in begins && beginMs >= untilMs)) return false
    this.draws.at(...laterName(this.first0, this.first1, this.begun), PURPOSE.arrival, 0)
    this.size = Math.round(size.sample(this.draws))
    this.beginMs = beginMs
    this.place = 0
    this.begun++
    return true
  }
}
