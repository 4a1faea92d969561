import type { DatabaseSync } from 'node:sqlite'
import type { EndedEvent } from '../../engine/ended-event.ts'
import type { Engine } from '../../engine/engine.ts'
import type { EngineView, Observer } from '../../engine/ports.ts'
import { SilentObserver } from '../../engine/silent-observer.ts'
import type { Target } from '../../engine/target.ts'
import type { Place } from '../../rules/arn.ts'
import { CONDITIONS } from '../../rules/condition.ts'
import type { EndedRow, EventQueue } from './event-queue.ts'
import type { GroupCommit, Writer } from './group-commit.ts'
import { type PlaceRow, QueueRows } from './queue-rows.ts'

/** What only transitions tell of an event in flight. */
interface Flight {
  readonly event: number
  dueMs: number
  isRunning: boolean
}

/**
 * A queue in a file. It listens to the engine, remembers which events have changed, and writes what they have become when
 * the group is committed: an event that changes ten times in one turn is written once, and what happens in one step of
 * the engine (the end of an event, the events that its deliveries bear) is in the file together or not at all.
 *
 * A row goes when nothing is left to do for its event: when it has ended and all that it left behind is taken or given
 * up.
 */
export class DurableQueue extends SilentObserver implements EventQueue, Writer {
  readonly seed: number
  readonly startMs: number
  readonly nowMs: number
  private readonly rows: QueueRows
  private readonly commits: GroupCommit
  private engine!: EngineView
  private readonly flights = new Map<number, Flight>()
  private readonly notes = new Map<number, string>()
  /** Numbers of events whose rows are not what they should be. */
  private readonly changed = new Set<number>()
  private newlyEnded: EndedRow[] = []
  /** Whether the clock has gone on since the last commit. */
  private isMoved = false
  private writtenMs: number

  /** @param initial seed and start of a queue that is not in the file yet */
  constructor(database: DatabaseSync, commits: GroupCommit, place: Place, initial: Pick<PlaceRow, 'seed' | 'startMs'>) {
    super()
    this.commits = commits
    this.rows = new QueueRows(database, place, { ...initial, nowMs: 0, accepted: 0, sent: 0 })
    const { seed, startMs, nowMs } = this.rows.place()
    this.seed = seed
    this.startMs = startMs
    this.nowMs = nowMs
    this.writtenMs = nowMs
    commits.join(this)
  }

  get observer(): Observer {
    return this
  }

  restore(engine: Engine, nowMs: number): void {
    const progress = this.rows.place()
    const rows = this.rows.all()
    engine.resume({ ...progress, nowMs: Math.max(nowMs, progress.nowMs) })
    for (const { number, note } of rows) if (note !== undefined) this.notes.set(number, note)
    for (const row of rows) if ('event' in row) engine.restore(row.event)
    for (const row of rows) {
      if (!('left' in row)) continue
      this.change(row.number)
      engine.redeliver(row.left)
    }
  }

  flushed(): Promise<void> {
    return this.commits.flushed()
  }

  kept(): Promise<void> {
    return this.commits.kept()
  }

  moved(): void {
    if (this.engine.nowMs === this.writtenMs) return
    this.isMoved = true
    this.commits.touch()
  }

  unbegun(number: number): void {
    this.flights.get(number)!.isRunning = false
    this.change(number)
  }

  note(number: number, text: string): void {
    this.notes.set(number, text)
    this.change(number)
  }

  noteOf(number: number): string | undefined {
    return this.notes.get(number)
  }

  endsOf(requestId: string): readonly EndedRow[] {
    return [...this.rows.ended(requestId), ...this.newlyEnded.filter((row) => row.requestId === requestId)]
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override accepted(event: number): void {
    const number = this.engine.events.number(event)
    this.flights.set(number, { event, dueMs: this.engine.nowMs, isRunning: false })
    this.change(number)
  }

  override started(event: number): void {
    this.fly(event, this.engine.nowMs, true)
  }

  override queued(event: number): void {
    this.fly(event, this.engine.nowMs, false)
  }

  override waiting(event: number, dueMs: number): void {
    this.fly(event, dueMs, false)
  }

  override finished(event: number, condition: number, target: Target): void {
    const { events, nowMs, startMs } = this.engine
    const number = events.number(event)
    this.flights.delete(number)
    this.newlyEnded.push({
      number,
      requestId: this.engine.requestId(event),
      functionName: target.function.name,
      qualifier: target.qualifier,
      condition: CONDITIONS[condition]!,
      acceptedMs: startMs + events.acceptedMs(event),
      endedMs: startMs + nowMs,
      attempts: events.attempts(event),
      tries: events.tries(event),
      retries: events.retries(event),
    })
    this.change(number)
  }

  override delivered({ facts }: EndedEvent): void {
    this.change(facts.number)
  }

  override deliveryFailed({ facts }: EndedEvent): void {
    this.change(facts.number)
  }

  get hasChanges(): boolean {
    return this.changed.size > 0 || this.isMoved
  }

  write(): void {
    const { engine, rows } = this
    for (const number of this.changed) {
      const flight = this.flights.get(number)
      const left = flight ? undefined : engine.leftBehind(number)
      const note = this.notes.get(number)
      if (flight) rows.putEvent(engine.eventState(flight.event), flight.dueMs, flight.isRunning, note)
      else if (left) rows.putLeft(left, note)
      else rows.delete(number)
    }
    for (const row of this.newlyEnded) rows.addEnd(row)
    rows.putPlace({ ...engine.progress, seed: this.seed, startMs: this.startMs })
  }

  written(): void {
    for (const number of this.changed) {
      if (!this.flights.has(number) && !this.engine.leftBehind(number)) this.notes.delete(number)
    }
    this.changed.clear()
    this.newlyEnded = []
    this.isMoved = false
    this.writtenMs = this.engine.nowMs
  }

  private fly(event: number, dueMs: number, isRunning: boolean): void {
    const number = this.engine.events.number(event)
    const flight = this.flights.get(number)!
    flight.dueMs = dueMs
    flight.isRunning = isRunning
    this.change(number)
  }

  private change(number: number): void {
    this.changed.add(number)
    this.commits.touch()
  }
}
