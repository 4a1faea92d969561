import { MemoryStore } from '../../control-plane/memory-store.ts'
import { SqliteStore } from '../../control-plane/sqlite-store.ts'
import type { Store } from '../../control-plane/store.ts'
import type { Place } from '../../rules/arn.ts'
import type { CodeStore } from './code-store.ts'
import { type DeliveriesRecord, MemoryDeliveries } from './deliveries-record.ts'
import { DurableQueue } from './durable-queue.ts'
import type { EventQueue } from './event-queue.ts'
import { GroupCommit } from './group-commit.ts'
import { MemoryCode } from './memory-code.ts'
import { MemoryQueue } from './memory-queue.ts'
import type { PlaceRow } from './queue-rows.ts'
import { SqliteCode } from './sqlite-code.ts'
import { SqliteDeliveries } from './sqlite-deliveries.ts'
import { openStoreFile } from './store-file.ts'
import { SqliteTimelines, type TimelineStore } from './timelines.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

/** All that an endpoint keeps: in a file, or in memory and for as long as its process lives. */
export interface EndpointStore {
  /** The rows of one account in one region. Ask once for each. */
  controlPlane(place: Place): Store
  /**
   * The accepted events of one account in one region. Ask once for each.
   *
   * @param initial what a new queue starts with; one that is in the file keeps its own
   */
  queue(place: Place, initial: Pick<EventQueue, 'seed' | 'startMs'>): EventQueue
  /** Accounts in regions that the store has a queue of: those whose events must go on when the endpoint starts. */
  places(): readonly Place[]
  /** Where the clock stood at the last commit: the instant of its time 0, and milliseconds from there. */
  readonly clock: { readonly startMs: number; readonly nowMs: number } | undefined
  readonly code: CodeStore
  readonly deliveries: DeliveriesRecord
  /** What happened to events; undefined in memory, where the driver keeps the last ones itself. */
  readonly timelines: TimelineStore | undefined
  /** Writes what is left, and lets the file go. */
  close(): void
}

export interface StoreOptions {
  /** How many deliveries can be listed, 0 or more: the last ones. Default 10,000. A file keeps all. */
  readonly keep?: number | undefined
  /** Is told of each commit that failed, for the log. */
  readonly onFailure?: ((error: Error) => void) | undefined
}

/**
 * Opens a store.
 *
 * @param path a file, made where there is none; undefined: in memory
 * @throws StoreFileError for a file that is damaged, of a newer version, of another program or in use
 */
export function openStore(path: string | undefined, { keep = 10_000, onFailure }: StoreOptions = {}): EndpointStore {
  if (path === undefined) {
    return {
      controlPlane: () => new MemoryStore(),
      queue: (_place, initial) => new MemoryQueue(initial),
      places: () => [],
      clock: undefined,
      code: new MemoryCode(),
      deliveries: new MemoryDeliveries(keep),
      timelines: undefined,
      close: () => {},
    }
  }
  const database = openStoreFile(path)
  const commits = new GroupCommit(database, onFailure, new WriteAheadLog(path))
  const documents = database.prepare('SELECT document FROM place ORDER BY id').all()
  const clocks = documents.map(({ document }): PlaceRow => JSON.parse(String(document)))
  const nowMs = clocks.reduce((latest, clock) => Math.max(latest, clock.nowMs), 0)
  const places = database.prepare('SELECT account, region FROM place ORDER BY id')
  return {
    controlPlane: (place) => new SqliteStore(database, place),
    queue: (place, initial) => new DurableQueue(database, commits, place, initial),
    places: () => places.all().map(({ account, region }) => ({ account: String(account), region: String(region) })),
    clock: clocks[0] && { startMs: clocks[0].startMs, nowMs },
    code: new SqliteCode(database),
    deliveries: new SqliteDeliveries(database, commits, keep),
    timelines: new SqliteTimelines(database, commits),
    close: () => {
      commits.commit()
      commits.close()
      database.close()
    },
  }
}
