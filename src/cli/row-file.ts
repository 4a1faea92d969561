import { closeSync, fdatasyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import type { RowKeeping, RunRow } from '../experiment/run-row.ts'
import { RowCheck } from './row-check.ts'
import { headDifferences, type RowHead, rowsTogether } from './row-head.ts'
import type { Rows } from './rows.ts'
import { systemReason, UsageError } from './usage-error.ts'

/** Bytes that are read at a time. */
const CHUNK = 1 << 20
const NEWLINE = 10
/** Real time after which a line is made to outlive a power cut: a disk takes milliseconds for it. */
const SAFE_MS = 1_000

/**
 * The rows of an experiment: a line of JSON that says which one it is, then a line for each run, in order. Each line is written
 * when its run is told, so that what is there after any end is whole but for its last line; a power cut may take the lines of
 * about the last second.
 *
 * Every fault of the system, and a file of something else, is a `UsageError` that names the file.
 */
export class RowFile implements Rows {
  readonly path: string
  private readonly head: RowHead
  private descriptor: number | undefined
  /** Where the next line goes; beyond it there may be a torn line. */
  private end = 0
  /** Runs while lines are there that a power cut would take. */
  private timer: NodeJS.Timeout | undefined
  private fault: UsageError | undefined

  /**
   * @param isResumed whether a file that is there is gone on with; else there must be none
   * @throws UsageError where it cannot be the file of these rows
   */
  constructor(path: string, head: RowHead, isResumed: boolean) {
    this.path = path
    this.head = head
    this.descriptor = this.attempt(() => (isResumed ? openOrMake(path) : make(path)))
    try {
      const [line] = this.lines()
      if (line) this.check(line.text)
      else this.begin()
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** What an experiment keeps its rows by. */
  get keeping(): Required<RowKeeping> {
    return { rows: this.rows(), onRow: (row) => this.write(row) }
  }

  /** The rows that are there. */
  private *rows(): Generator<RunRow> {
    const check = new RowCheck(this.head)
    let number = 1
    let together: RunRow[] = []
    for (const { text, end } of this.lines()) {
      if (number++ > 1) {
        const row = parsed(text)
        const fault = check.fault(row)
        if (fault !== undefined) throw this.refusal(`line ${number - 1}: ${fault}`)
        together.push(row as RunRow)
        if (together.length < rowsTogether(this.head)) continue
        yield* together
        together = []
      }
      this.end = end
    }
    // What is beyond is what a kill left of rows that are told together, or of a line.
    this.attempt(() => ftruncateSync(this.descriptor!, this.end))
  }

  private write(row: RunRow): void {
    this.append(JSON.stringify(row))
  }

  /** Each line is where it belongs already; what kept the last ones from the disk is told now. */
  commit(): UsageError | undefined {
    clearTimeout(this.timer)
    this.secure()
    return this.fault
  }

  close(): void {
    if (this.descriptor === undefined) return
    const descriptor = this.descriptor
    this.descriptor = undefined
    clearTimeout(this.timer)
    this.attempt(() => {
      fdatasyncSync(descriptor)
      closeSync(descriptor)
    })
  }

  /** Writes the head where nothing is yet, or the beginning of it that a kill left; anything else is somebody's. */
  private begin(): void {
    const head = JSON.stringify(this.head)
    // One byte more than it can be, so that what is longer is not taken for it.
    const there = Buffer.alloc(Buffer.byteLength(head) + 1)
    const count = this.attempt(() => readSync(this.descriptor!, there, 0, there.length, 0))
    if (!Buffer.from(head).subarray(0, count).equals(there.subarray(0, count))) throw this.foreign()
    this.append(head)
  }

  private append(line: string): void {
    if (this.fault) throw this.fault
    const bytes = Buffer.from(`${line}\n`)
    this.attempt(() => {
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.descriptor!, bytes, done, bytes.length - done, this.end + done)
    })
    this.end += bytes.length
    this.timer ??= setTimeout(() => this.secure(), SAFE_MS).unref()
  }

  /** Lets the lines that are there outlive a power cut. Nobody is there to catch what goes wrong: the next line tells of it, or the end. */
  private secure(): void {
    this.timer = undefined
    try {
      this.attempt(() => fdatasyncSync(this.descriptor!))
    } catch (error) {
      this.fault ??= error as UsageError
    }
  }

  /** @throws UsageError with all that differs */
  private check(line: string): void {
    const there = parsed(line) as Partial<RowHead> | undefined
    if (there?.asyncinvoke !== this.head.asyncinvoke || there.version !== 1) throw this.foreign()
    const differences = headDifferences(there, this.head)
    if (differences.length === 0) return
    throw new UsageError(differences.map((each) => `--resume: ${this.path}: expected ${each}`).join('\n'))
  }

  private foreign(): UsageError {
    return this.refusal(`expected a file that ${this.head.asyncinvoke} wrote`)
  }

  private refusal(message: string): UsageError {
    return new UsageError(`--out ${this.path}: ${message}`)
  }

  /** Whole lines, with the places where they end. */
  private *lines(): Generator<{ readonly text: string; readonly end: number }> {
    const chunk = Buffer.alloc(CHUNK)
    let rest = Buffer.alloc(0)
    let position = 0
    for (;;) {
      const count = this.attempt(() => readSync(this.descriptor!, chunk, 0, CHUNK, position))
      if (count === 0) return
      let text = Buffer.concat([rest, chunk.subarray(0, count)])
      const start = position - rest.length
      let from = 0
      for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, from)) {
        yield { text: text.toString('utf8', from, at), end: start + at + 1 }
        from = at + 1
      }
      text = text.subarray(from)
      rest = Buffer.from(text)
      position += count
    }
  }

  private attempt<T>(call: () => T): T {
    try {
      return call()
    } catch (error) {
      if ((error as { code?: unknown }).code === 'EEXIST')
        throw this.refusal('expected no file of that name, and there is one; --resume goes on with it')
      const reason = systemReason(error)
      if (reason === undefined) throw error
      throw new UsageError(`--out ${this.path}: expected a file that can be written, but ${reason}`, { cause: error })
    }
  }
}

function make(path: string): number {
  return openSync(path, 'wx+')
}

function openOrMake(path: string): number {
  try {
    return openSync(path, 'r+')
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error
    return make(path)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
