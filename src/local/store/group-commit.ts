import type { DatabaseSync } from 'node:sqlite'
import { storeFailure } from '../../control-plane/sqlite-store.ts'
import type { Log } from './write-ahead-log.ts'

/** Something that has changes to write, in one transaction with all others' of the moment. */
export interface Writer {
  readonly hasChanges: boolean
  /** Writes all changes; called in a transaction. What it throws takes back what all have written. */
  write(): void
  /** All that was written is on disk: the changes can be forgotten. */
  written(): void
}

/** How long a store that could not be written is left alone before it is tried again. */
const RETRY_MS = 1_000

/**
 * Puts the changes of one turn of the event loop on disk together: one transaction, one synchronisation of the disk,
 * however many events they are of. Writers are asked between two turns and so never in the middle of an engine's step:
 * what is on disk is a state that the engine was in.
 *
 * With a write-ahead log the endpoint goes on while the disk works, and what changes meanwhile is the next group.
 */
export class GroupCommit {
  private readonly database: DatabaseSync
  private readonly writers: Writer[] = []
  private readonly onFailure: (error: Error) => void
  private readonly log: Log | undefined
  private isPlanned = false
  /** Whether transactions may not be on disk yet that have been written. */
  private isUnsynchronised = false
  private isSynchronising = false
  private retry: NodeJS.Timeout | undefined
  private next: PromiseWithResolvers<void> | undefined
  private success: PromiseWithResolvers<void> | undefined

  /** @param onFailure is told of each commit that failed; it is tried again after a second, and when more changes */
  constructor(database: DatabaseSync, onFailure: (error: Error) => void = () => {}, log?: Log) {
    this.database = database
    this.onFailure = onFailure
    this.log = log
  }

  join(writer: Writer): void {
    this.writers.push(writer)
  }

  /** Says that something has changed: it will be written after this turn of the event loop, or the disk's. */
  touch(): void {
    if (this.isPlanned || this.isSynchronising) return
    this.isPlanned = true
    setImmediate(() => {
      if (!this.isPlanned) return
      if (this.log?.isOpen) void this.commitBeside(this.log)
      else if (this.commit()) this.log?.open()
    })
  }

  /**
   * Resolves once all changes until now are on disk.
   *
   * @throws ServiceError of status 500 where they cannot be written now; they stay and are tried again
   */
  flushed(): Promise<void> {
    if (!this.hasChanges) return Promise.resolve()
    this.touch()
    this.next ??= awaited()
    return this.next.promise
  }

  /** Resolves once all changes until now are on disk, however long that takes. */
  kept(): Promise<void> {
    if (!this.hasChanges) return Promise.resolve()
    this.touch()
    this.success ??= awaited()
    return this.success.promise
  }

  /** Writes what has changed now, and waits for the disk. @returns whether all is on disk */
  commit(): boolean {
    const { next, success } = this.begin()
    try {
      this.write('FULL')
      if (this.isUnsynchronised) this.log?.synchroniseNow()
    } catch (error) {
      this.fail(error, next, success)
      return false
    }
    this.isUnsynchronised = false
    next?.resolve()
    success?.resolve()
    return true
  }

  /** Tries no more. */
  close(): void {
    this.isPlanned = false
    clearTimeout(this.retry)
    this.log?.close()
  }

  private async commitBeside(log: Log): Promise<void> {
    const { next, success } = this.begin()
    this.isSynchronising = true
    let isToGoOn: boolean
    try {
      // SQLite leaves the log to the system then, which keeps it if this process dies, and not if the machine does.
      this.write('NORMAL')
      this.isUnsynchronised = true
      await log.synchronise()
      this.isUnsynchronised = false
      next?.resolve()
      success?.resolve()
      isToGoOn = this.hasChanges || this.next !== undefined || this.success !== undefined
    } catch (error) {
      isToGoOn = this.next !== undefined
      this.fail(error, next, success)
    }
    this.isSynchronising = false
    if (isToGoOn) this.touch()
  }

  /** Takes those who wait until now. */
  private begin() {
    const { next, success } = this
    this.isPlanned = false
    clearTimeout(this.retry)
    this.next = undefined
    this.success = undefined
    return { next, success }
  }

  private write(synchronous: 'FULL' | 'NORMAL'): void {
    const { database } = this
    const writing = this.writers.filter((writer) => writer.hasChanges)
    if (writing.length === 0) return
    try {
      database.exec(`PRAGMA synchronous = ${synchronous}; BEGIN IMMEDIATE`)
      for (const writer of writing) writer.write()
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    } finally {
      // All others who write wait for the disk.
      if (synchronous !== 'FULL') database.exec('PRAGMA synchronous = FULL')
    }
    for (const writer of writing) writer.written()
  }

  private fail(error: unknown, next: Waiting, success: Waiting): void {
    const failure = storeFailure(error)
    this.onFailure(failure)
    next?.reject(failure)
    const later = this.success
    if (success && later) void later.promise.then(success.resolve)
    else this.success = success
    this.retry = setTimeout(() => this.touch(), RETRY_MS).unref()
  }

  private get hasChanges(): boolean {
    return this.isUnsynchronised || this.writers.some((writer) => writer.hasChanges)
  }
}

type Waiting = PromiseWithResolvers<void> | undefined

/** A promise that ends nobody's process when nobody waits for it. */
function awaited(): PromiseWithResolvers<void> {
  const promise = Promise.withResolvers<void>()
  promise.promise.catch(() => {})
  return promise
}
