import type { EngineView } from '../engine/ports.ts'
import type { Target } from '../engine/target.ts'
import { type Timeline, timelineOf } from '../measure/timeline.ts'
import type { EventTransition, TransitionName, Transitions } from '../measure/transition.ts'
import { TransitionObserver } from '../measure/transition-observer.ts'
import type { TimelineStore } from './store/timelines.ts'

/** Transitions after which an event's timeline is kept. */
const KEPT_AT: readonly TransitionName[] = ['accepted', 'started', 'waiting', 'finished', 'delivered', 'deliveryFailed']

/** An event by its number, with what happened to it so far. */
interface Chapter {
  readonly requestId: string
  readonly transitions: EventTransition[]
}

/** What happened to the events in flight, and to the last ones that have ended, by their request ids. */
export class History extends TransitionObserver {
  private readonly keep: number
  private readonly store: TimelineStore | undefined
  private isResuming = false
  private view!: EngineView
  private readonly chapters = new Map<number, Chapter>()
  private readonly numbers = new Map<string, number>()
  /** Numbers of the events that have ended, the first one first. */
  private readonly old: number[] = []
  /** The first event that was accepted since somebody asked. */
  private first: string | undefined

  /**
   * @param keep events that have ended and are still known: a whole number, 0 or more
   * @param store keeps all of them; undefined: memory keeps the last ones
   */
  constructor(keep: number, store?: TimelineStore) {
    super()
    this.keep = keep
    this.store = store
  }

  /** Lets events come back that an earlier process had told of: what it told is theirs, and is not told again. */
  resume(restore: () => void): void {
    this.isResuming = true
    restore()
    this.isResuming = false
  }

  override attach(engine: EngineView): void {
    super.attach(engine)
    this.view = engine
  }

  override accepted(event: number, target: Target): void {
    const number = this.view.events.number(event)
    const requestId = this.view.requestId(event)
    const before = this.isResuming ? this.stored(requestId) : undefined
    this.chapters.set(number, { requestId, transitions: before ?? [] })
    this.numbers.set(requestId, number)
    this.first ??= requestId
    if (!before) super.accepted(event, target)
  }

  /** Undefined for an event that was not accepted here, or that ended too long ago. */
  timeline(requestId: string): Timeline | undefined {
    const number = this.numbers.get(requestId)
    const chapter = number === undefined ? undefined : this.chapters.get(number)
    const transitions = chapter?.transitions ?? this.stored(requestId)
    return transitions && timelineOf(transitions, this.view.choices)
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

  /** The request id of the event that is accepted meanwhile: it may be over, and forgotten, when that returns. */
  requestIdOf(accept: () => void): string {
    this.first = undefined
    accept()
    return this.first!
  }

  private stored(requestId: string): EventTransition[] | undefined {
    const text = this.store?.get(requestId)
    return text === undefined ? undefined : JSON.parse(text)
  }

  protected override wants(_: TransitionName, number: number): boolean {
    return number > 0
  }

  protected override tell<Name extends TransitionName>(name: Name, transition: Transitions[Name]): void {
    const { event } = transition
    const chapter = event === undefined ? undefined : this.chapters.get(event)
    if (event === undefined || !chapter || (this.isResuming && chapter.transitions.length > 0)) return
    chapter.transitions.push({ name, ...transition } as unknown as EventTransition)
    // The others are followed by one of these at once.
    if (KEPT_AT.includes(name)) this.store?.put(chapter.requestId, () => JSON.stringify(chapter.transitions))
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
