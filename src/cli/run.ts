import type { Effort } from '../experiment/effort.ts'
import { EventSeries } from '../experiment/event-series.ts'
import { longRunOf } from '../experiment/long-run.ts'
import { longRunText } from '../report/long-run-text.ts'
import { reportText } from '../report/text.ts'
import { formatProblem } from '../scenario/problem.ts'
import { Simulation } from '../scenario/simulation.ts'
import { tuneCompiler } from './compiler.ts'
import { drive } from './drive.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { type ExportPaths, Exports } from './exports.ts'
import { Interruption } from './interruption.ts'
import { ProgressBar } from './progress-bar.ts'
import { checkRowOptions, type RowOptions } from './rows.ts'
import { RunPageFile } from './run-page-file.ts'
import { type Changes, changeWords, loadScenario } from './scenario-file.ts'
import { styleFor } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface RunOptions extends ExportPaths, Changes, Effort, RowOptions {
  readonly html?: string
  readonly json?: boolean
  readonly batchMeans?: boolean
  readonly redis?: string
}

/**
 * `run FILE`: simulates a scenario. The report, or one JSON document, goes to stdout; with an interruption it says what
 * had been measured until then.
 */
export async function run(file: string, options: RunOptions): Promise<ExitCode> {
  const { replications, precision } = options
  const isRepeated = replications !== undefined || precision !== undefined
  if (isRepeated) checkSingle(options)
  else checkRepeated(options)
  checkRowOptions(options)
  const loaded = await loadScenario(file, options)
  if (!loaded) return EXIT.usage
  if (isRepeated) {
    const { runReplications } = await import('./replications.ts')
    return runReplications(file, loaded, options)
  }

  // Not before there is something to tell: until here a signal ends the process by itself.
  const interruption = new Interruption()
  const bar = new ProgressBar(process.stderr, styleFor(process.stderr, process.env).glyphs.full === '█')
  let exports: Exports | undefined
  let page: RunPageFile | undefined
  try {
    exports = await Exports.open(options, loaded.path)
    page = options.html === undefined ? undefined : new RunPageFile(options.html, loaded, exports.paths)
    tuneCompiler()
    const startedMs = performance.now()
    const series = options.batchMeans ? new EventSeries(loaded.scenario.warmUpMs) : undefined
    const observers = [...exports.observers, ...(series ? [series] : []), ...(page?.observers ?? [])]
    const simulation = new Simulation(loaded.scenario, { observers })
    await drive(simulation, interruption, bar)
    const result = simulation.result(loaded.warnings.map(formatProblem))
    const elapsedMs = performance.now() - startedMs
    bar.close()
    const report = {
      result,
      scenario: loaded.scenario,
      series: simulation.metrics.series,
      depths: simulation.depths,
      file,
      changes: changeWords(options),
      named: loaded.named,
    }
    const fault = exports.commit() ?? (await page?.commit(report, simulation, interruption))
    if (!result.complete) {
      for (const path of ['the run', ...exports.paths, ...(page ? [page.path] : [])])
        process.stderr.write(`asyncinvoke: interrupted: ${path} is not complete\n`)
    }
    const longRun = series && longRunOf(series, loaded.scenario)
    const style = styleFor(process.stdout, process.env)
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ ...result, ...(longRun && { longRun }) }, null, 2)}\n`
        : reportText({ ...report, elapsedMs }, style) + (longRun ? longRunText(longRun, style) : ''),
    )
    // What was simulated is told, whatever became of the files.
    if (fault) throw fault
    if (interruption.exitCode !== undefined) return interruption.exitCode
    return result.expectations.every(({ met }) => met) ? EXIT.ok : EXIT.unmet
  } finally {
    bar.close()
    exports?.abandon()
    page?.abandon()
    interruption.close()
  }
}

/** Some options are of replications. */
function checkRepeated({ redis, out, resume }: RunOptions): void {
  if (redis !== undefined)
    throw new UsageError('--redis: expected --replications or --precision: a single run is made here')
  if (out !== undefined || resume)
    throw new UsageError(
      `--${resume ? 'resume' : 'out'}: expected --replications or --precision; --records writes the events of a single run`,
    )
}

/** Some options are of one run. */
function checkSingle({ records, series, batchMeans }: RunOptions): void {
  const single = { '--records': records, '--series': series, '--batch-means': batchMeans }
  const [option] = Object.entries(single).find(([, value]) => value !== undefined) ?? []
  if (option === undefined) return
  throw new UsageError(
    `${option}: expected a single run, without --replications and --precision; the first replication is the run of the same seed`,
  )
}
