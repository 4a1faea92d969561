import type { ReadWith } from '../experiment/axes-reader.ts'
import { valuesOf } from '../experiment/axis.ts'
import { axisNumbers } from '../experiment/axis-numbers.ts'
import { type Effort, mostOf } from '../experiment/effort.ts'
import { scenarioDigest } from '../experiment/scenario-digest.ts'
import { readGrid } from '../experiment/sweep.ts'
import type { SweepResult } from '../experiment/sweep-result.ts'
import { type SweptGrid, sweepWith } from '../experiment/sweeping.ts'
import { sweepPage } from '../report/html/sweep-page.ts'
import { sweepText } from '../report/sweep-text.ts'
import { formatProblem } from '../scenario/problem.ts'
import { effortOf, effortWords } from './effort-words.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { PageFile } from './page-file.ts'
import { programVersion } from './program-version.ts'
import { type Changes, changeWords, orProblems, printProblems, ScenarioFile } from './scenario-file.ts'
import { SweepFile, type SweepHead } from './sweep-file.ts'
import { styleFor } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withWorkers } from './work.ts'

export interface SweepOptions extends Changes, Effort {
  readonly vary?: readonly string[]
  readonly out?: string
  readonly resume?: boolean
  readonly json?: boolean
  readonly html?: string
  readonly redis?: string
}

/**
 * `sweep FILE --vary …`: simulates a scenario at every point of a grid, under the same draws. What differs and which
 * points are best goes to stdout, every run to a file as it goes.
 */
export async function sweep(file: string, options: SweepOptions): Promise<ExitCode> {
  const { vary = [], out, resume = false, json = false, html, set = [], seed } = options
  if (vary.length === 0) throw new UsageError('expected --vary PATH=V1,V2,… once or more, got none')
  if (resume && out === undefined) throw new UsageError('--resume: expected --out FILE, the file to go on with')
  if (out !== undefined && !/\.(?:jsonl|parquet)$/.test(out))
    throw new UsageError(`--out ${out}: expected a name that ends in .jsonl or .parquet`)
  if (resume && isParquet(out))
    throw new UsageError(
      `--resume: expected --out with a name that ends in .jsonl, got ${out}: nothing can be added to a file of Parquet`,
    )
  const source = await ScenarioFile.open(file)
  const read: ReadWith = (more) => source.read({ ...(seed !== undefined && { seed }), set: [...set, ...more] })
  const swept = await orProblems(readGrid(vary, '--vary', read))
  if (!swept) return EXIT.usage
  const { grid, base } = swept
  printProblems(base.warnings)
  const effort = effortOf(options)
  const page =
    html === undefined
      ? undefined
      : new PageFile(
          html,
          [out, source.path].filter((path) => path !== undefined),
        )
  let rows: Awaited<ReturnType<typeof rowsIn>>
  const startedMs = performance.now()
  try {
    return await withWorkers<SweepResult>({
      redis: options.redis,
      async do(workers, conduct) {
        // Not before there are workers: a file that is there already is one to go on with.
        const file = await rowsIn(out, headOf({ grid, base: base.scenario, read }, effort), resume)
        rows = file
        return sweepWith(workers, { grid, base: base.scenario, read }, base.warnings.map(formatProblem), {
          ...effort,
          ...conduct,
          ...(file && { rows: file.rows(), onRow: (row) => file.write(row) }),
        })
      },
      tell(result) {
        if (!result.complete) tellInterruption(result, out)
        const report = { result, file, changes: changeWords(options), elapsedMs: performance.now() - startedMs }
        const words = [
          'sweep',
          file,
          ...vary.flatMap((axis) => ['--vary', axis]),
          ...report.changes,
          ...effortWords(effort),
        ]
        const numbers = result.axes.map(({ values }) => axisNumbers(values))
        const told = { report: { result }, numbers }
        const fault =
          rows?.commit() ??
          page?.commit((assets) =>
            sweepPage({ ...told, source: page.source({ text: source.text, scenario: base.scenario }, words) }, assets),
          )
        process.stdout.write(
          json ? `${JSON.stringify(result, null, 2)}\n` : sweepText(report, styleFor(process.stdout, process.env)),
        )
        // What was simulated is told, whatever became of the file.
        if (fault) throw fault
        // A sweep asks how settings differ, not whether one of them is good: no expectation sets the exit code.
        return EXIT.ok
      },
    })
  } finally {
    rows?.close()
    page?.abandon()
  }
}

/** Where each run is written to. */
async function rowsIn(out: string | undefined, head: SweepHead, resume: boolean) {
  if (out === undefined) return undefined
  if (!isParquet(out)) return new SweepFile(out, head, resume)
  const { SweepParquet } = await import('./parquet/sweep-parquet.ts')
  return new SweepParquet(out, head)
}

function isParquet(out: string | undefined): boolean {
  return out?.endsWith('.parquet') === true
}

function headOf({ grid, base }: SweptGrid, effort: Effort): SweepHead {
  return {
    asyncinvoke: 'sweep',
    version: 1,
    program: programVersion(),
    name: base.name,
    seed: base.seed,
    scenario: scenarioDigest(base),
    axes: grid.axes.map((axis) => ({ path: axis.name, values: valuesOf(axis) })),
    replications: mostOf(effort),
    precision: effort.precision ?? null,
  }
}

function tellInterruption({ points, size }: SweepResult, out: string | undefined): void {
  const whole = points.filter(({ stopped }) => stopped !== 'interrupted').length
  const next = out === undefined ? '' : isParquet(out) ? `; ${out} has their runs` : `; --out ${out} --resume goes on`
  process.stderr.write(`asyncinvoke: interrupted: complete points: ${whole} of ${size}${next}\n`)
}
