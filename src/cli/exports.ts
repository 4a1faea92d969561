import { extname } from 'node:path'
import type { Observer } from '../engine/ports.ts'
import { MINUTE_CSV_HEADER, minuteCsvLine, minuteJsonLine } from '../measure/minute-row.ts'
import { Minutes } from '../measure/minutes.ts'
import { Records } from '../measure/records.ts'
import { OutputFile } from './output-file.ts'
import { UsageError } from './usage-error.ts'

/** What is written to a file while a run goes on. */
interface Export {
  readonly file: OutputFile
  readonly observer: Observer & { close(): void }
}

type Write = (line: string) => void

export interface ExportPaths {
  /** One line of JSON an event. */
  readonly records?: string
  /** The metrics of each minute: lines of JSON, or CSV by the file's ending. */
  readonly series?: string
}

/** The files of a run. They are opened at once and appear when they are whole. */
export class Exports {
  private readonly all: Export[] = []
  /** Why a file could not be written on: nothing more is, and the run goes on, for its result. */
  private fault: UsageError | undefined

  /** @param scenarioPath the file that must not be overwritten; undefined for stdin */
  constructor({ records, series }: ExportPaths, scenarioPath: string | undefined) {
    try {
      if (records !== undefined) this.open('--records', records, ['.jsonl', '.ndjson'], scenarioPath, recordsOf)
      if (series !== undefined) this.open('--series', series, ['.csv', '.jsonl', '.ndjson'], scenarioPath, minutesOf)
    } catch (error) {
      this.abandon()
      throw error
    }
  }

  get observers(): readonly Observer[] {
    return this.all.map(({ observer }) => observer)
  }

  get paths(): readonly string[] {
    return this.all.map(({ file }) => file.path)
  }

  /** Gives the files their names. @returns what went wrong with one, now or earlier */
  commit(): UsageError | undefined {
    this.attempt(() => {
      for (const { observer } of this.all) observer.close()
    })
    this.attempt(() => {
      for (const { file } of this.all) file.commit()
    })
    return this.fault
  }

  abandon(): void {
    for (const { file } of this.all) file.abandon()
  }

  private open(
    option: string,
    path: string,
    endings: readonly string[],
    scenarioPath: string | undefined,
    observerOf: (write: Write, ending: string) => Export['observer'],
  ): void {
    const ending = extname(path).toLowerCase()
    if (!path.startsWith('/dev/') && !endings.includes(ending)) {
      throw new UsageError(`${option}: expected a file name that ends in ${endings.join(' or ')}, got '${path}'`)
    }
    const file = new OutputFile(path, `${option}: ${path}`)
    const clash = this.all.find((other) => other.file.finalPath === file.finalPath)
    if (clash || (scenarioPath !== undefined && OutputFile.pathOf(scenarioPath) === file.finalPath)) {
      file.abandon()
      throw new UsageError(
        `${option}: expected a file of its own, got '${path}', which this run ${clash ? 'writes' : 'reads'} too`,
      )
    }
    this.all.push({ file, observer: observerOf((line) => this.attempt(() => file.write(line)), ending) })
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

function recordsOf(write: Write): Records {
  return new Records(write)
}

function minutesOf(write: Write, ending: string): Minutes {
  if (ending !== '.csv') return new Minutes((row) => write(minuteJsonLine(row)))
  write(MINUTE_CSV_HEADER)
  return new Minutes((row) => write(minuteCsvLine(row)))
}
