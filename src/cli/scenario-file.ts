import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { nearestName, suggestName } from '../notation/nearest.ts'
import { textOf } from '../scenario/bytes.ts'
import { parseOverride } from '../scenario/override.ts'
import { formatProblem, formatSnippet, type Problem, ScenarioError } from '../scenario/problem.ts'
import { type ReadOptions, type ReadResult, readScenario } from '../scenario/read.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { SourceText } from '../scenario/source-text.ts'
import { systemReason, UsageError } from './usage-error.ts'

/** Names the standard input where a file is expected. */
const STDIN = '-'

export type Changes = Pick<ReadOptions, 'set' | 'seed'>

/** A scenario that can run. */
export interface LoadedScenario {
  readonly scenario: Scenario
  readonly warnings: readonly Problem[]
  /** Not printed yet. */
  readonly notes: readonly Problem[]
  /** The file, undefined for stdin. */
  readonly path: string | undefined
  /** As it is written there. */
  readonly text: string
  /** Functions that the file itself names: those can be changed by `--set`. */
  readonly named: ReadonlySet<string>
}

/**
 * Reads a scenario and prints what is wrong or odd about it, a line each on stderr.
 *
 * @returns undefined where it cannot run
 * @throws UsageError where there is no such file, or a change is of something that is not there
 */
export async function loadScenario(file: string, changes: Changes): Promise<LoadedScenario | undefined> {
  return (await ScenarioFile.open(file)).load(changes)
}

/** A scenario's file, read once, from which scenarios with different changes can be made. */
export class ScenarioFile {
  /** The file, undefined for stdin. */
  readonly path: string | undefined
  /** As it is written there. */
  readonly text: string
  private readonly named: readonly string[]
  /** Files that the scenario names, each read once, however many scenarios are made. */
  private readonly files = new Map<string, Promise<Uint8Array>>()
  /** Lines that have been printed: what is odd about the file is said once. */
  private readonly told = new Set<string>()

  private constructor(path: string | undefined, text: string) {
    this.path = path
    this.text = text
    this.named = functionNames(text, this.name)
  }

  /** @throws UsageError where there is no such file */
  static async open(file: string): Promise<ScenarioFile> {
    const path = file === STDIN ? undefined : file
    return new ScenarioFile(path, await textFrom(path))
  }

  /** What problems call it. */
  get name(): string {
    return this.path ?? 'stdin'
  }

  /** Paths of the files that it named when it was made. */
  get filesRead(): readonly string[] {
    return [...this.files.keys()]
  }

  /**
   * Makes a scenario, and prints what is wrong or odd about it that was not printed before.
   *
   * @param more changes on top of those of `--set`, and what problems call the place where they stand
   * @returns undefined where it cannot run
   * @throws UsageError where a change is of something that is not there
   */
  async load(changes: Changes, more?: { set: readonly string[]; place: string }): Promise<LoadedScenario | undefined> {
    const { path, named, text } = this
    const set = [...(changes.set ?? []), ...(more?.set ?? [])]
    checkNames(changes.set ?? [], named, '--set')
    if (more) checkNames(more.set, named, more.place)
    // What `--set` itself does was told when the file was loaded without more.
    const placed = (problems: readonly Problem[]) =>
      problems.map((problem) => (more && problem.file === '--set' ? { ...problem, file: more.place } : problem))
    try {
      const { scenario, warnings, notes } = await this.read({ ...changes, set })
      this.print(placed(warnings))
      return { scenario, warnings, notes, path, text, named: new Set(named) }
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      this.print(placed(error.problems))
      return undefined
    }
  }

  /**
   * Makes a scenario, and prints nothing.
   *
   * @throws ScenarioError where it cannot run
   */
  read(changes: Changes): Promise<ReadResult> {
    const { text, name } = this
    return readScenario(text, name, { ...changes, readFile: (path) => this.fileAt(resolve(dirname(name), path)) })
  }

  private fileAt(path: string): Promise<Uint8Array> {
    const known = this.files.get(path) ?? readFile(path)
    this.files.set(path, known)
    return known
  }

  private print(problems: readonly Problem[]): void {
    const fresh = problems.filter((problem) => !this.told.has(formatProblem(problem)))
    for (const problem of fresh) this.told.add(formatProblem(problem))
    printProblems(fresh)
  }
}

/** The words that make another command simulate the same. */
export function changeWords({ seed, set = [] }: Changes): string[] {
  return [...(seed === undefined ? [] : ['--seed', String(seed)]), ...set.flatMap((change) => ['--set', change])]
}

/** What it gives; undefined where the scenario cannot run, and the problems are printed. */
export async function orProblems<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    printProblems(error.problems)
    return undefined
  }
}

/** Prints problems on stderr, a line each. */
export function printProblems(problems: readonly Problem[]): void {
  for (const problem of problems) {
    // Where a program reads them, a problem is one line.
    const snippet = process.stderr.isTTY ? formatSnippet(problem) : undefined
    process.stderr.write(`${formatProblem(problem)}\n${snippet === undefined ? '' : `${snippet}\n`}`)
  }
}

async function textFrom(path: string | undefined): Promise<string> {
  try {
    return await textOf(path === undefined ? await buffer(process.stdin) : await readFile(path))
  } catch (error) {
    const name = path ?? 'stdin'
    if (error instanceof RangeError) throw new UsageError(`${name}: ${error.message}`)
    const reason = systemReason(error)
    const isNoFile = (error as { code?: unknown }).code === 'EISDIR'
    if (reason === undefined) throw error
    throw new UsageError(
      `${name}: expected a scenario file, but ${reason}${path === undefined || isNoFile ? '' : neighbour(path)}`,
    )
  }
}

/** The file beside it that was probably meant. */
function neighbour(path: string): string {
  try {
    const nearest = nearestName(basename(path), readdirSync(dirname(path)))
    return nearest === undefined || nearest === basename(path) ? '' : `; did you mean "${nearest}"?`
  } catch {
    // No such directory: there is nothing to suggest.
    return ''
  }
}

/** The keys under `functions:`; none where the text is not well formed, which is reported when it is read. */
function functionNames(text: string, name: string): string[] {
  const data = new SourceText(text, name).data
  const functions = (data as { functions?: unknown } | null | undefined)?.functions
  return typeof functions === 'object' && functions !== null ? Object.keys(functions) : []
}

/** A change of a function that is not there would make a new one, where a slip of the pen is more likely. */
function checkNames(set: readonly string[], named: readonly string[], place: string): void {
  for (const text of set) {
    const [first, name, ...rest] = pathOf(text, place)
    if (first !== 'functions' || name === undefined || rest.length === 0 || named.includes(String(name))) continue
    throw new UsageError(
      `${place}: functions.${String(name)}: expected a function of the scenario${suggestName(String(name), named)}`,
    )
  }
}

function pathOf(text: string, place: string): readonly PropertyKey[] {
  try {
    return parseOverride(text).path
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${place}: ${error.message}`)
    throw error
  }
}
