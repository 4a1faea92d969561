import { extname } from 'node:path'
import { MINUTE_CSV_HEADER, minuteCsvLine, minuteJsonLine } from '../measure/minute-row.ts'
import { Minutes } from '../measure/minutes.ts'
import { Records } from '../measure/records.ts'
import { OutputFile } from './output-file.ts'
import type { Attempt, RowWriter } from './parquet/run-rows.ts'
import { UsageError } from './usage-error.ts'

/** What is written to a file while a run goes on. */
interface Export extends RowWriter {
  readonly file: OutputFile
}

/** Makes what writes to a file. */
type Format = (file: OutputFile, attempt: Attempt) => RowWriter | Promise<RowWriter>

/** By the ending of the file's name; the first is that of a device. */
type Formats = Readonly<Record<string, Format>>

const RECORDS: Formats = {
  '.jsonl': recordLines,
  '.ndjson': recordLines,
  '.parquet': async (...given) => (await parquet()).recordRows(...given),
}

const SERIES: Formats = {
  '.csv': minuteCsvLines,
  '.jsonl': minuteJsonLines,
  '.ndjson': minuteJsonLines,
  '.parquet': async (...given) => (await parquet()).minuteRows(...given),
}

export interface ExportPaths {
  /** One line of JSON an event, or a row of Parquet by the file's ending. */
  readonly records?: string
  /** The metrics of each minute: lines of JSON, CSV or Parquet by the file's ending. */
  readonly series?: string
}

/** The files of a run. They are opened at once and appear when they are whole. */
export class Exports {
  private readonly all: Export[] = []
  /** Why a file could not be written on: nothing more is, and the run goes on, for its result. */
  private fault: UsageError | undefined

  private constructor() {}

  /** @param scenarioPath the file that must not be overwritten; undefined for stdin */
  static async open({ records, series }: ExportPaths, scenarioPath: string | undefined): Promise<Exports> {
    const exports = new Exports()
    try {
      if (records !== undefined) await exports.add('--records', records, RECORDS, scenarioPath)
      if (series !== undefined) await exports.add('--series', series, SERIES, scenarioPath)
      return exports
    } catch (error) {
      exports.abandon()
      throw error
    }
  }

  get observers(): readonly RowWriter['observer'][] {
    return this.all.map(({ observer }) => observer)
  }

  get paths(): readonly string[] {
    return this.all.map(({ file }) => file.path)
  }

  /** Gives the files their names. @returns what went wrong with one, now or earlier */
  commit(): UsageError | undefined {
    this.attempt(() => {
      for (const { observer, end } of this.all) {
        observer.close()
        end()
      }
    })
    this.attempt(() => {
      for (const { file } of this.all) file.commit()
    })
    return this.fault
  }

  abandon(): void {
    for (const { file } of this.all) file.abandon()
  }

  private async add(option: string, path: string, formats: Formats, scenarioPath: string | undefined): Promise<void> {
    const [usual] = Object.values(formats)
    const format = formats[extname(path).toLowerCase()] ?? (path.startsWith('/dev/') ? usual : undefined)
    if (!format)
      throw new UsageError(
        `${option}: expected a file name that ends in ${Object.keys(formats).join(' or ')}, got '${path}'`,
      )
    const file = new OutputFile(path, `${option}: ${path}`)
    const clash = this.all.find((other) => other.file.finalPath === file.finalPath)
    if (clash || (scenarioPath !== undefined && OutputFile.pathOf(scenarioPath) === file.finalPath)) {
      file.abandon()
      throw new UsageError(
        `${option}: expected a file of its own, got '${path}', which this run ${clash ? 'writes' : 'reads'} too`,
      )
    }
    this.all.push({ file, ...(await format(file, (write) => this.attempt(write))) })
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

/** Most runs need no Parquet, and it takes a while to load. */
function parquet() {
  return import('./parquet/run-rows.ts')
}

function recordLines(file: OutputFile, attempt: Attempt): RowWriter {
  return lines(new Records((line) => attempt(() => file.write(line))))
}

function minuteCsvLines(file: OutputFile, attempt: Attempt): RowWriter {
  attempt(() => file.write(MINUTE_CSV_HEADER))
  return lines(new Minutes((row) => attempt(() => file.write(minuteCsvLine(row)))))
}

function minuteJsonLines(file: OutputFile, attempt: Attempt): RowWriter {
  return lines(new Minutes((row) => attempt(() => file.write(minuteJsonLine(row)))))
}

function lines(observer: RowWriter['observer']): RowWriter {
  return { observer, end: () => {} }
}
