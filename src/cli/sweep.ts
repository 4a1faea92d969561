import type { ReadWith } from '../experiment/axes-reader.ts'
import { valuesOf } from '../experiment/axis.ts'
import { axisNumbers } from '../experiment/axis-numbers.ts'
import { type Effort, mostOf } from '../experiment/effort.ts'
import type { Grid } from '../experiment/grid.ts'
import { readGrid } from '../experiment/sweep.ts'
import type { SweepResult } from '../experiment/sweep-result.ts'
import { sweepWith } from '../experiment/sweeping.ts'
import { sweepPage } from '../report/html/sweep-page.ts'
import { sweepText } from '../report/sweep-text.ts'
import { formatProblem } from '../scenario/problem.ts'
import { effortOf, effortWords } from './effort-words.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { PageFile } from './page-file.ts'
import { type RowHeadParts, rowHead } from './row-head.ts'
import { checkRowOptions, openRows, type RowOptions, type Rows, resumeWords } from './rows.ts'
import { type Changes, changeWords, orProblems, printProblems, ScenarioFile } from './scenario-file.ts'
import { styleFor } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withWorkers } from './work.ts'

export interface SweepOptions extends Changes, Effort, RowOptions {
  readonly vary?: readonly string[]
  readonly json?: boolean
  readonly html?: string
  readonly redis?: string
}

/**
 * `sweep FILE --vary …`: simulates a scenario at every point of a grid, under the same draws. What differs and which
 * points are best goes to stdout, every run to a file as it goes.
 */
export async function sweep(file: string, options: SweepOptions): Promise<ExitCode> {
  const { vary = [], out, json = false, html, set = [], seed } = options
  if (vary.length === 0) throw new UsageError('expected --vary PATH=V1,V2,… once or more, got none')
  checkRowOptions(options)
  const source = await ScenarioFile.open(file)
  const read: ReadWith = (more) => source.read({ ...(seed !== undefined && { seed }), set: [...set, ...more] })
  const swept = await orProblems(readGrid(vary, '--vary', read))
  if (!swept) return EXIT.usage
  const { grid, base, digest } = swept
  printProblems(base.warnings)
  const effort = effortOf(options)
  const page = PageFile.of(html, [source.path, out])
  let rows: Rows | undefined
  const startedMs = performance.now()
  try {
    return await withWorkers<SweepResult>({
      redis: options.redis,
      async do(workers, conduct) {
        rows = await openRows(options, rowHead('sweep', base.scenario, partsOf(grid, digest, effort)))
        return sweepWith(workers, { grid, base: base.scenario, read }, base.warnings.map(formatProblem), {
          ...effort,
          ...conduct,
          ...rows?.keeping,
        })
      },
      tell(result) {
        if (!result.complete) tellInterruption(result, options)
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
        // What was simulated is told, whatever became of the files.
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

function partsOf(grid: Grid, points: string, effort: Effort): RowHeadParts {
  return {
    axes: grid.axes.map((axis) => ({ path: axis.name, values: valuesOf(axis) })),
    points,
    replications: mostOf(effort),
    precision: effort.precision ?? null,
  }
}

function tellInterruption({ points, size }: SweepResult, options: RowOptions): void {
  const whole = points.filter(({ stopped }) => stopped !== 'interrupted').length
  process.stderr.write(`asyncinvoke: interrupted: complete points: ${whole} of ${size}${resumeWords(options)}\n`)
}
