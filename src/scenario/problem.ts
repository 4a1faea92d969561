/** One thing that is wrong, or looks wrong, in a file that somebody wrote. */
export interface Problem {
  /** `error`: it cannot run so. `warning`: hardly meant so. `note`: good to know. */
  readonly severity: 'error' | 'warning' | 'note'
  /** Where inside the data, dotted: `functions.checkout.arrivals[0].poisson.rate`; empty for the whole. */
  readonly path: string
  /** What was expected and what came, without the place. */
  readonly message: string
  /** The file; undefined for a scenario given as an object. */
  readonly file?: string | undefined
  /** Counted from 1, in characters; undefined where the place has no text, as for an object or a value set from outside. */
  readonly line?: number | undefined
  readonly column?: number | undefined
  /** The line of the file at the place, for a caret under it. */
  readonly snippet?: string | undefined
}

/** Thrown for a scenario that cannot run: every problem at once, warnings among them. */
export class ScenarioError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'))
    this.name = 'ScenarioError'
    this.problems = problems
  }
}

/** One line: `FILE:LINE:COLUMN: PATH: message`, without what is not known. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, path, message } = problem
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const head = [place, path].filter((part) => part !== '').map((part) => `${part}: `)
  return `${head.join('')}${problem.severity === 'error' ? '' : `${problem.severity}: `}${message}`
}

/** The line of the file with a caret under the place, or undefined where there is none; at most `width` characters. */
export function formatSnippet(problem: Problem, width = 100): string | undefined {
  const { snippet, column } = problem
  if (snippet === undefined || column === undefined || snippet.trim() === '') return undefined
  const start = column > width ? column - Math.floor(width / 2) : 0
  const shown = snippet.slice(start, start + width)
  // Tabs are kept in the line under it, so that the caret stands where the eye expects it.
  const before = shown.slice(0, column - 1 - start).replace(/[^\t]/g, ' ')
  return `${shown}\n${before}^`
}

/** Sorted by place: file by file as first met, then line and column; problems without a place keep their order. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))]
  return problems.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) || lineOf(a) - lineOf(b) || (a.column ?? 0) - (b.column ?? 0),
  )
}

/** What is said of a file as a whole comes last. */
function lineOf({ line }: Problem): number {
  return line ?? Number.MAX_SAFE_INTEGER
}

/** A path as it is written in problems: `a.b[0]."odd key"`. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = ''
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`
    else {
      const name = String(key)
      text += `${text === '' ? '' : '.'}${/^[\w$:/-]+$/.test(name) ? name : JSON.stringify(name)}`
    }
  }
  return text
}
