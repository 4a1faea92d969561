import { existsSync } from 'node:fs'
import type { RowKeeping, RunRow } from '../../experiment/run-row.ts'
import { OutputFile } from '../output-file.ts'
import type { RowHead } from '../row-head.ts'
import type { Rows } from '../rows.ts'
import { UsageError } from '../usage-error.ts'
import { ParquetFile } from './parquet-file.ts'
import { rowColumns } from './row-columns.ts'

/**
 * The rows of an experiment in Parquet, with their head under the key `asyncinvoke`. The file appears when the experiment has
 * ended, by itself or by an interruption.
 */
export class RowParquet implements Rows {
  private readonly file: OutputFile
  private readonly parquet: ParquetFile
  /** Why the file could not be written on: nothing more is, and the experiment goes on, for its result. */
  private fault: UsageError | undefined

  /** @throws UsageError where there is a file of that name, or none can be written */
  constructor(path: string, head: RowHead) {
    if (existsSync(path)) throw new UsageError(`--out ${path}: expected no file of that name, and there is one`)
    this.file = new OutputFile(path, `--out ${path}`)
    this.parquet = new ParquetFile(this.file, rowColumns(head), { asyncinvoke: JSON.stringify(head) })
  }

  /** Without rows that are there: nothing can be added to such a file. */
  get keeping(): Required<RowKeeping> {
    return { rows: [], onRow: (row) => this.write(row) }
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

  private write(row: RunRow): void {
    this.attempt(() => this.parquet.write({ ...row }))
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
