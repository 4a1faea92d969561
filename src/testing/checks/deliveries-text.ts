import type { TestedEvent } from '../events/tested-event.ts'
import { timelinesText } from '../events/timelines-text.ts'
import { TRIAL_START_MS } from './trial.ts'

/** The timelines of all deliveries of an event by Lambda, indented. Without a seed: another one is to be replayed with. */
export function deliveriesText(event: TestedEvent): string {
  const timelines = [event, ...event.duplicates].map(({ timeline }) => timeline)
  const text = timelinesText(timelines, { startMs: TRIAL_START_MS, runLengthMs: 0 })
  return text.trimEnd().replace(/^(?=.)/gm, '  ')
}
