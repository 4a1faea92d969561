import type { Problem } from '../problem.ts'
import type { DataPath, Places } from '../source-text.ts'

/** Collects what is found while a scenario is built, each thing once. */
export class Findings {
  readonly problems: Problem[] = []
  private readonly places: Places
  private readonly known = new Set<string>()

  constructor(places: Places) {
    this.places = places
  }

  /** @param at whether the problem is with the key of the path or with its value */
  error(path: DataPath, message: string, at: 'key' | 'value' = 'value'): void {
    this.add(this.places.problem(path, message, { at }))
  }

  warning(path: DataPath, message: string): void {
    this.add(this.places.problem(path, message, { severity: 'warning', at: 'key' }))
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
