import type { Condition } from '../rules/condition.ts'
import type { Side } from '../rules/routing.ts'

/**
 * What became of one event, as one flat object. Times and spans are simulated milliseconds, times from 0; counts are
 * whole numbers of 0 or more. So any statistic is one line on a list of these.
 */
export interface EventRecord {
  /** Number of the event, from 1 in order of acceptance. */
  readonly event: number
  /** The same on every attempt and in every message; a duplicate shares its original's. */
  readonly requestId: string
  readonly function: string
  /** As the caller addressed it: `$LATEST`, a version or an alias. */
  readonly qualifier: string
  readonly acceptedMs: number
  /** Start of the first attempt, a system error too; null where no dispatch got that far. */
  readonly firstStartMs: number | null
  readonly endedMs: number
  readonly condition: Condition
  /** Runs and 404s; throttles and system errors are none. */
  readonly attempts: number
  /** Attempts after the first. */
  readonly retries: number
  /** Dispatches refused for concurrency. */
  readonly throttles: number
  readonly systemErrors: number
  readonly coldStarts: number
  /** Time that attempts ran, cold starts and system errors too. */
  readonly runMs: number
  /** Version that ran last, `$LATEST` or a number; null where nothing ran. */
  readonly version: string | null
  /** Dropped, and no destination and no dead-letter queue took it. */
  readonly discarded: boolean
  /** What it left behind, in the order in which it was taken or given up. */
  readonly deliveries: readonly DeliveryResult[]
}

export interface DeliveryResult {
  readonly side: Side
  /** ARN. */
  readonly target: string
  /** False: given up. */
  readonly delivered: boolean
}

/**
 * The record as a line of JSON, with the invocation record under the last key, `record`: the whole one that AWS would
 * make, or null for an event that left nothing behind. The payloads in it keep their bytes, but for line breaks between
 * tokens, which become spaces.
 *
 * @param invocationRecord JSON text
 */
export function eventRecordLine(record: EventRecord, invocationRecord: string | undefined): string {
  const text = invocationRecord?.replace(/[\r\n]/g, ' ') ?? 'null'
  return `${JSON.stringify(record).slice(0, -1)},"record":${text}}`
}
