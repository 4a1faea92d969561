import { inspect } from 'node:util'
import type { Lineage } from '../../measure/lineage.ts'
import { type Timeline, timelineOf } from '../../measure/timeline.ts'
import type { ModelChoices } from '../../rules/model-choices.ts'
import type { Disturbances } from '../faults/disturbances.ts'
import type { Attempts } from '../handlers/attempts.ts'
import type { PostOffice } from '../harness/post-office.ts'
import type { Chapter, Chronicle } from './chronicle.ts'
import { explained } from './explained-timeline.ts'
import type { TestedAttempt, TestedEvent } from './tested-event.ts'

const decoder = new TextDecoder()

export interface EventViewsParts {
  readonly chronicle: Chronicle
  readonly lineage: Lineage
  readonly attempts: Attempts
  readonly disturbances: Disturbances
  readonly postOffice: PostOffice
  readonly choices: ModelChoices
  /** A timeline as text. */
  readonly textOf: (timeline: Timeline) => string
}

/** The events of a harness as people see them, by number: one object each, always up to date. */
export class EventViews {
  private readonly parts: EventViewsParts
  private readonly views = new Map<number, TestedEvent>()

  constructor(parts: EventViewsParts) {
    this.parts = parts
  }

  /** All events, in order of acceptance. */
  all(): TestedEvent[] {
    return Array.from(this.parts.chronicle.chapters.keys(), (number) => this.of(number))
  }

  of(number: number): TestedEvent {
    const known = this.views.get(number)
    if (known) return known
    const view = this.view(this.parts.chronicle.chapters.get(number)!)
    this.views.set(number, view)
    return view
  }

  /** Whether it is an event of this harness. */
  has(event: unknown): event is TestedEvent {
    return event !== undefined && this.views.get((event as TestedEvent | null)?.number ?? 0) === event
  }

  /** The other deliveries of the same event, by number. */
  copiesOf(number: number): number[] {
    const { lineage } = this.parts
    const original = this.originalOf(number)
    const copies = lineage.birthsOf(original).flatMap(({ by, event }) => (by === 'duplicate' ? [event] : []))
    return [original, ...copies].filter((each) => each !== number)
  }

  /** What a duplicate is a copy of; the event itself where it is none. */
  private originalOf(number: number): number {
    const origin = this.parts.lineage.originOf(number)
    return origin?.by === 'duplicate' ? origin.event : number
  }

  private view(chapter: Chapter): TestedEvent {
    const { chronicle, lineage, postOffice } = this.parts
    const { number, transitions, sent, payload } = chapter
    const [accepted] = transitions
    const parsed: unknown = JSON.parse(decoder.decode(payload))
    const finished = () => transitions.find((each) => each.name === 'finished')
    const timeline = () => this.timeline(chapter)
    const text = () => this.parts.textOf(timeline())
    const requestId = () => chronicle.chapters.get(this.originalOf(number))!.requestId
    const views = this
    const view = {
      number,
      get requestId() {
        return requestId()
      },
      functionName: accepted!.function,
      qualifier: accepted!.qualifier,
      payload: parsed,
      acceptedMs: accepted!.atMs,
      get condition() {
        return finished()?.condition
      },
      get endedMs() {
        return finished()?.atMs
      },
      get attempts() {
        return views.attempts(chapter)
      },
      get throttledMs() {
        return transitions.flatMap((each) => (each.name === 'throttled' ? [each.atMs] : []))
      },
      get deliveries() {
        return sent.map((each) => postOffice.show(each))
      },
      get isDiscarded() {
        return transitions.some((each) => each.name === 'discarded')
      },
    }
    // What leads to other events, or says the same once more, is not listed: so that an event can be printed and compared.
    return Object.defineProperties(view, {
      duplicates: { get: () => views.copiesOf(number).map((each) => views.of(each)) },
      born: {
        get: () => lineage.birthsOf(number).flatMap(({ by, event }) => (by === 'duplicate' ? [] : [views.of(event)])),
      },
      timeline: { get: timeline },
      toString: { value: text },
      [inspect.custom]: { value: text },
    }) as unknown as TestedEvent
  }

  private timeline({ number, transitions, sent }: Chapter): Timeline {
    const { attempts, choices, disturbances, lineage, postOffice } = this.parts
    const timeline = timelineOf(transitions, choices, lineage)!
    const losses = sent.map((each) => postOffice.lossOf(each))
    return explained(timeline, attempts.of(number), losses, disturbances)
  }

  private attempts({ number, transitions }: Chapter): TestedAttempt[] {
    const runs = this.parts.attempts.of(number)
    const attempts: TestedAttempt[] = []
    let ran = 0
    for (const each of transitions) {
      const attempt = attempts.length + 1
      if (each.name === 'missed') {
        const missing = { endedMs: each.atMs, outcome: 'missing', version: undefined } as const
        attempts.push({ attempt, startedMs: each.atMs, ...missing, error: undefined, response: undefined })
      } else if (each.name === 'started') {
        ran++
        const open = { endedMs: undefined, outcome: undefined, error: undefined, response: undefined }
        attempts.push({ attempt, startedMs: each.atMs, version: each.version, ...open })
      } else if (each.name === 'ended') {
        const outcome = each.outcome as NonNullable<TestedAttempt['outcome']>
        const answer = outcome === 'timeout' ? undefined : runs[ran - 1]?.answer
        const told = { error: answer?.error, response: answer?.response }
        attempts.push({ ...attempts.pop()!, endedMs: each.atMs, outcome, ...told })
      }
    }
    return attempts
  }
}
