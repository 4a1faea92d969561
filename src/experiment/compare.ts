import { formatProblem } from '../scenario/problem.ts'
import { type ReadOptions, takeScenario } from '../scenario/read.ts'
import type { ScenarioInput } from '../scenario/schema/scenario.ts'
import { changesIn } from './alternative.ts'
import { type ComparisonResult, checkSameDraws, compareWith, type Setting } from './comparison.ts'
import { type Conduct, type Effort, mostOf } from './effort.ts'
import type { RowKeeping } from './run-row.ts'
import { Workers } from './workers.ts'

export interface CompareOptions extends ReadOptions, Effort, Conduct, RowKeeping {
  /** The alternatives, one or more: `PATH=VALUE,PATH=VALUE` each, on top of `set`. */
  readonly with: readonly string[]
}

/**
 * Simulates a scenario as it is and with changes, under the same draws, and says what differs and how sure that is: the
 * document that `asyncinvoke compare --json` prints, with the timelines as they are measured. The same scenario and seed
 * give the same document, to the last bit, whatever the number of workers, and whether it was made at once or from rows that were there.
 *
 * @returns undefined where it was ended before one replication was whole
 * @throws ScenarioError for a setting that cannot run: every problem at once
 * @throws RangeError for options out of range
 */
export async function compare(input: ScenarioInput, options: CompareOptions): Promise<ComparisonResult | undefined> {
  mostOf(options)
  if (options.with.length === 0) throw new RangeError('with: expected one alternative or more, got none')
  const { set = [] } = options
  const read = (changes: readonly string[]) => takeScenario(input, { ...options, set: [...set, ...changes] })
  const base = await read([])
  const settings: Setting[] = [{ with: '', scenario: base.scenario }]
  for (const text of options.with) settings.push({ with: text, scenario: (await read(changesIn(text))).scenario })
  checkSameDraws(settings)
  const runner = new Workers(options.workers)
  try {
    return await compareWith(runner, settings, base.warnings.map(formatProblem), options)
  } finally {
    await runner.close()
  }
}
