import { Findings } from './build/findings.ts'
import { buildScenario, type Origin } from './build/scenario.ts'
import type { ReadFile } from './bytes.ts'
import { applyOverride, type Override, parseOverride } from './override.ts'
import { formatPath, inOrder, type Problem, ScenarioError } from './problem.ts'
import { takeSound } from './prune.ts'
import type { Scenario } from './scenario.ts'
import { type ScenarioInput, scenarioSchema } from './schema/scenario.ts'
import { type DataPath, NO_PLACES, type Places, SourceText } from './source-text.ts'

/** How a scenario is read. */
export interface ReadOptions {
  /** Gives the bytes of the CSV files that the scenario names, by their paths in it. Default: there are none. */
  readonly readFile?: ReadFile
  /** Values that replace those of the file: `functions.checkout.timeout=5s`, in order. */
  readonly set?: readonly string[]
  /** Replaces the seed. Whole number, 0 to 2⁵³ − 1. */
  readonly seed?: number
}

/** A scenario that can run, and what is odd about it. */
export interface ReadResult {
  readonly scenario: Scenario
  readonly warnings: readonly Problem[]
  /** What is good to know, and often meant. */
  readonly notes: readonly Problem[]
}

/**
 * Reads a scenario file, YAML or JSON.
 *
 * @param file its path: the name that problems carry, and its last part that of a scenario without a name
 * @throws ScenarioError with every problem at once, each with file, line and column
 */
export async function readScenario(text: string, file: string, options: ReadOptions = {}): Promise<ReadResult> {
  const source = new SourceText(text, file)
  if (source.problems.length > 0) throw new ScenarioError(inOrder(source.problems))
  return checkData(source.data, source, file, options)
}

/**
 * Reads what a file said, once it is data: for files that say more than a scenario does, without what is more.
 *
 * @param places where the data stands in the file
 * @throws ScenarioError as `readScenario`
 */
export async function checkData(
  data: unknown,
  places: Places,
  file: string,
  options: ReadOptions = {},
): Promise<ReadResult> {
  const folder = file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
  return check(data, places, { name: nameOf(file), folder }, options)
}

/**
 * Takes a scenario as an object: what a file says, in code.
 *
 * @throws ScenarioError with every problem at once, each with its path
 */
export async function takeScenario(input: ScenarioInput, options: ReadOptions = {}): Promise<ReadResult> {
  return check(input, NO_PLACES, { name: 'scenario', folder: '' }, options)
}

async function check(
  data: unknown,
  places: Places,
  origin: Omit<Origin, 'readFile'>,
  options: ReadOptions,
): Promise<ReadResult> {
  const set = [...(options.set ?? []), ...(options.seed === undefined ? [] : [`seed=${options.seed}`])]
  const overridden = override(data, set)
  const allPlaces = new OverriddenPlaces(places, overridden.overrides, data)
  const findings = new Findings(allPlaces)
  for (const problem of overridden.problems) findings.add(problem)
  const taken = takeSound(scenarioSchema, overridden.data ?? {}, allPlaces)
  for (const problem of taken.problems) findings.add(problem)
  if (taken.value === undefined) throw new ScenarioError(inOrder(findings.problems))
  const complete = { ...origin, readFile: options.readFile ?? noFiles }
  const scenario = await buildScenario(taken.value, overridden.data ?? {}, complete, findings)
  const problems = inOrder(findings.problems)
  if (findings.areFatal) throw new ScenarioError(problems)
  const of = (wanted: Problem['severity']) => problems.filter(({ severity }) => severity === wanted)
  return { scenario, warnings: of('warning'), notes: of('note') }
}

interface Overridden {
  readonly data: unknown
  readonly overrides: readonly Override[]
  readonly problems: readonly Problem[]
}

function override(data: unknown, texts: readonly string[]): Overridden {
  let overridden = data
  const overrides: Override[] = []
  const problems: Problem[] = []
  for (const text of texts) {
    try {
      const each = parseOverride(text)
      overridden = applyOverride(overridden, each)
      overrides.push(each)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      problems.push({ severity: 'error', path: '', message: error.message, file: '--set' })
    }
  }
  return { data: overridden, overrides, problems }
}

/** Places in data of which parts were replaced: those have no line in the file. */
class OverriddenPlaces implements Places {
  private readonly places: Places
  private readonly overrides: readonly Override[]
  private readonly written: unknown

  /** @param written the data without what was replaced */
  constructor(places: Places, overrides: readonly Override[], written: unknown) {
    this.places = places
    this.overrides = overrides
    this.written = written
  }

  problem(...[path, message, options]: Parameters<Places['problem']>): Problem {
    if (!this.isFromOutside(path)) return this.places.problem(path, message, options)
    return { severity: options?.severity ?? 'error', path: formatPath(path), message, file: '--set' }
  }

  /** Whether a value stands there that was set, or was made on the way to one. */
  private isFromOutside(path: DataPath): boolean {
    return this.overrides.some(
      (each) => begins(path, each.path) || (begins(each.path, path) && !isIn(this.written, path)),
    )
  }
}

function isIn(data: unknown, path: DataPath): boolean {
  let part = data
  for (const key of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return false
    part = (part as Record<PropertyKey, unknown>)[key]
  }
  return true
}

function begins(path: DataPath, start: DataPath): boolean {
  return start.length <= path.length && start.every((key, index) => String(key) === String(path[index]))
}

function noFiles(): Promise<never> {
  return Promise.reject(new Error('no files can be read here; pass a readFile'))
}

/** `some/where/outage.yaml` is called outage. */
function nameOf(file: string): string {
  const base = file.split(/[\\/]/).at(-1)!
  return base.replace(/(.)\.(ya?ml|json)$/i, '$1')
}
