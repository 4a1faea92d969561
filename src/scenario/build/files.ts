import type { RecordedRows } from '../arrival-spec.ts'
import { type ReadFile, textOf } from '../bytes.ts'
import { CsvTable } from '../csv.ts'
import type { QuantilePoint } from '../distribution.ts'
import { poolRowsOf } from '../pool.ts'
import type { Problem } from '../problem.ts'
import { type RecordedChoice, recordedRowsOf } from '../recorded-rows.ts'
import { type SampleChoice, sampleOf } from '../sample.ts'
import type { DataPath } from '../source-text.ts'
import { type Trace, traceOf } from '../trace.ts'
import type { Findings } from './findings.ts'

/** Problems of one file beyond this many are counted, not listed. */
const LISTED_PROBLEMS = 20

/** The files that a scenario names, each read and understood once. */
export class ScenarioFiles {
  private readonly readFile: ReadFile
  private readonly folder: string
  private readonly findings: Findings
  private readonly tables = new Map<string, Promise<CsvTable | string>>()
  private readonly traces = new Map<string, Promise<Trace | undefined>>()
  private readonly headers = new Map<string, Promise<readonly string[] | undefined>>()
  private readonly samples = new Map<string, Promise<Float64Array | undefined>>()
  private readonly recordings = new Map<string, Promise<RecordedRows | undefined>>()
  private readonly pools = new Map<string, Promise<QuantilePoint[][] | undefined>>()

  /** @param folder of the scenario file, with a slash at its end: problems name files from where that is named */
  constructor(readFile: ReadFile, folder: string, findings: Findings) {
    this.readFile = readFile
    this.folder = folder
    this.findings = findings
  }

  /** Counts per minute; undefined where the file cannot be read or is wrong, which is in the findings then. */
  trace(file: string, place: DataPath): Promise<Trace | undefined> {
    return this.read(this.traces, file, place, traceOf)
  }

  /** Rows of quantiles; undefined likewise. */
  pool(file: string, place: DataPath): Promise<QuantilePoint[][] | undefined> {
    return this.read(this.pools, file, place, poolRowsOf)
  }

  /** Names of the columns; undefined where there are none. */
  columns(file: string, place: DataPath): Promise<readonly string[] | undefined> {
    return this.read(this.headers, file, place, ({ columns }) => columns)
  }

  /** A sample of a file whose columns are known; undefined where a cell of it is wrong. */
  sample(file: string, choice: SampleChoice, place: DataPath): Promise<Float64Array | undefined> {
    const key = JSON.stringify([file, choice])
    return this.read(this.samples, file, place, (table, problems) => sampleOf(table, choice, problems), key)
  }

  /** Recorded events of a file whose columns are known; undefined where a cell of them is wrong. */
  recordedRows(file: string, choice: RecordedChoice, place: DataPath): Promise<RecordedRows | undefined> {
    const key = JSON.stringify([file, choice])
    return this.read(this.recordings, file, place, (table, problems) => recordedRowsOf(table, choice, problems), key)
  }

  private async read<Content>(
    known: Map<string, Promise<Content | undefined>>,
    file: string,
    place: DataPath,
    understand: (table: CsvTable, problems: Problem[]) => Content,
    key = file,
  ): Promise<Content | undefined> {
    const table = await this.table(file)
    if (typeof table === 'string') {
      this.findings.error(place, table)
      return undefined
    }
    const before = known.get(key)
    if (before) return before
    const content = this.understood(table, understand)
    known.set(key, Promise.resolve(content))
    return content
  }

  private understood<Content>(
    table: CsvTable,
    understand: (table: CsvTable, problems: Problem[]) => Content,
  ): Content | undefined {
    const problems: Problem[] = []
    const content = understand(table, problems)
    const all = [...table.problems, ...problems]
    for (const problem of all.slice(0, LISTED_PROBLEMS)) this.findings.add(problem)
    if (all.length > LISTED_PROBLEMS) {
      const message = `${all.length - LISTED_PROBLEMS} more problems in this file`
      this.findings.add({ severity: 'error', path: '', message, file: table.file })
    }
    return all.length === 0 ? content : undefined
  }

  /** The table of a file, or why there is none. */
  private table(file: string): Promise<CsvTable | string> {
    let table = this.tables.get(file)
    if (table === undefined) {
      table = this.load(file)
      this.tables.set(file, table)
    }
    return table
  }

  private async load(file: string): Promise<CsvTable | string> {
    const named = /^([\\/]|[a-zA-Z]:)/.test(file) ? file : this.folder + file
    try {
      return new CsvTable(await textOf(await this.readFile(file)), named)
    } catch (error) {
      return `expected a readable file, got "${file}": ${reason(error)}`
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'reading it is not permitted',
  EISDIR: 'it is a directory',
}

function reason(error: unknown): string {
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && REASONS[code]) return REASONS[code]
  return error instanceof Error ? error.message : String(error)
}
