import { suggestName } from '../notation/nearest.ts'
import { type Problem, ScenarioError } from '../scenario/problem.ts'
import type { ReadResult } from '../scenario/read.ts'
import type { DataPath } from '../scenario/source-text.ts'
import { type Axis, parseAxis } from './axis.ts'

/** Makes the scenario with changes, in order. @throws ScenarioError with every problem at once */
export type ReadWith = (set: readonly string[]) => Promise<ReadResult>

/** Reads axes and what they make of a scenario, and collects everything that is wrong before it says so. */
export class AxesReader {
  readonly axes: Axis[] = []
  private readonly place: string
  private readonly read: ReadWith
  /** What the start of a path comes from that is no axis. */
  private readonly called = new Map<string, string>()
  /** By what is said, so that a value of one axis is not named again with each value of the others. */
  private readonly found = new Map<string, Problem>()

  /** @param place what problems call an axis, before its text: the option that it came from */
  constructor(place: string, read: ReadWith) {
    this.place = place
    this.read = read
  }

  /** Says what problems at a path are to be called, which stands there for something that somebody wrote. */
  call(path: string, place: string): void {
    this.called.set(path, place)
  }

  /**
   * Reads the scenario as it is, and the axes, each as `PATH=V1,V2,…` or `PATH=LOW..HIGH/STEP`.
   *
   * @returns the scenario as it is; undefined where it cannot run
   */
  async open(texts: readonly string[]): Promise<ReadResult | undefined> {
    const base = await this.tryWith([])
    if (texts.length === 0) this.add('expected PATH=V1,V2,… once or more, got none')
    for (const text of texts) {
      try {
        this.axes.push(known(unlike(parseAxis(text), this.axes), base))
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        this.add(error.message, text)
      }
    }
    return base
  }

  /** Reads the scenario with changes: those of one value of each axis, then others. */
  async tryWith(set: readonly string[]): Promise<ReadResult | undefined> {
    try {
      return await this.read(set)
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      for (const problem of error.problems) if (problem.severity === 'error') this.keep(this.placed(problem, set))
      return undefined
    }
  }

  /** @param text the axis that it is about; none: all of them. @param place what it is called by, where that is no axis */
  add(message: string, text?: string, place = this.place): void {
    const file = text === undefined ? place : `${place} ${text}`
    this.keep({ severity: 'error', path: '', message, file })
  }

  /** @throws ScenarioError with all that was found, if anything was */
  check(): void {
    if (this.found.size > 0) throw new ScenarioError([...this.found.values()])
  }

  private keep(problem: Problem): void {
    const { file, line, column, path, message } = problem
    this.found.set(JSON.stringify([file, line, column, path, message]), problem)
  }

  /** A problem of a value says which axis it came from; of a combination, which one it is. */
  private placed(problem: Problem, set: readonly string[]): Problem {
    if (problem.file !== undefined && problem.file !== '--set') return problem
    const called = this.called.get(problem.path)
    if (called !== undefined) return { ...problem, path: '', file: called }
    const own = this.axes.findIndex(({ name }) => leadsTo(name, problem.path) || leadsTo(problem.path, name))
    const changes = own < 0 ? set.slice(0, this.axes.length) : set.slice(own, own + 1)
    if (changes.length === 0) return problem
    return { ...problem, file: changes.map((change) => `${this.place} ${change}`).join(' ') }
  }
}

/** Whether a path, as problems print it, is the start of another. */
export function leadsTo(start: string, path: string): boolean {
  return path === start || (start !== '' && (path.startsWith(`${start}.`) || path.startsWith(`${start}[`)))
}

/** @throws RangeError where another axis has the value already */
function unlike(axis: Axis, others: readonly Axis[]): Axis {
  const begins = (path: DataPath, start: DataPath) =>
    start.length <= path.length && start.every((key, index) => String(key) === String(path[index]))
  const other = others.find(({ path }) => begins(path, axis.path) || begins(axis.path, path))
  if (other) throw new RangeError(`expected each path once, and ${other.name} is varied already`)
  return axis
}

/**
 * @throws RangeError for a function that is not there: to vary one would make a new one, which is hardly meant; and for the
 * seed: all values meet the same draws
 */
function known(axis: Axis, base: ReadResult | undefined): Axis {
  const [first, name] = axis.path
  if (first === 'seed') throw new RangeError('expected another path than seed: all values meet the same draws')
  const names = base?.scenario.functions.map((each) => each.name)
  if (first !== 'functions' || name === undefined || !names || names.includes(String(name))) return axis
  throw new RangeError(
    `functions.${String(name)}: expected a function of the scenario${suggestName(String(name), names)}`,
  )
}
