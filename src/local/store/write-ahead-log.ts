import { close, closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import { promisify } from 'node:util'

const synchronise = promisify(fdatasync)

/** What a group commit needs of a log. */
export type Log = Pick<WriteAheadLog, keyof WriteAheadLog>

/**
 * The write-ahead log of a store, into which SQLite puts every transaction. SQLite can only wait until that is on disk;
 * this lets the endpoint go on meanwhile.
 */
export class WriteAheadLog {
  private readonly path: string
  private file: number | undefined
  private isBusy = false

  /** @param path of the store */
  constructor(path: string) {
    this.path = `${path}-wal`
  }

  /** Call it after a transaction that SQLite has put on disk itself: then the folder knows of the file, too. */
  open(): void {
    this.file ??= openSync(this.path, 'r+')
  }

  get isOpen(): boolean {
    return this.file !== undefined
  }

  /** Resolves once all that is in the log now is on disk. */
  async synchronise(): Promise<void> {
    const { file } = this
    this.isBusy = true
    try {
      await synchronise(file!)
    } finally {
      this.isBusy = false
      if (this.file === undefined) close(file!)
    }
  }

  /** Waits for that. */
  synchroniseNow(): void {
    fdatasyncSync(this.file!)
  }

  close(): void {
    // A number that is in use must not become another file's.
    if (this.file !== undefined && !this.isBusy) closeSync(this.file)
    this.file = undefined
  }
}
