import { ArrivalSeries } from './arrival-series.ts'

/** Most periods that are kept; when they are full, pairs are merged and a period is twice as long. Even. */
export const PERIODS = 2_048
export const FIRST_PERIOD_MS = 1_000

/**
 * How a run went over time, in at most 2,048 periods of equal length: a second at first, doubled as the run grows
 * longer, so that memory does not follow the length of the run.
 */
export class TimeSeries {
  /** Length of a period. */
  periodMs = FIRST_PERIOD_MS
  /** Periods that have begun. */
  length = 1
  /** End of the present period. */
  endMs = FIRST_PERIOD_MS
  /** Most events that waited at one moment of each period; that of the present one is written by `close`. */
  readonly backlog = new Float64Array(PERIODS)
  /** Most attempts that ran at one moment of each period; that of the present one is written by `close`. */
  readonly running = new Float64Array(PERIODS)
  /** When events of each kind were accepted; its periods are its own. */
  readonly arrivals = new ArrivalSeries()
  private topBacklog = 0
  private topRunning = 0

  noteBacklog(backlog: number): void {
    if (backlog > this.topBacklog) this.topBacklog = backlog
  }

  noteRunning(running: number): void {
    if (running > this.topRunning) this.topRunning = running
  }

  /** Closes the periods that ended before `nowMs`. The two counts are those that held until then. */
  roll(nowMs: number, backlog: number, running: number): void {
    while (nowMs >= this.endMs) {
      this.close()
      if (this.length === PERIODS) this.merge()
      this.length++
      this.endMs += this.periodMs
      this.topBacklog = backlog
      this.topRunning = running
    }
  }

  /** Writes what is known of the present period. */
  close(): void {
    this.backlog[this.length - 1] = this.topBacklog
    this.running[this.length - 1] = this.topRunning
  }

  /** Halves the number of periods. */
  private merge(): void {
    for (const column of [this.backlog, this.running]) fold(column)
    this.length = PERIODS / 2
    this.periodMs *= 2
    this.endMs = this.length * this.periodMs
  }
}

function fold(column: Float64Array): void {
  for (let place = 0; place < PERIODS / 2; place++) column[place] = Math.max(column[2 * place]!, column[2 * place + 1]!)
  column.fill(0, PERIODS / 2)
}
