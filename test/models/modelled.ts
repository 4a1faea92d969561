import { Journal } from '../../src/measure/journal.ts'
import type { Transitions } from '../../src/measure/transition.ts'
import type { RunResult } from '../../src/scenario/result.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'

export type Model = NonNullable<NonNullable<ScenarioInput['functions']>[string]['model']>
type Ended = Transitions['ended']

/** A run and what its attempts were like. */
export interface Modelled {
  readonly result: RunResult
  readonly attempts: readonly Ended[]
  readonly lines: readonly string[]
}

export async function run(input: ScenarioInput): Promise<Modelled> {
  const journal = new Journal({ limit: Number.POSITIVE_INFINITY })
  const result = await simulate(input, { observers: [journal] })
  const attempts = journal.entries.flatMap((entry) => (entry.name === 'ended' ? [entry as Ended] : []))
  return { result, attempts, lines: journal.lines() }
}

/** A run of one function `f` with this model; where a test gives no arrivals, with ten thousand events, ten a second. */
export function runModel(
  model: Model,
  settings: NonNullable<ScenarioInput['functions']>[string] = {},
  rest: Partial<ScenarioInput> = {},
): Promise<Modelled> {
  const arrivals = [{ constant: { rate: '10/s' as const } }]
  return run({ runLength: '1000s', ...rest, functions: { f: { model, arrivals, ...settings }, ...rest.functions } })
}

/** Four and a half standard deviations of a share: farther off is one time in 150,000. */
export function toleranceOf(share: number, count: number): number {
  return 4.5 * Math.sqrt((share * (1 - share)) / count)
}
