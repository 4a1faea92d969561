import type { EndedEvent } from '../engine/ended-event.ts'
import type { EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import type { Target } from '../engine/target.ts'
import { CONDITIONS, type Condition } from '../rules/condition.ts'
import { NONE, SYSTEM_ERROR, THROTTLED } from '../rules/outcome.ts'
import { SIDES, type Side } from '../rules/routing.ts'

/**
 * Where an event in flight can be: in the queue (not dispatched yet, or under `fifo` without a free slot), running, waiting
 * for a retry after an error, or backing off after a throttle or a system error.
 */
export const PLACES = ['queue', 'running', 'retryWait', 'backOff'] as const
export type PlaceName = (typeof PLACES)[number]

/** Ended events that are remembered, the latest ones. */
const MOST_ENDED = 512

/** An event as somebody sees it who looks at the whole. Its fields change while it is in flight. */
export interface Whereabout {
  /** Number of the event, from 1 in order of acceptance. */
  readonly number: number
  readonly function: string
  readonly acceptedMs: number
  /** Where it is; undefined once it has ended. */
  place: PlaceName | undefined
  /** Since when it is there, or when it ended. */
  sinceMs: number
  /** Until when it waits; undefined where nobody can say: in progress, or in a queue. */
  untilMs: number | undefined
  /** Attempts, the one in progress too. */
  attempts: number
  /** The age limit in force at the last decision about it, in milliseconds. */
  maximumAgeMs: number
  /** Why it ended. */
  condition: Condition | undefined
  /** Who took what it left behind, in order; none does where it was discarded, or succeeded without a destination. */
  taken: readonly { readonly side: Side; readonly target: string }[]
  discarded: boolean
}

/** Events that came to an end, each counted at every place that it came to. */
export interface EndCounts {
  succeeded: number
  dropped: number
  /** Messages taken, by side. */
  readonly taken: Record<Side, number>
  discarded: number
}

/** Where every event is: those in flight, and those that have ended of late. For faces that show them. */
export class Whereabouts extends SilentObserver {
  readonly ends: EndCounts = {
    succeeded: 0,
    dropped: 0,
    taken: { onSuccess: 0, onFailure: 0, deadLetter: 0 },
    discarded: 0,
  }
  private readonly inFlight = new Map<number, Whereabout>()
  private readonly latest = new Map<number, Whereabout>()
  private readonly counts: Record<PlaceName, number> = { queue: 0, running: 0, retryWait: 0, backOff: 0 }
  private engine!: EngineView

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  /** Events at a place now. */
  count(place: PlaceName): number {
    return this.counts[place]
  }

  /** Those in flight, in order of acceptance. */
  get events(): Iterable<Whereabout> {
    return this.inFlight.values()
  }

  /** How many are in flight. */
  get size(): number {
    return this.inFlight.size
  }

  /** Those that ended last, at most 512, in order of their ends. */
  get lately(): Iterable<Whereabout> {
    return this.latest.values()
  }

  /** An event in flight, or one that has ended of late. @param number from 1 in order of acceptance */
  of(number: number): Whereabout | undefined {
    return this.inFlight.get(number) ?? this.latest.get(number)
  }

  override accepted(event: number, target: Target): void {
    const { events } = this.engine
    const number = events.number(event)
    this.counts.queue++
    this.inFlight.set(number, {
      number,
      function: target.function.name,
      acceptedMs: events.acceptedMs(event),
      place: 'queue',
      sinceMs: this.engine.nowMs,
      untilMs: undefined,
      attempts: 0,
      maximumAgeMs: target.maximumAgeMs,
      condition: undefined,
      taken: [],
      discarded: false,
    })
  }

  override queued(event: number): void {
    this.move(event, 'queue', undefined)
  }

  override missed(event: number): void {
    this.eventOf(event).attempts = this.engine.events.attempts(event)
  }

  override started(event: number): void {
    this.move(event, 'running', undefined)
    this.eventOf(event).attempts = this.engine.events.attempts(event) + 1
  }

  override ended(event: number): void {
    // A system error is no attempt: the one that had begun is taken back.
    this.eventOf(event).attempts = this.engine.events.attempts(event)
  }

  override waiting(event: number, dueMs: number, target: Target): void {
    const after = this.engine.events.lastDispatch(event)
    const isSetBack = after === THROTTLED || after === SYSTEM_ERROR
    this.move(event, after === NONE ? 'queue' : isSetBack ? 'backOff' : 'retryWait', dueMs)
    this.eventOf(event).maximumAgeMs = target.maximumAgeMs
  }

  override finished(event: number, condition: number, target: Target): void {
    const ended = this.eventOf(event)
    this.counts[ended.place!]--
    ended.place = undefined
    ended.untilMs = undefined
    ended.sinceMs = this.engine.nowMs
    ended.maximumAgeMs = target.maximumAgeMs
    ended.condition = CONDITIONS[condition]!
    if (ended.condition === 'Success') this.ends.succeeded++
    else this.ends.dropped++
    this.inFlight.delete(ended.number)
    this.latest.set(ended.number, ended)
    if (this.latest.size > MOST_ENDED) this.latest.delete(this.latest.keys().next().value!)
  }

  override delivered({ facts }: EndedEvent, side: number, arn: string): void {
    this.ends.taken[SIDES[side]!]++
    const ended = this.latest.get(facts.number)
    if (ended) ended.taken = [...ended.taken, { side: SIDES[side]!, target: arn }]
  }

  override discarded(number: number): void {
    this.ends.discarded++
    const ended = this.latest.get(number)
    if (ended) ended.discarded = true
  }

  private move(event: number, place: PlaceName, untilMs: number | undefined): void {
    const moved = this.eventOf(event)
    this.counts[moved.place!]--
    this.counts[place]++
    moved.place = place
    moved.sinceMs = this.engine.nowMs
    moved.untilMs = untilMs
  }

  private eventOf(event: number): Whereabout {
    return this.inFlight.get(this.engine.events.number(event))!
  }
}
