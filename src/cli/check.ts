import { briefText } from '../report/duration.ts'
import { countOf } from '../report/number.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { loadScenario, printProblems } from './scenario-file.ts'

export interface CheckOptions {
  readonly set?: readonly string[]
  readonly strict?: boolean
}

/**
 * `check FILE`: names every problem of a scenario on stderr, without running it, and what is good to know of its policies; one
 * line on stdout where it can run. Notes count for nothing, not even under `strict`.
 */
export async function check(file: string, { set = [], strict }: CheckOptions): Promise<ExitCode> {
  const loaded = await loadScenario(file, { set })
  if (!loaded) return EXIT.usage
  printProblems(loaded.notes)
  const { functions, runLengthMs } = loaded.scenario
  const sources = functions.reduce((sum, { arrivals }) => sum + arrivals.length, 0)
  const warnings = loaded.warnings.length
  const notes = loaded.notes.length
  const parts = [
    countOf(functions.length, 'function'),
    countOf(sources, 'source of events', 'sources of events'),
    `run length ${briefText(runLengthMs)}`,
    ...(warnings > 0 ? [countOf(warnings, 'warning')] : []),
    ...(notes > 0 ? [countOf(notes, 'note')] : []),
  ]
  process.stdout.write(`${loaded.path ?? 'stdin'}: can run, with ${parts.join(', ')}\n`)
  return strict && warnings > 0 ? EXIT.unmet : EXIT.ok
}
