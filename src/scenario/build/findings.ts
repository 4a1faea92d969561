import type { Problem } from '../problem.ts'
import type { DataPath, Places } from '../source-text.ts'

/** Collects what is found while a scenario is built, each thing once. */
export class Findings {
  readonly problems: Problem[]
  private readonly places: Places
  private readonly known: Set<string>

  /** @param whole what these findings are a part of; default: nothing */
  constructor(places: Places, whole?: Findings) {
    this.places = places
    this.problems = whole?.problems ?? []
    this.known = whole?.known ?? new Set()
  }

  /** A part of these findings: of what stands under a path, from where its paths begin. */
  under(path: DataPath): Findings {
    const { places } = this
    return new Findings({ problem: (rest, ...more) => places.problem([...path, ...rest], ...more) }, this)
  }

  /** @param at whether the problem is with the key of the path or with its value */
  error(path: DataPath, message: string, at: 'key' | 'value' = 'value'): void {
    this.add(this.places.problem(path, message, { at }))
  }

  warning(path: DataPath, message: string): void {
    this.remark('warning', path, message)
  }

  /** What does not keep a scenario from running. */
  remark(severity: 'warning' | 'note', path: DataPath, message: string): void {
    this.add(this.places.problem(path, message, { severity, at: 'key' }))
  }

  add(problem: Problem): void {
    const { file, line, column, path, message } = problem
    const key = JSON.stringify([file, line, column, path, message])
    if (this.known.has(key)) return
    this.known.add(key)
    this.problems.push(problem)
  }

  /** Whether a scenario with these findings can run. */
  get areFatal(): boolean {
    return this.problems.some(({ severity }) => severity === 'error')
  }
}
