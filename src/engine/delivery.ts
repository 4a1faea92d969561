import type { MessageAttribute } from '../rules/dead-letter.ts'
import type { RecordForm } from '../rules/invocation-record.ts'
import { DEAD_LETTER } from '../rules/routing.ts'
import type { EndedEvent } from './ended-event.ts'

/** A record or a dead letter on its way to a queue, topic, bus or bucket. The content is made when it is asked for. */
export class Delivery {
  readonly ended: EndedEvent
  /** `onSuccess`, `onFailure` or `deadLetter`, as an index of `SIDES`. */
  readonly side: number
  readonly arn: string
  /** From 1: later ones are repetitions of a delivery that failed. */
  readonly attempt: number
  private readonly form: RecordForm

  constructor(route: { fate: { ended: EndedEvent }; side: number; arn: string }, attempt: number, form: RecordForm) {
    this.ended = route.fate.ended
    this.side = route.side
    this.arn = route.arn
    this.attempt = attempt
    this.form = form
  }

  /** The invocation record, or the event's own payload for a dead letter. */
  body(): Uint8Array {
    return this.side === DEAD_LETTER ? this.ended.deadLetter().body : this.ended.record(this.form)
  }

  /** The message attributes of a dead letter; a record has none. */
  attributes(): Readonly<Record<string, MessageAttribute>> {
    return this.side === DEAD_LETTER ? { ...this.ended.deadLetter().attributes } : {}
  }
}
