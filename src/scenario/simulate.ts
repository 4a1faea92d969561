import type { Observer } from '../engine/ports.ts'
import { formatProblem } from './problem.ts'
import { type ReadOptions, takeScenario } from './read.ts'
import type { RunResult } from './result.ts'
import type { ScenarioInput } from './schema/scenario.ts'
import { Simulation } from './simulation.ts'

export interface SimulateOptions extends ReadOptions {
  /** Told of everything that happens: a `Journal`, a `Feed`, or one of your own. */
  readonly observers?: readonly Observer[]
}

/**
 * Simulates a scenario, the same as a scenario file says, and gives the document that `asyncinvoke run --json` prints.
 * The same scenario and seed give the same document, to the last bit.
 *
 * @throws ScenarioError for a scenario that cannot run: every problem at once
 */
export async function simulate(input: ScenarioInput, options: SimulateOptions = {}): Promise<RunResult> {
  const { scenario, warnings } = await takeScenario(input, options)
  const { observers = [] } = options
  return new Simulation(scenario, { observers }).run().result(warnings.map(formatProblem))
}
