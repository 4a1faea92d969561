import type { Observer } from '../engine/ports.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import { Lineage } from './lineage.ts'
import { type Timeline, timelineOf } from './timeline.ts'
import type { EventTransition, TransitionName, Transitions } from './transition.ts'
import { TransitionObserver } from './transition-observer.ts'

/** Keeps what happens to chosen events, for their timelines. Two observers, which both must be told. */
export class Timelines extends TransitionObserver {
  readonly observers: readonly Observer[]
  private readonly lineage = new Lineage()
  private readonly transitions: ReadonlyMap<number, EventTransition[]>
  private unended: number

  /** @param events numbers of the events, each once; calls have none of these numbers */
  constructor(events: readonly number[]) {
    super()
    this.transitions = new Map(events.map((event) => [event, []]))
    this.unended = events.length
    this.observers = [this.lineage, this]
  }

  /** To be told of what queues send back, where there are such. */
  readonly onRedrive = (event: number, side: number, arn: string): void => this.lineage.redriven(event, side, arn)

  /** Whether all of the events have ended. Deliveries that failed may still be repeated. */
  get areEnded(): boolean {
    return this.unended === 0
  }

  /** Undefined for an event that was not accepted, or is none of the chosen. */
  of(event: number, choices: ModelChoices): Timeline | undefined {
    return timelineOf(this.transitions.get(event) ?? [], choices, this.lineage)
  }

  protected override wants(_: TransitionName, number: number): boolean {
    return this.transitions.has(number)
  }

  protected override tell<Name extends TransitionName>(name: Name, transition: Transitions[Name]): void {
    this.transitions.get(transition.event!)!.push({ name, ...transition } as unknown as EventTransition)
    if (name === 'finished') this.unended--
  }
}
