import type { TestedEvent } from '../events/tested-event.ts'

/** Whether something holds of an event, and the words for both. */
export interface Judgement {
  readonly event: TestedEvent
  readonly pass: boolean
  /** What was asked of the event: `end as Success`. */
  readonly asked: string
  /** What came, as a sentence of its own: `it ended as RetriesExhausted`. */
  readonly came: string
  /** The same two as data, for what shows differences. */
  readonly expected: unknown
  readonly actual: unknown
}

/**
 * What a judgement says where it is not the wanted one: one sentence of what was expected and what came, and beneath it
 * the timeline of the event.
 */
export function judgementText({ event, pass, asked, came }: Judgement): string {
  return `expected the event ${pass ? 'not ' : ''}to ${asked}, ${came}\n\n${String(event).trimEnd()}\n`
}
