import { PLAIN, UNICODE } from '../../report/style.ts'
import { timelineText } from '../../report/timeline-text.ts'
import type { TestedEvent } from '../events/tested-event.ts'
import { TRIAL_START_MS } from './trial.ts'

/** The timelines of all deliveries of an event by Lambda, indented. */
export function deliveriesText(event: TestedEvent): string {
  const run = { name: '', seed: 0, startMs: TRIAL_START_MS, runLengthMs: 0, functions: [], dependencies: [] }
  const timelines = [event, ...event.duplicates].map(({ timeline }) => timeline)
  const text = timelineText({ scenario: run, timelines, question: undefined }, { colours: PLAIN, glyphs: UNICODE })
  // The title tells of a seed that is not the one to replay with.
  const [, ...sections] = text.trimEnd().split('\n\n')
  return sections.join('\n\n').replace(/^(?=.)/gm, '  ')
}
