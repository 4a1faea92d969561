import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { writeWhole } from './standard-stream.ts'
import { systemReason, UsageError } from './usage-error.ts'

/** Text that is kept before it is written, in characters. */
const BUFFER = 65_536

/**
 * A file that appears whole or not at all: lines and bytes go to a temporary file beside it, which takes its name at the end. So
 * a former file of that name stays until then. A device or a pipe is written to directly.
 *
 * Every fault of the system is a `UsageError` that names the file.
 */
export class OutputFile {
  readonly path: string
  /** Where the file appears, links followed. */
  readonly finalPath: string
  private readonly label: string
  private readonly temporaryPath: string | undefined
  private readonly descriptor: number
  private readonly abandonAtExit = () => this.abandon()
  private buffer = ''
  private isOpen = true

  /**
   * Opens the temporary file, so that a place that cannot be written to shows before anything is simulated.
   *
   * @param label how errors begin: the option that named the file, and its name
   */
  constructor(path: string, label = path) {
    this.path = path
    this.label = label
    const present = this.attempt(() => statOf(path))
    if (present?.isDirectory()) throw new UsageError(`${label}: expected the name of a file, got a directory`)
    this.finalPath = this.attempt(() => OutputFile.pathOf(path))
    if (present && !present.isFile()) {
      this.descriptor = this.attempt(() => openSync(path, 'w'))
      return
    }
    if (present) this.attempt(() => accessSync(path, constants.W_OK))
    const temporaryPath = join(dirname(this.finalPath), `.${basename(this.finalPath)}.${process.pid}.tmp`)
    this.descriptor = this.attempt(() => openSync(temporaryPath, 'w', present ? present.mode & 0o777 : 0o666))
    this.temporaryPath = temporaryPath
    process.once('exit', this.abandonAtExit)
  }

  /** Where a file of this name is or would be. A link stays a link: what it leads to is replaced. */
  static pathOf(path: string): string {
    return statOf(path) ? realpathSync(path) : resolve(path)
  }

  /** @param line without its line break */
  write(line: string): void {
    this.buffer += `${line}\n`
    if (this.buffer.length >= BUFFER) this.flush()
  }

  writeBytes(bytes: Uint8Array): void {
    this.flush()
    this.append(bytes)
  }

  /** Gives the file its name. */
  commit(): void {
    this.flush()
    this.attempt(() => {
      // A name must not come before what it names, also where the power goes.
      if (this.temporaryPath !== undefined) fsyncSync(this.descriptor)
      closeSync(this.descriptor)
    })
    this.isOpen = false
    process.off('exit', this.abandonAtExit)
    if (this.temporaryPath === undefined) return
    try {
      this.attempt(() => renameSync(this.temporaryPath!, this.finalPath))
    } catch (error) {
      try {
        rmSync(this.temporaryPath, { force: true })
      } catch {
        // What went wrong first is what is told.
      }
      throw error
    }
  }

  /** Removes what was written, unless it has been committed. */
  abandon(): void {
    if (!this.isOpen) return
    this.isOpen = false
    closeSync(this.descriptor)
    if (this.temporaryPath !== undefined) rmSync(this.temporaryPath, { force: true })
    process.off('exit', this.abandonAtExit)
  }

  private flush(): void {
    const bytes = Buffer.from(this.buffer)
    this.buffer = ''
    this.append(bytes)
  }

  private append(bytes: Uint8Array): void {
    this.attempt(() => writeWhole(this.descriptor, bytes))
  }

  private attempt<T>(call: () => T): T {
    try {
      return call()
    } catch (error) {
      const reason = systemReason(error)
      if (reason === undefined) throw error
      throw new UsageError(`${this.label}: expected a file that can be written, but ${reason}`, { cause: error })
    }
  }
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}
