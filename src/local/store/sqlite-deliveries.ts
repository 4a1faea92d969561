import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type DeliveriesRecord, type DeliveryFilter, type DeliveryRow, isMeant } from './deliveries-record.ts'
import type { GroupCommit, Writer } from './group-commit.ts'

const utf8 = new TextEncoder()
const text = new TextDecoder()

/** All deliveries, in a file: each is written in the transaction that says of its event that the delivery has ended. */
export class SqliteDeliveries implements DeliveriesRecord, Writer {
  private readonly commits: GroupCommit
  private readonly insert: StatementSync
  private readonly select: StatementSync
  private added: DeliveryRow[] = []

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.commits = commits
    this.insert = database.prepare('INSERT INTO delivery (destination, request_id, document, body) VALUES (?, ?, ?, ?)')
    this.select = database.prepare(
      `SELECT destination, request_id, document, body FROM delivery
       WHERE destination = ifnull(?, destination) AND request_id = ifnull(?, request_id) ORDER BY position`,
    )
    commits.join(this)
  }

  add(row: DeliveryRow): void {
    this.added.push(row)
    this.commits.touch()
  }

  list(filter: DeliveryFilter = {}): readonly DeliveryRow[] {
    const rows = this.select.all(filter.destination ?? null, filter.requestId ?? null)
    const written = rows.map(({ destination, request_id, document, body }) => ({
      destination: destination as string,
      ...JSON.parse(document as string),
      requestId: request_id as string,
      body: text.decode(body as Uint8Array),
    }))
    return [...written, ...this.added.filter((row) => isMeant(row, filter))]
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
}
