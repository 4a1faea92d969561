import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { OutputFile } from '../output-file.ts'
import { programVersion } from '../program-version.ts'
import { type Columns, schemaOf, stored } from './column.ts'

/** Bytes of rows that are kept before they are written, about. */
const GROUP_BYTES = 4 * 1_048_576

export type Row = Readonly<Record<string, unknown>>

/**
 * Rows as a Parquet file. They are written in groups, so that memory does not grow with their number; what says where each
 * group is stands at the end of the file, which is none before `end`.
 */
export class ParquetFile {
  private readonly columns: Columns
  private readonly writer: ParquetWriter
  private rows: Row[] = []
  private bytes = 0

  /**
   * @param file that nobody else writes to
   * @param about says of the whole file what it is, by key
   */
  constructor(file: OutputFile, columns: Columns, about: Readonly<Record<string, string>> = {}) {
    this.columns = columns
    this.writer = new ParquetWriter({
      writer: new Drained((bytes) => file.writeBytes(bytes)),
      schema: schemaOf(columns),
      kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
      createdBy: `asyncinvoke version ${programVersion()}`,
    })
  }

  /** @param row by column; columns that are not in it are empty, and what is in no column is left out */
  write(row: Row): void {
    this.rows.push(row)
    this.bytes += sizeOf(row)
    if (this.bytes >= GROUP_BYTES) this.writeGroup()
  }

  /** Makes it a file that can be read. */
  end(): void {
    this.writeGroup()
    void this.writer.finish()
  }

  private writeGroup(): void {
    const { rows } = this
    if (rows.length === 0) return
    this.rows = []
    this.bytes = 0
    const columnData = Object.entries(this.columns).map(([name, column]) => ({
      name,
      data: rows.map((row) => stored(column, row[name])),
    }))
    void this.writer.write({ columnData, rowGroupSize: rows.length })
  }
}

/** Takes what is written out of memory after each group. */
class Drained extends ByteWriter {
  private readonly drain: (bytes: Uint8Array) => void

  constructor(drain: (bytes: Uint8Array) => void) {
    super()
    this.drain = drain
  }

  flush(): void {
    this.drain(this.getBytes())
    this.index = 0
  }

  override finish(): void {
    this.flush()
  }
}

/** Bytes that a value takes in memory, about. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  return Object.values(value).reduce((sum: number, each) => sum + sizeOf(each), 0)
}
