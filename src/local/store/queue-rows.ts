import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { storeFailure } from '../../control-plane/sqlite-store.ts'
import type { EventState, LeftBehind, RestoredEvent } from '../../engine/event-state.ts'
import type { Progress } from '../../engine/ports.ts'
import type { Place } from '../../rules/arn.ts'
import type { EndedRow } from './event-queue.ts'

/** What a place's row holds. */
export interface PlaceRow extends Progress {
  readonly seed: number
  readonly startMs: number
}

/** An event as it stands in the file: in flight, or ended with deliveries open. */
export type QueueRow = { readonly number: number; readonly note: string | undefined } & (
  | { readonly event: RestoredEvent }
  | { readonly left: LeftBehind }
)

/** The rows of one queue: reads and writes them as JSON documents, with the payloads beside them as bytes. */
export class QueueRows {
  private readonly database: DatabaseSync
  private readonly id: number
  private readonly putPlaceRow: StatementSync
  private readonly putRow: StatementSync
  private readonly deleteRow: StatementSync
  private readonly addEnded: StatementSync
  private readonly endedRows: StatementSync

  /**
   * @param initial what the place's row is to hold where there is none yet
   * @throws ServiceError of status 500 where that cannot be written
   */
  constructor(database: DatabaseSync, { account, region }: Place, initial: PlaceRow) {
    this.database = database
    try {
      database
        .prepare('INSERT INTO place (account, region, document) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
        .run(account, region, JSON.stringify(initial))
    } catch (error) {
      throw storeFailure(error)
    }
    const { id } = database.prepare('SELECT id FROM place WHERE account = ? AND region = ?').get(account, region)!
    this.id = Number(id)
    this.putPlaceRow = database.prepare('UPDATE place SET document = ? WHERE id = ?')
    this.putRow = database.prepare(
      `INSERT INTO event (place, number, state, request, response, note) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET state = excluded.state, response = excluded.response, note = excluded.note`,
    )
    this.deleteRow = database.prepare('DELETE FROM event WHERE place = ? AND number = ?')
    this.addEnded = database.prepare('INSERT INTO ended (place, number, request_id, document) VALUES (?, ?, ?, ?)')
    this.endedRows = database.prepare(
      'SELECT document FROM ended WHERE request_id = ? AND place = ? ORDER BY place, number',
    )
  }

  place(): PlaceRow {
    const { document } = this.database.prepare('SELECT document FROM place WHERE id = ?').get(this.id)!
    return JSON.parse(document as string)
  }

  putPlace(row: PlaceRow): void {
    this.putPlaceRow.run(JSON.stringify(row), this.id)
  }

  putEvent(state: EventState, dueMs: number, isInterrupted: boolean, note: string | undefined): void {
    this.put('event', { ...state, dueMs, isInterrupted }, note)
  }

  putLeft(left: LeftBehind, note: string | undefined): void {
    this.put('left', left, note)
  }

  delete(number: number): void {
    this.deleteRow.run(this.id, number)
  }

  addEnd(row: EndedRow): void {
    this.addEnded.run(this.id, row.number, row.requestId, JSON.stringify(row))
  }

  ended(requestId: string): EndedRow[] {
    return this.endedRows.all(requestId, this.id).map(({ document }) => JSON.parse(document as string))
  }

  /** All rows, by number. */
  all(): QueueRow[] {
    const rows = this.database
      .prepare('SELECT number, state, request, response, note FROM event WHERE place = ? ORDER BY number')
      .all(this.id)
    return rows.map(({ number, state, request, response, note }) => {
      const row = JSON.parse(state as string)
      const payloads = { requestPayload: request ?? undefined, responsePayload: response ?? undefined }
      const part = row.event ? { event: { ...row.event, ...payloads } } : { left: { ...row.left, ...payloads } }
      return { number: Number(number), note: (note ?? undefined) as string | undefined, ...part }
    })
  }

  private put(kind: 'event' | 'left', facts: RestoredEvent | LeftBehind, note: string | undefined): void {
    const { requestPayload, responsePayload, ...state } = facts
    const document = JSON.stringify({ [kind]: state })
    this.putRow.run(this.id, facts.number, document, requestPayload ?? null, responsePayload ?? null, note ?? null)
  }
}
