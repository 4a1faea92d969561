import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Command, InvalidArgumentError } from 'commander'
import { parseMeasurement } from './measurement.ts'
import { planRuns, type Run } from './plan.ts'
import { type Program, type ProgramName, preparePrograms } from './programs.ts'
import { ROWS } from './rows.ts'
import { judge, measurementTable, type Result, verdictTable } from './summary.ts'
import { WORKLOADS } from './workloads.ts'

interface Options {
  readonly rounds: number
  readonly eventsScale: number
  readonly only?: readonly string[]
  readonly rows?: readonly string[]
}

const options = new Command('npm run bench --')
  .description('Simulated events per second and peak memory of every row, each run in a process of its own.')
  .option('--rounds <number>', 'how often each row runs on each workload', wholeNumber, 5)
  .option('--only <workloads>', 'only these workloads, with commas between', among(WORKLOADS))
  .option('--rows <names>', 'only these rows, with commas between', among(ROWS))
  .option('--events-scale <factor>', 'factor on the number of events', positiveNumber, 1)
  .parse()
  .opts<Options>()

const directory = mkdtempSync(join(tmpdir(), 'asyncinvoke-bench-'))
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
process.once('SIGINT', () => process.exit(130))

process.exitCode = await bench(options)

/** Runs everything and prints the tables; the result is the exit code: 1 where a run failed. */
async function bench({ rounds, eventsScale, only, rows: wanted }: Options): Promise<number> {
  const programs = preparePrograms(directory)
  const workloads = WORKLOADS.filter(({ name }) => only?.includes(name) ?? true)
  const rows = ROWS.filter(({ name }) => wanted?.includes(name) ?? true)
  const results: Result[] = []
  const failures: string[] = []
  console.log(`${cpus()[0]?.model.trim()}, Node ${process.version}; ${rounds} interleaved rounds, one process a run\n`)

  for (const workload of workloads) {
    for (const run of planRuns([workload], rows, { rounds, eventsScale })) {
      const program = programs[run.row.program]
      if ('missing' in program) continue
      try {
        results.push({ run, measurement: await measure(program, run) })
      } catch (error) {
        failures.push(`${workload.name}, ${run.row.name}, round ${run.round}: ${messageOf(error)}`)
      }
    }
    const ofWorkload = results.filter(({ run }) => run.workload === workload)
    if (ofWorkload.length > 0) {
      console.log(`${workload.name}: ${workload.description}\n${measurementTable(ofWorkload)}\n`)
    }
  }

  const verdicts = judge(results)
  if (verdicts.length > 0) console.log(`Targets, from the ratio within each round\n${verdictTable(verdicts)}`)
  for (const { name, program } of rows) reportMissing(name, programs, program)
  for (const failure of failures) console.log(`failed: ${failure}`)
  return failures.length === 0 ? 0 : 1
}

async function measure(program: Extract<Program, { command: unknown }>, { workload, events, row, round }: Run) {
  const [file, ...prefix] = program.command
  process.stderr.write(`${workload.name} round ${round}: ${row.name}\n`)
  const { stdout } = await promisify(execFile)(file, [...prefix, workload.name, `${events}`, ...(row.options ?? [])])
  return parseMeasurement(stdout, events)
}

function reportMissing(row: string, programs: Record<ProgramName, Program>, name: ProgramName): void {
  const program = programs[name]
  if ('missing' in program) console.log(`skipped: ${row}: ${program.missing}`)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError(`Expected a whole number above 0, came '${text}'.`)
  return Number(text)
}

function positiveNumber(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError(`Expected a number above 0, came '${text}'.`)
  return value
}

/** Reads names with commas between, each of which must be the name of one of `things`. */
function among(things: readonly { readonly name: string }[]) {
  const known = things.map(({ name }) => name)
  return (text: string): string[] => {
    const names = text.split(',').map((name) => name.trim())
    const unknown = names.find((name) => !known.includes(name))
    if (unknown === undefined) return names
    throw new InvalidArgumentError(`Expected names of ${known.join(', ')}, came '${unknown}'.`)
  }
}
