import type { Playback } from '../playback/playback.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Lengths at which an axis of time ends well. */
const SPANS = [
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 8, 12, 18].map((hours) => hours * HOUR_MS),
  ...[1, 2, 3, 4, 7, 14, 30, 60, 90, 180, 365].map((days) => days * DAY_MS),
]

/**
 * Where axes of time end: after all that has run, and after the run length, at a length that reads well.
 *
 * @param reachedMs how far the run has been
 */
export function spanMs({ scenario: { runLengthMs }, isOver }: Playback, reachedMs: number): number {
  // What is over will not grow: the axis may end where it does.
  const least = Math.max(reachedMs * (isOver ? 1 : 1.02), runLengthMs)
  return SPANS.find((span) => span >= least) ?? Math.ceil(least / DAY_MS) * DAY_MS
}
