import type { RecordedRows, Replay } from './arrival-spec.ts'

/** A trace as it is. */
export const ONCE: Replay = { scale: 1, stretch: 1, repeat: 1, everyMs: 0 }

/** When a trace of this length has been played to its end: `Infinity` where that never comes. */
export function replayEndMs(lengthMs: number, { stretch, repeat, everyMs }: Replay): number {
  return lengthMs === 0 ? 0 : (repeat === 1 ? 0 : (repeat - 1) * everyMs) + lengthMs * stretch
}

/** How often a trace is begun before a time. */
export function playings({ repeat, everyMs }: Replay, untilMs: number): number {
  return repeat === 1 ? 1 : Math.min(repeat, Math.max(1, Math.ceil(untilMs / everyMs)))
}

/**
 * Length of a recording: one mean distance of its rows after the last, so that it can follow itself at its own rate; a
 * whole number of milliseconds, 1 at least after the last row.
 */
export function recordedLengthMs({ timesMs }: RecordedRows): number {
  const lastMs = timesMs.at(-1)!
  const gapMs = timesMs.length > 1 ? (lastMs - timesMs[0]!) / (timesMs.length - 1) : 0
  return Math.ceil(lastMs + Math.max(1, gapMs))
}
