import type { EngineView, Observer } from '../engine/ports.ts'
import { Lineage } from './lineage.ts'
import { partOf, type Timeline } from './timeline.ts'
import type { EventTransition, TransitionName, Transitions } from './transition.ts'
import { TransitionObserver } from './transition-observer.ts'

/** Decisions that are kept: more than a screen has lines. */
const MOST_KEPT = 200

/** What became of one event at one moment. */
interface Decision {
  readonly acceptedMs: number
  /** In order. Where an attempt ends, its start, which was earlier, comes first. */
  readonly transitions: EventTransition[]
}

/** What is known of an event in flight. */
interface InFlight {
  readonly acceptedMs: number
  /** The start of the attempt in progress. */
  started: EventTransition | undefined
}

/**
 * What was decided of late about events, for faces that tell it as it goes: all that became of an event at one moment is one
 * decision. Two observers, which both must be told.
 */
export class Decisions extends TransitionObserver {
  readonly observers: readonly Observer[]
  private readonly lineage = new Lineage()
  private readonly inFlight = new Map<number, InFlight>()
  private readonly kept: Decision[] = []
  private view!: EngineView

  constructor() {
    super()
    this.observers = [this.lineage, this]
  }

  /** To be told of what queues send back, where there are such. */
  readonly onRedrive = (event: number, side: number, arn: string): void => this.lineage.redriven(event, side, arn)

  override attach(engine: EngineView): void {
    super.attach(engine)
    this.view = engine
  }

  /** The latest, in order, each as the part of its event's timeline that it is. @param most how many, at most 200 */
  latest(most: number): Timeline[] {
    const { choices } = this.view
    const kept = this.kept.slice(-Math.min(most, MOST_KEPT))
    return kept.map(({ transitions, acceptedMs }) => partOf(transitions, acceptedMs, choices, this.lineage))
  }

  /** Calls have numbers below 0. */
  protected override wants(_: TransitionName, number: number): boolean {
    return number > 0
  }

  protected override tell<Name extends TransitionName>(name: Name, transition: Transitions[Name]): void {
    const told = { name, ...transition } as unknown as EventTransition
    const { event, atMs } = told
    if (told.name === 'accepted') this.inFlight.set(event, { acceptedMs: atMs, started: undefined })
    const inFlight = this.inFlight.get(event)
    const last = this.kept.at(-1)
    const before = last?.transitions.at(-1)
    if (before?.event === event && before.atMs === atMs) last!.transitions.push(told)
    else this.keep(told, inFlight)
    if (told.name === 'started' && inFlight) inFlight.started = told
    if (told.name === 'finished') this.inFlight.delete(event)
  }

  private keep(told: EventTransition, inFlight: InFlight | undefined): void {
    const start = told.name === 'ended' ? inFlight?.started : undefined
    // What comes after the end, a delivery, does not depend on the age.
    const acceptedMs = inFlight?.acceptedMs ?? told.atMs
    this.kept.push({ acceptedMs, transitions: start ? [start, told] : [told] })
    if (this.kept.length >= 2 * MOST_KEPT) this.kept.splice(0, MOST_KEPT)
  }
}
