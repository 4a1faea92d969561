const DAY_MS = 86_400_000

/** Whether a run's times, counted from its start, differ from those of a clock in UTC. */
export function isOffMidnight(startMs: number): boolean {
  return startMs % DAY_MS !== 0
}

/** Instants of a run on the clock of its scenario, in UTC to the millisecond. */
export class Instants {
  private readonly startMs: number

  /** @param startMs the instant of simulated time 0, in milliseconds since 1970 */
  constructor(startMs: number) {
    this.startMs = startMs
  }

  /** `02:03:11.204`. */
  time(atMs: number): string {
    return this.parts(atMs)[1]!
  }

  /** `02:03:11`. */
  second(atMs: number): string {
    return this.time(atMs).slice(0, -4)
  }

  /** `2026-01-02`. */
  day(atMs: number): string {
    return this.parts(atMs)[0]!
  }

  /** `2026-01-02T02:03:11.204Z`. */
  iso(atMs: number): string {
    return new Date(Math.round(this.startMs + atMs)).toISOString()
  }

  private parts(atMs: number): string[] {
    return this.iso(atMs).slice(0, -1).split('T')
  }
}
