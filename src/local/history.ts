import type { EngineView } from '../engine/ports.ts'
import type { Target } from '../engine/target.ts'
import { type Timeline, timelineOf } from '../measure/timeline.ts'
import type { EventTransition, TransitionName, Transitions } from '../measure/transition.ts'
import { TransitionObserver } from '../measure/transition-observer.ts'

/** An event by its number, with what happened to it so far. */
interface Chapter {
  readonly requestId: string
  readonly transitions: EventTransition[]
}

/** What happened to the events in flight, and to the last ones that have ended, by their request ids. */
export class History extends TransitionObserver {
  private readonly keep: number
  private view!: EngineView
  private readonly chapters = new Map<number, Chapter>()
  private readonly numbers = new Map<string, number>()
  /** Numbers of the events that have ended, the first one first. */
  private readonly old: number[] = []

  /** @param keep events that have ended and are still known: a whole number, 0 or more */
  constructor(keep: number) {
    super()
    this.keep = keep
  }

  override attach(engine: EngineView): void {
    super.attach(engine)
    this.view = engine
  }

  override accepted(event: number, target: Target): void {
    const number = this.view.events.number(event)
    const requestId = this.view.requestId(event)
    this.chapters.set(number, { requestId, transitions: [] })
    this.numbers.set(requestId, number)
    super.accepted(event, target)
  }

  /** Undefined for an event that was not accepted here, or that ended too long ago. */
  timeline(requestId: string): Timeline | undefined {
    const number = this.numbers.get(requestId)
    const chapter = number === undefined ? undefined : this.chapters.get(number)
    return chapter && timelineOf(chapter.transitions, this.view.choices)
  }

  /** The events that are known, the last one accepted first. @param count at most so many */
  last(count: number): { requestId: string; timeline: Timeline }[] {
    return [...this.chapters.values()]
      .slice(-count)
      .reverse()
      .flatMap(({ requestId, transitions }) => {
        const timeline = timelineOf(transitions, this.view.choices)
        return timeline ? [{ requestId, timeline }] : []
      })
  }

  /** The request id of an event that is still known. */
  requestId(number: number): string | undefined {
    return this.chapters.get(number)?.requestId
  }

  protected override wants(_: TransitionName, number: number): boolean {
    return number > 0
  }

  protected override tell<Name extends TransitionName>(name: Name, transition: Transitions[Name]): void {
    const { event } = transition
    if (event === undefined) return
    this.chapters.get(event)?.transitions.push({ name, ...transition } as unknown as EventTransition)
    if (name === 'finished') this.retire(event)
  }

  /** Forgets the events that ended longest ago, many at a time. */
  private retire(number: number): void {
    this.old.push(number)
    if (this.old.length < 2 * this.keep + 64) return
    for (const each of this.old.splice(0, this.old.length - this.keep)) {
      const { requestId } = this.chapters.get(each)!
      if (this.numbers.get(requestId) === each) this.numbers.delete(requestId)
      this.chapters.delete(each)
    }
  }
}
