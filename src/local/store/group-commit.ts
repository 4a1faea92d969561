import type { DatabaseSync } from 'node:sqlite'
import { storeFailure } from '../../control-plane/sqlite-store.ts'

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
 */
export class GroupCommit {
  private readonly database: DatabaseSync
  private readonly writers: Writer[] = []
  private readonly onFailure: (error: Error) => void
  private isPlanned = false
  private retry: NodeJS.Timeout | undefined
  private next: PromiseWithResolvers<void> | undefined
  private success: PromiseWithResolvers<void> | undefined

  /** @param onFailure is told of each commit that failed; it is tried again after a second, and when more changes */
  constructor(database: DatabaseSync, onFailure: (error: Error) => void = () => {}) {
    this.database = database
    this.onFailure = onFailure
  }

  join(writer: Writer): void {
    this.writers.push(writer)
  }

  /** Says that something has changed: it will be written after this turn of the event loop. */
  touch(): void {
    if (this.isPlanned) return
    this.isPlanned = true
    setImmediate(() => {
      if (this.isPlanned) this.commit()
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

  /** Writes what has changed now. @returns whether all is on disk */
  commit(): boolean {
    this.isPlanned = false
    clearTimeout(this.retry)
    const { database, next, success, writers } = this
    const writing = writers.filter((writer) => writer.hasChanges)
    this.next = undefined
    try {
      if (writing.length > 0) {
        database.exec('BEGIN IMMEDIATE')
        for (const writer of writing) writer.write()
        database.exec('COMMIT')
      }
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      const failure = storeFailure(error)
      this.onFailure(failure)
      next?.reject(failure)
      this.retry = setTimeout(() => this.touch(), RETRY_MS).unref()
      return false
    }
    this.success = undefined
    for (const writer of writing) writer.written()
    next?.resolve()
    success?.resolve()
    return true
  }

  /** Tries no more. */
  close(): void {
    this.isPlanned = false
    clearTimeout(this.retry)
  }

  private get hasChanges(): boolean {
    return this.writers.some((writer) => writer.hasChanges)
  }
}

/** A promise that ends nobody's process when nobody waits for it. */
function awaited(): PromiseWithResolvers<void> {
  const promise = Promise.withResolvers<void>()
  promise.promise.catch(() => {})
  return promise
}
