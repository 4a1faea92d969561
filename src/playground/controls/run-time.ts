import { Instants } from '../../report/instant.ts'

const DAY_MS = 86_400_000

/** A time since the start of the run, as the clock shows it. */
export interface RunTime {
  /** `3 d `; empty within the first one. */
  readonly days: string
  /** `02:03:11`. */
  readonly second: string
  /** `.204`. */
  readonly fraction: string
}

/** @param atMs simulated time in milliseconds, 0 or more */
export function runTime(atMs: number): RunTime {
  const roundedMs = Math.round(atMs)
  const days = Math.floor(roundedMs / DAY_MS)
  const text = new Instants(0).time(roundedMs)
  return { days: days > 0 ? `${days} d ` : '', second: text.slice(0, -4), fraction: text.slice(-4) }
}

/** The same in one: `3 d 02:03:11`. */
export function runSecond(atMs: number): string {
  const { days, second } = runTime(atMs)
  return days + second
}
