import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type DeliveriesRecord, type DeliveryFilter, type DeliveryRow, isMeant } from './deliveries-record.ts'
import type { GroupCommit, Writer } from './group-commit.ts'

const utf8 = new TextEncoder()
const text = new TextDecoder()

/** All deliveries, in a file: each is written in the transaction that says of its event that the delivery has ended. */
export class SqliteDeliveries implements DeliveriesRecord, Writer {
  private readonly database: DatabaseSync
  private readonly commits: GroupCommit
  private readonly keep: number
  private readonly insert: StatementSync
  private added: DeliveryRow[] = []

  /** @param keep how many are listed at most, 0 or more: the last ones. All are kept. */
  constructor(database: DatabaseSync, commits: GroupCommit, keep: number) {
    this.database = database
    this.commits = commits
    this.keep = keep
    this.insert = database.prepare('INSERT INTO delivery (destination, request_id, document, body) VALUES (?, ?, ?, ?)')
    commits.join(this)
  }

  add(row: DeliveryRow): void {
    this.added.push(row)
    this.commits.touch()
  }

  list(filter: DeliveryFilter = {}): readonly DeliveryRow[] {
    const added = this.added.filter((row) => isMeant(row, filter))
    const rows = [...this.inFile(filter), ...added]
    return rows.slice(Math.max(0, rows.length - this.keep))
  }

  get hasChanges(): boolean {
    return this.added.length > 0
  }

  write(): void {
    for (const { destination, requestId, kind, at, attributes, error, body } of this.added) {
      this.insert.run(destination, requestId, JSON.stringify({ kind, at, attributes, error }), utf8.encode(body))
    }
  }

  written(): void {
    this.added = []
  }

  private inFile({ destination, requestId }: DeliveryFilter): DeliveryRow[] {
    const given = Object.entries({ destination, request_id: requestId }).filter(([, value]) => value !== undefined)
    // An index serves only a condition that is there.
    const where = given.length > 0 ? `WHERE ${given.map(([column]) => `${column} = ?`).join(' AND ')}` : ''
    const rows = this.database
      .prepare(`SELECT destination, request_id, document, body FROM delivery ${where} ORDER BY position DESC LIMIT ?`)
      .all(...given.map(([, value]) => value!), this.keep)
    return rows.reverse().map(({ destination, request_id, document, body }) => ({
      destination: destination as string,
      ...JSON.parse(document as string),
      requestId: request_id as string,
      body: text.decode(body as Uint8Array),
    }))
  }
}
