/** Decisions in a second of real time from which on no eye can follow a dot, and below which it can again. */
const [TOO_FAST, SLOW_AGAIN] = [2_400, 1_200]
/** How long a pace is remembered, in milliseconds of real time. */
const MEMORY_MS = 150

/** How fast a run is watched, by how much happens in real time. */
export class Pace {
  private lastTotal = 0
  /** Decisions a second, of late. */
  private ratePerS = 0
  private isFast = false

  /** Another run is watched. @param total decisions in it so far */
  begin(total: number): void {
    this.lastTotal = total
    this.ratePerS = 0
    this.isFast = false
  }

  /**
   * Whether too much happens at once for events to be told apart. Call it at each frame.
   *
   * @param total decisions so far
   * @param passedMs real time since the last frame
   */
  isTooFast(total: number, passedMs: number): boolean {
    if (passedMs <= 0) return this.isFast
    const ratePerS = (1_000 * (total - this.lastTotal)) / passedMs
    this.ratePerS += (1 - Math.exp(-passedMs / MEMORY_MS)) * (ratePerS - this.ratePerS)
    this.lastTotal = total
    this.isFast = this.ratePerS > (this.isFast ? SLOW_AGAIN : TOO_FAST)
    return this.isFast
  }
}
