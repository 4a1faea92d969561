import type { EndedEvent } from '../../engine/ended-event.ts'
import type { EngineView } from '../../engine/ports.ts'
import type { Target } from '../../engine/target.ts'
import type { EventTransition, Transition, TransitionName, Transitions } from '../../measure/transition.ts'
import { TransitionObserver } from '../../measure/transition-observer.ts'

/** A message that an event left behind. */
export interface Sent {
  /** Number of the event. */
  readonly event: number
  readonly ended: EndedEvent
  /** An index of `SIDES`. */
  readonly side: number
  readonly arn: string
  readonly atMs: number
  readonly taken: boolean
}

/** What is known of one event. */
export interface Chapter {
  readonly number: number
  /** Its own; of a duplicate that of the event it is a copy of counts. */
  readonly requestId: string
  readonly payload: Uint8Array
  /** Words of its name, and index of its target. */
  readonly name: readonly [name0: number, name1: number, target: number]
  readonly transitions: EventTransition[]
  hasEnded: boolean
  readonly sent: Sent[]
}

/** All that has happened in a harness, in order. */
export class Chronicle extends TransitionObserver {
  readonly journal: Transition[] = []
  /** By number. */
  readonly chapters = new Map<number, Chapter>()
  /** Deliveries of all events. */
  readonly sent: Sent[] = []
  private view!: EngineView

  override attach(engine: EngineView): void {
    super.attach(engine)
    this.view = engine
  }

  override accepted(event: number, target: Target): void {
    const { events } = this.view
    const number = events.number(event)
    this.chapters.set(number, {
      number,
      requestId: this.view.requestId(event),
      payload: this.view.requestPayload(event),
      name: [events.name0(event), events.name1(event), events.target(event)],
      transitions: [],
      hasEnded: false,
      sent: [],
    })
    super.accepted(event, target)
  }

  override delivered(ended: EndedEvent, side: number, arn: string): void {
    this.keep(ended, side, arn, true)
    super.delivered(ended, side, arn)
  }

  override deliveryFailed(ended: EndedEvent, side: number, arn: string): void {
    this.keep(ended, side, arn, false)
    super.deliveryFailed(ended, side, arn)
  }

  protected override wants(): boolean {
    return true
  }

  protected override tell<Name extends TransitionName>(name: Name, transition: Transitions[Name]): void {
    const told = { name, ...transition } as unknown as Transition
    this.journal.push(told)
    if (told.event === undefined) return
    const chapter = this.chapters.get(told.event)!
    chapter.transitions.push(told)
    if (name === 'finished') chapter.hasEnded = true
  }

  private keep(ended: EndedEvent, side: number, arn: string, taken: boolean): void {
    const event = ended.facts.number
    const sent: Sent = { event, ended, side, arn, atMs: this.view.nowMs, taken }
    this.sent.push(sent)
    this.chapters.get(event)!.sent.push(sent)
  }
}
