import { suggestNear } from '../notation/nearest.ts'
import { METRICS } from '../scenario/metric.ts'
import { type ReadOptions, takeScenario } from '../scenario/read.ts'
import type { ScenarioInput } from '../scenario/schema/scenario.ts'
import { AxesReader, type ReadWith } from './axes-reader.ts'
import { Box } from './box.ts'
import { Candidates } from './candidates.ts'
import { type Conduct, mostOf } from './effort.ts'
import { EXPLORING } from './explorer.ts'
import type { FrontResult } from './front-result.ts'
import { type FrontSearch, searchFrontWith } from './front-search.ts'
import { Grid } from './grid.ts'
import { figureWords, OBJECTIVES, type Objective, type ObjectiveName, objectiveOf } from './objective.ts'
import { looksUpTo, termsOf, tooFew } from './requirement.ts'
import { Workers } from './workers.ts'

/** Replications of a setting after which it is left undecided, unless it is said: a look at 15, and three doublings. */
export const MOST_AT_A_SETTING = 120
/** Runs of all settings together, unless it is said. */
export const BUDGET = 5_000
/** More settings than these are no grid any more. */
const MOST_SETTINGS = 1_000_000_000

/** Objectives that need no name of a function or queue before them. */
const WORDS = [...Object.keys(OBJECTIVES), ...Object.keys(METRICS)]

/** Paths beyond which the corners alone are too many. */
const MOST_PATHS = 6

/** Which front is to be found. */
export interface FrontQuest {
  /** What varies, one or more: `PATH=LOW..HIGH`, perhaps with `/STEP`, or `PATH=V1,V2,…` in order. */
  readonly vary: readonly string[]
  /**
   * What one would rather have less of: `cost`, `loss`, or figures by the words of expectations, of the total where no
   * function is named: `dropped`, `checkout.eventAge.p99`. Default: cost and loss.
   */
  readonly minimize?: readonly string[]
  /** What must hold besides, as under `expect:`. Default: nothing. */
  readonly require?: string
  /** Most replications of a setting, 2 or more. Default: 120. */
  readonly replications?: number
  /** Most runs of all settings together; enough to try the corners at least. Default: 5,000. */
  readonly budget?: number
}

export interface FindFrontOptions extends ReadOptions, FrontQuest, Conduct {}

/**
 * Finds the settings of which none is better than another in every objective, among those for which a requirement holds: the
 * document that `asyncinvoke find --minimize … --json` prints. The same scenario and seed give the same document, to the
 * last bit, whatever the number of workers.
 *
 * @returns undefined where it was ended before one setting was tried
 * @throws ScenarioError for values, objectives or a requirement that cannot be: every problem at once
 * @throws RangeError for options out of range
 */
export async function findFront(input: ScenarioInput, options: FindFrontOptions): Promise<FrontResult | undefined> {
  mostOf(options)
  const { set = [] } = options
  const read: ReadWith = (more) => takeScenario(input, { ...options, set: [...set, ...more] })
  const search = await readFrontSearch(options, { vary: 'vary', minimize: 'minimize', require: 'require' }, read)
  const runner = new Workers(options.workers)
  try {
    return await searchFrontWith(runner, search, options)
  } finally {
    await runner.close()
  }
}

/**
 * Reads which front is to be found: requirement and objectives take the place of the scenario's expectations. The scenario is
 * read at all corners; a setting between them that cannot be is found when its turn comes.
 *
 * @param names what problems call the three texts
 * @throws ScenarioError with every problem at once
 * @throws RangeError for numbers that can decide nothing, and for an objective that is there twice
 */
export async function readFrontSearch(
  { vary, minimize = ['cost', 'loss'], require, replications = MOST_AT_A_SETTING, budget = BUDGET }: FrontQuest,
  names: { readonly vary: string; readonly minimize: string; readonly require: string },
  read: ReadWith,
): Promise<FrontSearch> {
  checkObjectives(minimize, names.minimize)
  // The reader of expectations would take what stands alone for the name of a function, and say that there is none.
  const unknown = minimize.filter((text) => !text.includes('.') && !WORDS.includes(text))
  const figures = minimize.filter((text) => !isWord(text) && !unknown.includes(text))
  // A figure is an objective by being a figure that something could be expected of.
  const lines = [...(require === undefined ? [] : [require]), ...figures.map((text) => `${figureWords(text)} >= 0`)]
  const expected = `expect=${JSON.stringify(lines)}`
  const reader = new AxesReader(names.vary, read)
  for (const [place, line] of lines.entries()) {
    const figure = figures[place - (lines.length - figures.length)]
    reader.call(`expect[${place}]`, figure === undefined ? `${names.require} ${line}` : `${names.minimize} ${figure}`)
  }
  for (const text of unknown)
    reader.add(
      `expected cost, loss or a figure such as dropped or checkout.eventAge.p99${suggestNear(text, WORDS)}`,
      text,
      names.minimize,
    )
  const base = await reader.open(vary)
  const grid = new Grid(reader.axes)
  const space = new Box(
    grid.axes.map(() => 0),
    grid.axes.map(({ size }) => size - 1),
  )
  const corners = grid.axes.length <= MOST_PATHS ? space.corners.map((places) => grid.numberAt(places)) : []
  if (grid.axes.length > MOST_PATHS) reader.add(`expected at most ${MOST_PATHS} paths, got ${grid.axes.length}`)
  if (grid.size > MOST_SETTINGS) reader.add(`expected at most ${MOST_SETTINGS} settings, got ${grid.size}`)
  // Where there is no axis to try, the other texts are looked at all the same.
  if (base && grid.axes.length === 0) await reader.tryWith([expected])
  let scenario = base?.scenario
  if (base && grid.axes.length > 0)
    for (const corner of corners) {
      const result = await reader.tryWith([...grid.point(corner).set, expected])
      scenario = result?.scenario ?? scenario
    }
  reader.check()
  const { expectations } = scenario!
  const terms = require === undefined ? [] : termsOf(expectations[0]!)
  const objectives = minimize.map((text): Objective => {
    if (isWord(text)) return OBJECTIVES[text]
    return objectiveOf(text, expectations[lines.length - figures.length + figures.indexOf(text)]!.terms[0]!)
  })
  const judged = { terms, objectives, looks: looksUpTo(replications) }
  const reason = tooFew(terms, replications)
  if (reason !== undefined) throw new RangeError(reason)
  const fewest = corners.length * Candidates.runsToTry(judged)
  // Part of the budget is kept for what is close.
  if (!(Number.isInteger(budget) && budget * EXPLORING >= fewest))
    throw new RangeError(
      `budget: expected ${Math.ceil(fewest / EXPLORING)} runs or more, to try the ${corners.length} settings at the ends of all paths, got ${budget}`,
    )
  return {
    ...judged,
    grid,
    base: base!.scenario,
    requirement: require ?? null,
    budget,
    async scenarioAt(point) {
      const result = await reader.tryWith([...grid.point(point).set, expected])
      reader.check()
      return result!.scenario
    },
  }
}

function isWord(text: string): text is ObjectiveName {
  return text in OBJECTIVES
}

/** @throws RangeError for none, and for one that is there twice */
function checkObjectives(minimize: readonly string[], name: string): void {
  if (minimize.length === 0 || minimize.includes(''))
    throw new RangeError(`${name}: expected objectives such as cost, loss or dropped, got "${minimize.join(',')}"`)
  const twice = minimize.find((text, place) => minimize.indexOf(text) < place)
  if (twice !== undefined) throw new RangeError(`${name}: expected each objective once, got ${twice} twice`)
}
