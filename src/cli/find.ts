import type { ReadWith } from '../experiment/axes-reader.ts'
import { axisNumbers } from '../experiment/axis-numbers.ts'
import { readSearch } from '../experiment/find.ts'
import type { FindResult } from '../experiment/find-result.ts'
import { searchWith } from '../experiment/search.ts'
import { findText } from '../report/find-text.ts'
import { findPage } from '../report/html/find-page.ts'
import { METRICS, QUEUE_METRICS } from '../scenario/metric.ts'
import { effortWords } from './effort-words.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { PageFile } from './page-file.ts'
import { type Changes, changeWords, orProblems, ScenarioFile } from './scenario-file.ts'
import { styleFor } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withWorkers } from './work.ts'

export interface FindOptions extends Changes {
  readonly vary?: readonly string[]
  readonly require?: string
  readonly minimize?: readonly string[]
  readonly budget?: number
  readonly largest?: boolean
  readonly replications?: number
  readonly json?: boolean
  readonly html?: string
  readonly redis?: string
}

/** `find FILE`: one value where one path varies and nothing is to be minimised, else the front. */
export async function find(file: string, options: FindOptions): Promise<ExitCode> {
  const { vary = [], minimize, budget, largest } = options
  if (vary.length < 2 && minimize === undefined) {
    if (budget !== undefined) throw new UsageError('--budget: expected several --vary, or --minimize')
    return findValue(file, options)
  }
  if (vary.length === 0) throw new UsageError('expected --vary PATH=LOW..HIGH, once or more, got none')
  if (largest !== undefined) throw new UsageError('--largest: expected a single --vary, without --minimize')
  const { front } = await import('./front.ts')
  return front(file, options)
}

/**
 * `find FILE --vary PATH=LOW..HIGH --require EXPRESSION`: the smallest or largest value with which a requirement holds.
 * It goes to stdout, with what was tried; the exit code says whether there is one.
 */
async function findValue(file: string, options: FindOptions): Promise<ExitCode> {
  const { vary: [vary] = [], require, largest = false, replications, json = false, html, set = [], seed } = options
  const missing = [
    ...(vary === undefined ? ['expected --vary PATH=LOW..HIGH, got none'] : []),
    ...(require === undefined ? ['expected --require EXPRESSION, such as "total.dropped == 0", got none'] : []),
  ]
  if (vary === undefined || require === undefined) throw new UsageError(missing.join('\n'))
  const source = await ScenarioFile.open(file)
  const read: ReadWith = (more) => source.read({ ...(seed !== undefined && { seed }), set: [...set, ...more] })
  const quest = {
    vary,
    require,
    sought: largest ? ('largest' as const) : ('smallest' as const),
    ...(replications !== undefined && { replications }),
  }
  const reading = readSearch(quest, { vary: '--vary', require: '--require' }, read)
  const search = await orProblems(reading).catch((error) => {
    throw error instanceof RangeError ? new UsageError(`--${error.message}`) : error
  })
  if (!search) return EXIT.usage
  const { terms } = search.base.expectations[0]!
  const units = terms.map(({ metric, isTarget }) => (isTarget ? QUEUE_METRICS : METRICS)[metric]!)
  const page = PageFile.of(html, [source.path])
  const startedMs = performance.now()
  const searching = withWorkers<FindResult>({
    redis: options.redis,
    do: (workers, conduct) => searchWith(workers, search, conduct),
    tell(result) {
      if (result.outcome === 'interrupted')
        process.stderr.write(`asyncinvoke: interrupted: values tried: ${result.trials.length}\n`)
      const report = { result, units, file, changes: changeWords(options), elapsedMs: performance.now() - startedMs }
      const words = ['find', file, '--vary', vary, '--require', require, ...(largest ? ['--largest'] : [])]
      const repeated = [...words, ...report.changes, ...effortWords(options)]
      const fault = page?.commit((assets) => {
        const made = page.source({ text: source.text, scenario: search.base }, repeated)
        const numbers = axisNumbers(result.trials.map(({ value }) => value))
        return findPage({ report, bounds: terms.map(({ bound }) => bound), numbers, source: made }, assets)
      })
      process.stdout.write(
        json ? `${JSON.stringify(result, null, 2)}\n` : findText(report, styleFor(process.stdout, process.env)),
      )
      // What was simulated is told, whatever became of the file.
      if (fault) throw fault
      return result.outcome === 'found' ? EXIT.ok : EXIT.unmet
    },
  })
  // A value between the ends may turn out not to be possible.
  const exitCode = await orProblems(searching).finally(() => page?.abandon())
  return exitCode ?? EXIT.usage
}
