import type { Timeline } from '../../measure/timeline.ts'
import { PLAIN, UNICODE } from '../../report/style.ts'
import { timelineText } from '../../report/timeline-text.ts'

/** The clock that timelines are of. */
export interface Run {
  /** Its start, in milliseconds since 1970. */
  readonly startMs: number
  /** How far it has come. */
  readonly runLengthMs: number
  /** Stands above the timelines; undefined: nothing does. */
  readonly seed?: number
}

/** Timelines of a harness as `explain` prints them. */
export function timelinesText(timelines: readonly Timeline[], { startMs, runLengthMs, seed }: Run): string {
  const scenario = { name: 'harness', seed: seed ?? 0, startMs, runLengthMs, functions: [], dependencies: [] }
  const explanation = { scenario, timelines, question: undefined, isTitled: seed !== undefined }
  return timelineText(explanation, { colours: PLAIN, glyphs: UNICODE })
}
