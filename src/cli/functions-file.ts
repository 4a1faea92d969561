import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { FunctionSource } from '../local/runtime/function-source.ts'
import type { GivenCode } from '../local/runtimes.ts'
import { nearestName } from '../notation/nearest.ts'
import { IDLE_FUNCTION } from '../scenario/build/checks.ts'
import { Findings } from '../scenario/build/findings.ts'
import { inOrder, type Problem, ScenarioError } from '../scenario/problem.ts'
import { takeSound } from '../scenario/prune.ts'
import { checkData } from '../scenario/read.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { SourceText } from '../scenario/source-text.ts'
import { CODE_KEYS, codeSchema, type WrittenCode } from './functions-schema.ts'

/** What a file of functions says: their settings and models as in a scenario, and their code. */
export interface FunctionsFile {
  readonly scenario: Scenario
  readonly warnings: readonly Problem[]
  /** By the function's name; those without code run as their model says. */
  readonly code: ReadonlyMap<string, GivenCode>
}

/** What may be said beside each kind of code. */
const BESIDE: Readonly<Record<(typeof CODE_KEYS)[number], readonly string[]>> = {
  module: ['handler', 'environment', 'duration'],
  zip: ['handler', 'runtime', 'environment', 'duration'],
  command: ['handler', 'environment', 'duration'],
  url: ['duration'],
}

const CODE_FIELDS: readonly string[] = Object.keys(codeSchema.shape)

/**
 * Reads a file of functions. It is a scenario file of which the functions may have code; arrivals are of no account.
 *
 * @param path of the file: paths in it are relative to its folder
 * @throws ScenarioError with every problem at once
 */
export async function readFunctionsFile(text: string, path: string): Promise<FunctionsFile> {
  const source = new SourceText(text, path)
  if (source.problems.length > 0) throw new ScenarioError(inOrder(source.problems))
  const folder = resolve(dirname(path))
  const findings = new Findings(source)
  const code = new Map<string, GivenCode>()
  const functions: Record<string, unknown> = {}
  const meant = new Map<string, string>()
  for (const [name, said] of Object.entries(functionsOf(source.data))) {
    const { own, rest } = split(said)
    functions[name] = rest
    for (const key of isMap(rest) ? Object.keys(rest) : []) {
      const nearest = nearestName(key, CODE_FIELDS)
      if (nearest) meant.set(source.problem(['functions', name, key], '').path, nearest)
    }
    const here = findings.under(['functions', name])
    const taken = takeSound(codeSchema, own, {
      problem: (at, ...more) => source.problem(['functions', name, ...at], ...more),
    })
    for (const problem of taken.problems) findings.add(problem)
    if (taken.value && taken.problems.length === 0) takeCode(name, taken.value, rest, folder, here, code)
  }
  const data = isMap(source.data) ? { ...source.data, ...('functions' in source.data && { functions }) } : source.data
  try {
    const read = await checkData(data, source, path, { readFile: (file) => readFile(resolve(folder, file)) })
    const warnings = read.warnings.filter(({ message }) => message !== IDLE_FUNCTION)
    if (!findings.areFatal) return { scenario: read.scenario, warnings, code }
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    for (const problem of error.problems) findings.add(suggesting(problem, meant.get(problem.path)))
  }
  throw new ScenarioError(inOrder(findings.problems))
}

/** A key that a scenario does not know may be one that only a file of functions has. */
function suggesting(problem: Problem, nearest: string | undefined): Problem {
  if (nearest === undefined || !problem.message.startsWith('unknown key')) return problem
  const [, other] = /did you mean "(.+)"/.exec(problem.message) ?? []
  const names = other === undefined ? `"${nearest}"` : `"${nearest}" or "${other}"`
  return { ...problem, message: `unknown key; did you mean ${names}?` }
}

function takeCode(
  name: string,
  written: WrittenCode,
  rest: unknown,
  folder: string,
  findings: Findings,
  code: Map<string, GivenCode>,
): void {
  const given = CODE_KEYS.filter((key) => written[key] !== undefined)
  if (given.length > 1)
    return findings.error([given[1]!], `expected one of ${CODE_KEYS.join(', ')}, got ${given.join(' and ')}`)
  if (given.length === 0) {
    const [stray] = Object.keys(written)
    if (stray) findings.error([stray], `expected it beside one of ${CODE_KEYS.join(', ')}`, 'key')
    return
  }
  if (isMap(rest) && 'model' in rest)
    return findings.error(['model'], `expected a function's code or its model, got ${given[0]} and model`, 'key')
  const strange = Object.keys(written).filter((key) => key !== given[0] && !BESIDE[given[0]!].includes(key))
  for (const key of strange)
    findings.error([key], `expected nothing of the kind beside ${given[0]}: ${BESIDE[given[0]!].join(', ')}`, 'key')
  if (written.zip !== undefined && !(written.handler && written.runtime))
    return findings.error(['zip'], 'expected handler and runtime beside a deployment package')
  for (const key of ['module', 'zip'] as const) {
    const file = written[key]
    if (file !== undefined && !existsSync(resolve(folder, file)))
      return findings.error([key], `expected the path of a file, got ${file}, where there is none`)
  }
  code.set(name, { source: sourceOf(written, folder), simulatedMs: written.duration })
}

function sourceOf(written: WrittenCode, folder: string): FunctionSource {
  const { command, environment: variables = {}, handler, module, runtime, url, zip } = written
  if (module !== undefined)
    return { kind: 'module', path: resolve(folder, module), export: handler ?? 'handler', variables }
  if (url !== undefined) return { kind: 'address', url }
  if (command !== undefined) {
    const [program, ...args] = command
    return { kind: 'command', command: [program!, ...args], folder, variables, ...(handler && { handler }) }
  }
  return {
    kind: 'archive',
    zip: () => readFile(resolve(folder, zip!)),
    runtime: runtime!,
    handler: handler!,
    variables,
  }
}

/** What is said of a function's code, and the rest. */
function split(said: unknown): { own: object; rest: unknown } {
  if (!isMap(said)) return { own: {}, rest: said }
  const entries = Object.entries(said)
  const isOwn = ([key]: [string, unknown]) => CODE_FIELDS.includes(key)
  return {
    own: Object.fromEntries(entries.filter(isOwn)),
    rest: Object.fromEntries(entries.filter((entry) => !isOwn(entry))),
  }
}

function functionsOf(data: unknown): Readonly<Record<string, unknown>> {
  return isMap(data) && isMap(data.functions) ? data.functions : {}
}

function isMap(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}
