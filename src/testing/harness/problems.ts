import { suggestName } from '../../notation/nearest.ts'
import { showValue } from '../../notation/value-text.ts'
import { HarnessError, refuseProblems } from './harness-error.ts'

/** Collects what is wrong with what somebody wrote, each problem with its path. */
export class Problems {
  private readonly lines: string[] = []

  /** @param path empty: of the whole */
  add(path: string, text: string): void {
    this.lines.push(path === '' ? text : `${path}: ${text}`)
  }

  /**
   * Whether something is a map. A key that is not known is a slip of the pen.
   *
   * @param suggest what was probably meant by one, behind `there is no "x"`
   */
  checkKeys(
    path: string,
    value: unknown,
    known: readonly string[],
    suggest: (key: string) => string = (key) => suggestName(key, known),
  ): value is object {
    if (!isMap(value)) {
      this.add(path, `expected a map of ${known.join(', ')}, got ${showValue(value)}`)
      return false
    }
    for (const key of Object.keys(value))
      if (!known.includes(key)) this.add(path, `there is no ${JSON.stringify(key)}${suggest(key)}`)
    return true
  }

  /** What the work gives; undefined where it was refused, which is kept as a problem. */
  try<Result>(path: string, work: () => Result): Result | undefined {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      this.add(path, error.message)
      return undefined
    }
  }

  /** @throws HarnessError where there are any */
  refuse(what: string): void {
    refuseProblems(what, this.lines)
  }
}

export function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The options that a verb or a builder was given. @throws HarnessError for what is no map, and for each unknown name */
export function optionsOf<Options>(
  what: string,
  options: Options,
  known: readonly (keyof Options & string)[],
): Options {
  const problems = new Problems()
  problems.checkKeys('', options, known)
  problems.refuse(what)
  return options
}

/** @throws HarnessError that names the one that was probably meant */
export function requireName(what: string, name: unknown, known: readonly string[]): void {
  if (typeof name === 'string' && known.includes(name)) return
  const shown = typeof name === 'string' ? JSON.stringify(name) : showValue(name)
  throw new HarnessError(`there is no ${what} ${shown}${typeof name === 'string' ? suggestName(name, known) : ''}`)
}
