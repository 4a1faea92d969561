import { formatProblem } from '../scenario/problem.ts'
import { type ReadOptions, type ReadResult, takeScenario } from '../scenario/read.ts'
import type { ScenarioInput } from '../scenario/schema/scenario.ts'
import { AxesReader, type ReadWith } from './axes-reader.ts'
import { type Conduct, type Effort, mostOf } from './effort.ts'
import { Grid } from './grid.ts'
import type { RowKeeping } from './run-row.ts'
import { scenarioDigest, textDigest } from './scenario-digest.ts'
import type { SweepResult } from './sweep-result.ts'
import { sweepWith } from './sweeping.ts'
import { Workers } from './workers.ts'

/** Points beyond which a grid is a slip of the pen. */
const MOST_POINTS = 100_000

export interface SweepOptions extends ReadOptions, Effort, Conduct, RowKeeping {
  /** What varies, one or more: `PATH=V1,V2,…`, `PATH=LOW..HIGH/STEP` or `PATH=LOW..HIGH/N points`. */
  readonly vary: readonly string[]
}

/**
 * Simulates a scenario at every point of a grid, each some times and all under the same draws: the document that
 * `asyncinvoke sweep --json` prints. The same scenario, seed and grid give the same document, to the last bit, whatever
 * the number of workers, and whether it was made at once or from rows that were there.
 *
 * @returns undefined where it was ended before one replication was whole
 * @throws ScenarioError for values that cannot be: every problem of every point at once
 * @throws RangeError for options out of range
 */
export async function sweep(input: ScenarioInput, options: SweepOptions): Promise<SweepResult | undefined> {
  mostOf(options)
  const { set = [] } = options
  const read: ReadWith = (more) => takeScenario(input, { ...options, set: [...set, ...more] })
  const { grid, base } = await readGrid(options.vary, 'vary', read)
  const runner = new Workers(options.workers)
  try {
    return await sweepWith(runner, { grid, base: base.scenario, read }, base.warnings.map(formatProblem), options)
  } finally {
    await runner.close()
  }
}

/**
 * Reads a grid, and the scenario at every point of it.
 *
 * @param place what problems call an axis, before its text
 * @returns the grid, the scenario as it is, and what tells the scenarios of all points apart from those of another grid
 * @throws ScenarioError with every problem at once
 */
export async function readGrid(
  texts: readonly string[],
  place: string,
  read: ReadWith,
): Promise<{ readonly grid: Grid; readonly base: ReadResult; readonly digest: string }> {
  const reader = new AxesReader(place, read)
  const base = await reader.open(texts)
  const grid = new Grid(reader.axes)
  const digests: string[] = []
  if (grid.size > MOST_POINTS) reader.add(`expected at most ${MOST_POINTS} points, got ${grid.size}`)
  else if (base && reader.axes.length > 0)
    for (let number = 1; number <= grid.size; number++) {
      const read = await reader.tryWith(grid.point(number).set)
      if (read) digests.push(scenarioDigest(read.scenario))
    }
  reader.check()
  return { grid, base: base!, digest: textDigest(digests.join()) }
}
