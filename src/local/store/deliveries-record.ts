import type { MessageAttribute } from '../../rules/dead-letter.ts'
import type { Side } from '../../rules/routing.ts'

/** A delivery that has been made or given up, as `GET /_asyncinvoke/deliveries` lists it. */
export interface DeliveryRow {
  /** ARN of the queue, topic, function, event bus or bucket. */
  readonly destination: string
  readonly kind: Side
  readonly requestId: string
  /** ISO 8601 in UTC, with milliseconds. */
  readonly at: string
  /** Text as sent: the invocation record, or the event's own for a dead letter. */
  readonly body: string
  /** Message attributes of a dead letter; a record has none. */
  readonly attributes: Readonly<Record<string, MessageAttribute>>
  /** Why the delivery failed; null where the target took it. */
  readonly error: string | null
}

/** Which deliveries are asked for; all of what is given must hold. */
export interface DeliveryFilter {
  readonly destination?: string | undefined
  readonly requestId?: string | undefined
}

/** What was delivered, and what was not. */
export interface DeliveriesRecord {
  add(row: DeliveryRow): void
  /** Oldest first. */
  list(filter?: DeliveryFilter): readonly DeliveryRow[]
}

/** The last deliveries, in memory. */
export class MemoryDeliveries implements DeliveriesRecord {
  private readonly keep: number
  private rows: DeliveryRow[] = []

  /** @param keep how many of them, 0 or more */
  constructor(keep: number) {
    this.keep = keep
  }

  add(row: DeliveryRow): void {
    this.rows.push(row)
    // Cut in batches, so that a delivery costs no copy of the list.
    if (this.rows.length >= 2 * this.keep + 1) this.rows = this.last()
  }

  list(filter: DeliveryFilter = {}): readonly DeliveryRow[] {
    return this.last().filter((row) => isMeant(row, filter))
  }

  private last(): DeliveryRow[] {
    return this.rows.slice(Math.max(0, this.rows.length - this.keep))
  }
}

/** Whether a filter lets a delivery through. */
export function isMeant(row: DeliveryRow, { destination, requestId }: DeliveryFilter): boolean {
  return (
    (destination === undefined || row.destination === destination) &&
    (requestId === undefined || row.requestId === requestId)
  )
}
