const DAY_MS = 86_400_000

/**
 * The clocks of a place. Local times are told as the milliseconds that UTC would show at the same reading.
 *
 * It asks the platform's own database (`Intl`) and nothing else, so the answer depends neither on the zone of the
 * machine nor on today's date, on which the guess of date libraries for an hour that comes twice depends.
 */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat

  /**
   * @param name of the IANA database, such as `Europe/Berlin`, or `UTC`
   * @throws RangeError where the platform knows no such zone
   */
  constructor(name: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  /** What the clocks show at an instant. */
  localMs(instantMs: number): number {
    return instantMs + this.offsetMs(instantMs)
  }

  /**
   * When the clocks show a local time, or have just passed it: the first of two instants where they are put back, and
   * the moment of the change where they are put forward past it.
   */
  instantOf(localMs: number): number {
    // No zone changes twice within two days: the offsets a day before and a day after are all that there are.
    const earlier = localMs - this.offsetMs(localMs - DAY_MS)
    const later = localMs - this.offsetMs(localMs + DAY_MS)
    const first = Math.min(earlier, later)
    if (this.localMs(first) === localMs) return first
    const second = Math.max(earlier, later)
    return this.localMs(second) === localMs ? second : this.changeBetween(first, second)
  }

  /** The first instant with the offset of the second of two that have different ones. */
  private changeBetween(beforeMs: number, afterMs: number): number {
    const offset = this.offsetMs(afterMs)
    let [low, high] = [Math.floor(beforeMs / 1_000), Math.ceil(afterMs / 1_000)]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (this.offsetMs(middle * 1_000) === offset) high = middle
      else low = middle
    }
    return high * 1_000
  }

  private offsetMs(instantMs: number): number {
    const wholeMs = Math.floor(instantMs / 1_000) * 1_000
    const parts = Object.fromEntries(this.format.formatToParts(wholeMs).map(({ type, value }) => [type, Number(value)]))
    const { year, month, day, hour, minute, second } = parts
    return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) - wholeMs
  }
}
