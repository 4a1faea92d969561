import { TimeSeries } from './time-series.ts'

/** How many messages waited in a queue, over time. */
export class DepthSeries {
  /** The depth stands in its column `backlog`. */
  readonly series = new TimeSeries()
  private depth = 0

  /** The depth is another from now on; times ascend. */
  changed(atMs: number, before: number, depth: number): void {
    this.series.roll(atMs, before, 0)
    this.series.noteBacklog(depth)
    this.depth = depth
  }

  /** Brings the series up to a moment, after which nothing changes. */
  close(nowMs: number): void {
    this.series.roll(nowMs, this.depth, 0)
    this.series.close()
  }
}
