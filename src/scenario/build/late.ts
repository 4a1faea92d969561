import { formatDuration } from '../../notation/duration.ts'
import type { WrittenScenario } from '../schema/scenario.ts'
import type { Findings } from './findings.ts'

/**
 * Warns of changes that come when no event arrives any more. A run goes on until its events have ended and for what a
 * queue sends back, so they may still matter, but seldom as they were meant.
 */
export function warnOfLate(
  { changes, destinations, runLength }: WrittenScenario,
  runLengthMs: number,
  findings: Findings,
): void {
  // Without one that was written the run is as long as its last arrival, and a change after it is meant for what is left.
  if (runLength === undefined) return
  const redrives = Object.values(destinations ?? {}).flatMap(({ redrive }) => redrive ?? [])
  for (const [index, { at }] of (changes ?? []).entries()) {
    if (at <= runLengthMs || redrives.some((redrive) => redrive.at >= at)) continue
    const past = `comes at ${formatDuration(at)}, past the run length of ${formatDuration(runLengthMs)}`
    findings.warning(['changes', index, 'at'], `${past}: it bears only on events that have not ended by then`)
  }
}
