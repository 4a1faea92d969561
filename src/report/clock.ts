const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Moments of a run, counted from its start: `02:19`, in a short run `00:02:19`, in one of more than two days `3 d 02:19`. */
export class Clock {
  /** What moments are told to: a minute, or a second. */
  readonly unitMs: number
  private readonly withDays: boolean

  /** @param spanMs length of the run */
  constructor(spanMs: number) {
    this.unitMs = spanMs >= 120 * MINUTE_MS ? MINUTE_MS : SECOND_MS
    this.withDays = spanMs > 2 * DAY_MS
  }

  /** The last full minute, or second, before a moment. */
  floor(atMs: number): string {
    return this.text(Math.floor(atMs / this.unitMs) * this.unitMs, this.unitMs)
  }

  /** The first full minute, or second, after a moment. */
  ceil(atMs: number): string {
    return this.text(Math.ceil(atMs / this.unitMs) * this.unitMs, this.unitMs)
  }

  /** A moment that was set: with seconds where it has some. */
  exact(atMs: number): string {
    return this.text(atMs, atMs % this.unitMs === 0 ? this.unitMs : SECOND_MS)
  }

  private text(atMs: number, unitMs: number): string {
    const seconds = Math.floor(atMs / SECOND_MS)
    const days = this.withDays ? Math.floor(seconds / 86_400) : 0
    const parts = [Math.floor(seconds / 3_600) - days * 24, Math.floor(seconds / 60) % 60]
    if (unitMs === SECOND_MS) parts.push(seconds % 60)
    const time = parts.map((part) => String(part).padStart(2, '0')).join(':')
    return this.withDays ? `${days} d ${time}` : time
  }
}
