import type { RatePieces } from './rate-pieces.ts'

/**
 * Time measured in expected events: where the rate varies, a process that is simple in this time is turned into real
 * time by inverting the area under the rate. That is exact: no event is proposed and then thrown away.
 *
 * The place is kept relative to the piece of the rate at hand, so that nothing is lost however long the run.
 */
export class OperationalTime {
  private readonly pieces: RatePieces
  private readonly untilMs: number
  private fromMs = 0
  private ratePerMs = 0
  /** Change of the rate in a millisecond. */
  private slope = 0
  /** Expected events of the piece, and of the part of it that is behind. */
  private area = 0
  private behind = 0

  /** @param pieces the first of them holds `fromMs`, where this time begins */
  constructor(pieces: RatePieces, fromMs: number, untilMs: number) {
    this.pieces = pieces
    this.untilMs = untilMs
    this.enter(fromMs)
  }

  /** Goes on by so many expected events, 0 or more, and says when that is; `Infinity` where it is not before the end. */
  moveOn(events: number): number {
    const { pieces, untilMs } = this
    let behind = this.behind + events
    while (behind >= this.area) {
      if (pieces.toMs >= untilMs) {
        this.behind = behind
        return Number.POSITIVE_INFINITY
      }
      behind -= this.area
      pieces.next()
      this.enter(pieces.fromMs)
    }
    this.behind = behind
    const timeMs = Math.min(this.fromMs + this.lengthOf(behind), pieces.toMs)
    return timeMs < untilMs ? timeMs : Number.POSITIVE_INFINITY
  }

  private enter(fromMs: number): void {
    const { startRatePerMs, endRatePerMs, toMs } = this.pieces
    const slope = (endRatePerMs - startRatePerMs) / (toMs - this.pieces.fromMs)
    // A piece without length has no slope, and none of its own matters then.
    this.slope = Number.isFinite(slope) ? slope : 0
    this.fromMs = fromMs
    this.ratePerMs = startRatePerMs + this.slope * (fromMs - this.pieces.fromMs)
    const meanRate = (this.ratePerMs + endRatePerMs) / 2
    this.area = meanRate === 0 ? 0 : meanRate * (toMs - fromMs)
    this.behind = 0
  }

  /** How long it takes from the start of the piece until so many events are expected. */
  private lengthOf(events: number): number {
    const { ratePerMs, slope } = this
    if (events === 0) return 0
    if (slope === 0) return events / ratePerMs
    // The root of slope / 2 × t² + rate × t = events in the form that does not cancel; rounding must not make the
    // discriminant negative where the rate falls to 0.
    return (2 * events) / (ratePerMs + Math.sqrt(Math.max(0, ratePerMs * ratePerMs + 2 * slope * events)))
  }
}
