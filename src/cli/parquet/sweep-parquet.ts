import { existsSync } from 'node:fs'
import type { SweepRow } from '../../experiment/sweep-row.ts'
import { OutputFile } from '../output-file.ts'
import type { SweepHead } from '../sweep-file.ts'
import { UsageError } from '../usage-error.ts'
import { ParquetFile } from './parquet-file.ts'
import { sweepColumns } from './sweep-columns.ts'

/**
 * The file of a sweep in Parquet: a row for each run, in order, and the head under the key `asyncinvoke`. It appears when the
 * sweep has ended, by itself or by an interruption.
 */
export class SweepParquet {
  private readonly file: OutputFile
  private readonly parquet: ParquetFile
  /** Why the file could not be written on: nothing more is, and the sweep goes on, for its result. */
  private fault: UsageError | undefined

  /** @throws UsageError where there is a file of that name, or none can be written */
  constructor(path: string, head: SweepHead) {
    if (existsSync(path)) throw new UsageError(`--out ${path}: expected no file of that name, and there is one`)
    this.file = new OutputFile(path, `--out ${path}`)
    this.parquet = new ParquetFile(this.file, sweepColumns(head), { asyncinvoke: JSON.stringify(head) })
  }

  /** The rows that are there: none. Nothing can be added to such a file. */
  rows(): readonly SweepRow[] {
    return []
  }

  write(row: SweepRow): void {
    this.attempt(() => this.parquet.write({ ...row }))
  }

  /** Gives the file its name. @returns what went wrong with it, now or earlier */
  commit(): UsageError | undefined {
    this.attempt(() => {
      this.parquet.end()
      this.file.commit()
    })
    return this.fault
  }

  /** Removes what was written, unless it has its name. */
  close(): void {
    this.file.abandon()
  }

  private attempt(write: () => void): void {
    if (this.fault) return
    try {
      write()
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      this.fault = error
    }
  }
}
