import type { EndedEvent } from '../engine/ended-event.ts'
import type { EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import { type Target, versionName } from '../engine/target.ts'
import { CONDITIONS, SUCCESS } from '../rules/condition.ts'
import { SYSTEM_ERROR } from '../rules/outcome.ts'
import { SIDES } from '../rules/routing.ts'
import { type DeliveryResult, type EventRecord, eventRecordLine } from './event-record.ts'
import { EventTally } from './event-tally.ts'

/** An event that has ended, and whose deliveries may still be under way. */
interface Draft {
  readonly record: Omit<EventRecord, 'discarded' | 'deliveries'>
  readonly deliveries: DeliveryResult[]
  ended: EndedEvent | undefined
}

/** Is told of an event, with the invocation record as JSON text where there was something to send. */
export type RecordSink = (record: EventRecord, invocationRecord: string | undefined) => void

/**
 * Tells what became of each event: see `EventRecord`.
 *
 * It is told when the event's fate is settled: of an event that leaves nothing behind at its end, of any other once
 * each of its messages was taken or given up, which is the same instant unless deliveries are repeated. `close` tells of
 * those that still wait for that. Of events that have not ended nothing is told.
 */
export class EventRecords extends SilentObserver {
  private readonly sink: RecordSink
  private readonly tally = new EventTally()
  private readonly drafts = new Map<number, Draft>()
  private readonly utf8 = new TextDecoder()
  private engine!: EngineView

  constructor(sink: RecordSink) {
    super()
    this.sink = sink
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override accepted(event: number): void {
    this.tally.begin(event)
  }

  override throttled(event: number): void {
    this.tally.countThrottle(event)
  }

  override started(event: number, attempt: number): void {
    this.tally.countStart(event, this.engine.nowMs, this.engine.attempts.isCold(attempt))
  }

  override ended(event: number, attempt: number): void {
    const { attempts, nowMs } = this.engine
    this.tally.addRun(event, nowMs - attempts.startedMs(attempt))
    if (attempts.outcome(attempt) === SYSTEM_ERROR) this.tally.countSystemError(event)
  }

  override finished(event: number, condition: number, target: Target): void {
    const draft: Draft = { record: this.recordOf(event, condition, target), deliveries: [], ended: undefined }
    if (condition === SUCCESS && target.onSuccessArn === undefined) this.write(draft, false)
    else this.drafts.set(draft.record.event, draft)
  }

  override delivered(ended: EndedEvent, side: number, arn: string): void {
    this.note(ended, { side: SIDES[side]!, target: arn, delivered: true })
  }

  override deliveryFailed(ended: EndedEvent, side: number, arn: string): void {
    this.note(ended, { side: SIDES[side]!, target: arn, delivered: false })
  }

  override discarded(number: number): void {
    this.settle(number, true)
  }

  /** Tells of events whose deliveries are still being repeated: those messages are missing. */
  close(): void {
    for (const number of [...this.drafts.keys()]) this.settle(number, false)
  }

  private note(ended: EndedEvent, result: DeliveryResult): void {
    const { condition, messages, number } = ended.facts
    const draft = this.drafts.get(number)!
    draft.ended = ended
    draft.deliveries.push(result)
    // A drop that nothing took is told as discarded, right after its last message was given up.
    const isSettled = draft.deliveries.length === messages
    const isTaken = condition === SUCCESS || draft.deliveries.some(({ delivered }) => delivered)
    if (isSettled && isTaken) this.settle(number, false)
  }

  private settle(number: number, discarded: boolean): void {
    const draft = this.drafts.get(number)
    if (!draft) return
    this.drafts.delete(number)
    this.write(draft, discarded)
  }

  private write({ record, deliveries, ended }: Draft, discarded: boolean): void {
    const invocationRecord = ended && this.utf8.decode(ended.record())
    this.sink({ ...record, discarded, deliveries }, invocationRecord)
  }

  private recordOf(event: number, condition: number, target: Target): Draft['record'] {
    const { events, nowMs } = this.engine
    const { firstStartMs, throttles, systemErrors, coldStarts, runMs } = this.tally.of(event)
    const attempts = events.attempts(event)
    return {
      event: events.number(event),
      requestId: this.engine.requestId(event),
      function: target.function.name,
      qualifier: target.qualifier,
      acceptedMs: events.acceptedMs(event),
      firstStartMs,
      endedMs: nowMs,
      condition: CONDITIONS[condition]!,
      attempts,
      // Not the retries that were planned: one may have been throttled until it was too old.
      retries: Math.max(0, attempts - 1),
      throttles,
      systemErrors,
      coldStarts,
      runMs,
      version: firstStartMs === null ? null : versionName(events.version(event)),
    }
  }
}

/** Writes one line of JSON an event, when its fate is settled. */
export class Records extends EventRecords {
  /** @param sink gets each line, without a line break */
  constructor(sink: (line: string) => void) {
    super((record, invocationRecord) => sink(eventRecordLine(record, invocationRecord)))
  }
}
