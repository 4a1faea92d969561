/** Decisions a frame from which on no eye can follow a dot, and below which it can again. */
const [TOO_FAST, SLOW_AGAIN] = [40, 20]
/** Share of the last frame in the pace: some ten frames count. */
const NEW = 0.1

/** How fast a run is watched, by how much happens within a frame. */
export class Pace {
  private lastTotal = 0
  /** Decisions a frame, of late. */
  private rate = 0
  private isFast = false

  /** Another run is watched. @param total decisions in it so far */
  begin(total: number): void {
    this.lastTotal = total
    this.rate = 0
    this.isFast = false
  }

  /** Whether too much happens at once for events to be told apart. Call it at each frame. @param total decisions so far */
  isTooFast(total: number): boolean {
    this.rate += NEW * (total - this.lastTotal - this.rate)
    this.lastTotal = total
    this.isFast = this.rate > (this.isFast ? SLOW_AGAIN : TOO_FAST)
    return this.isFast
  }
}
