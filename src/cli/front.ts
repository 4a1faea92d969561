import type { ReadWith } from '../experiment/axes-reader.ts'
import { type FrontQuest, readFrontSearch } from '../experiment/find-front.ts'
import type { FrontResult } from '../experiment/front-result.ts'
import { searchFrontWith } from '../experiment/front-search.ts'
import { frontText } from '../report/front-text.ts'
import { frontPage } from '../report/html/front-page.ts'
import { effortWords } from './effort-words.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { FindOptions } from './find.ts'
import { PageFile } from './page-file.ts'
import { changeWords, orProblems, ScenarioFile } from './scenario-file.ts'
import { styleFor } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withWorkers } from './work.ts'

/**
 * `find FILE --vary … --vary … --minimize …`: the settings of which none is better than another. They go to stdout; the exit
 * code says whether there is one.
 */
export async function front(file: string, options: FindOptions): Promise<ExitCode> {
  const { vary = [], minimize, require, replications, budget, json = false, html, set = [], seed } = options
  const source = await ScenarioFile.open(file)
  const read: ReadWith = (more) => source.read({ ...(seed !== undefined && { seed }), set: [...set, ...more] })
  const quest: FrontQuest = {
    vary,
    ...(minimize !== undefined && { minimize: minimize.flatMap((text) => text.split(',')).map((text) => text.trim()) }),
    ...(require !== undefined && { require }),
    ...(replications !== undefined && { replications }),
    ...(budget !== undefined && { budget }),
  }
  const names = { vary: '--vary', minimize: '--minimize', require: '--require' }
  const search = await orProblems(readFrontSearch(quest, names, read)).catch((error) => {
    throw error instanceof RangeError ? new UsageError(`--${error.message.replace(/^--/, '')}`) : error
  })
  if (!search) return EXIT.usage
  const page = PageFile.of(html, [source.path])
  const startedMs = performance.now()
  const searching = withWorkers<FrontResult>({
    redis: options.redis,
    do: (workers, conduct) => searchFrontWith(workers, search, conduct),
    tell(result) {
      if (result.outcome === 'interrupted')
        process.stderr.write(`asyncinvoke: interrupted: settings tried: ${result.points.length}\n`)
      const report = { result, file, changes: changeWords(options), elapsedMs: performance.now() - startedMs }
      const words = [
        ...['find', file, ...vary.flatMap((axis) => ['--vary', axis])],
        ...(minimize ?? []).flatMap((text) => ['--minimize', text]),
        ...(require === undefined ? [] : ['--require', require]),
        ...(budget === undefined ? [] : ['--budget', String(budget)]),
        ...[...report.changes, ...effortWords(options)],
      ]
      const fault = page?.commit((assets) =>
        frontPage(
          { report: { result }, source: page.source({ text: source.text, scenario: search.base }, words) },
          assets,
        ),
      )
      process.stdout.write(
        json ? `${JSON.stringify(result, null, 2)}\n` : frontText(report, styleFor(process.stdout, process.env)),
      )
      // What was simulated is told, whatever became of the file.
      if (fault) throw fault
      return result.outcome === 'found' ? EXIT.ok : EXIT.unmet
    },
  })
  // A setting between the corners may turn out not to be possible.
  return (await orProblems(searching).finally(() => page?.abandon())) ?? EXIT.usage
}
