import type { PolicyFinding } from '../../rules/policy/finding.ts'
import { lintPolicies } from '../../rules/policy/lint.ts'
import { formatPath } from '../problem.ts'
import type { FunctionSpec, Scenario } from '../scenario.ts'
import type { WrittenScenario } from '../schema/scenario.ts'
import type { DataPath } from '../source-text.ts'
import { type ConfigContext, targetExists } from './config.ts'
import { addressed } from './graph.ts'

/** Places that a line names beside its own. */
const MOST_NAMES = 6

/**
 * Adds what is odd about retry policies: what holds from the start, and is not mended by a change during the run. Asked last,
 * of a scenario that can run: then every target is there.
 */
export function checkPolicies(written: WrittenScenario, scenario: Scenario, context: ConfigContext): void {
  const { findings } = context
  if (findings.areFatal) return
  const [first = [], ...later] = statesOf(scenario)
  const lint = linter(scenario, context)
  // Functions that a file of counts names have their settings in one place.
  const isOwn = (name: string) => Object.hasOwn(written.functions ?? {}, name)
  const placeOf = (name: string): DataPath => (isOwn(name) ? ['functions', name] : ['functionsFrom'])
  const afterwards = later.map((functions) => ({
    names: new Set(functions.map(({ name }) => name)),
    keys: new Set(lint(functions).map(keyOf)),
  }))
  const held = lint(first).filter((finding) => {
    return afterwards.every(({ names, keys }) => !names.has(finding.functionName) || keys.has(keyOf(finding)))
  })
  for (const { grade, id, path, text, functionNames } of together(held)) {
    const [place, ...others] = new Map(functionNames.map((name) => [placeOf(name).join(), placeOf(name)])).values()
    const also = others.length === 0 ? '' : `; also in ${listText(others.map(formatPath))}`
    findings.remark(grade, [...place!, ...path], `${text}${also} [${id}]`)
  }
}

/** What holds alike for several functions, told once. */
function together(findings: readonly PolicyFinding[]) {
  const groups = new Map<string, PolicyFinding & { readonly functionNames: string[] }>()
  for (const finding of findings) {
    const { functionName, grade, id, path, text } = finding
    const key = JSON.stringify([id, grade, text, ...path])
    const known = groups.get(key)
    if (known) known.functionNames.push(functionName)
    else groups.set(key, { ...finding, functionNames: [functionName] })
  }
  return groups.values()
}

/** The first few of a list. */
function listText(names: readonly string[]): string {
  const left = names.length - MOST_NAMES
  return left > 1 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${left} more` : names.join(', ')
}

function linter(scenario: Scenario, context: ConfigContext) {
  const { changes, functions, destinations, options } = scenario
  const everyone = [...functions, ...changes.flatMap((change) => change.functions)]
  const senders = addressed({ functions: everyone, destinations })
  return (state: readonly FunctionSpec[]) =>
    lintPolicies({
      place: context.place,
      functions: state.map((spec) => {
        // Of a function that nothing is sent to at all nobody knows by what it is meant to be addressed.
        const isCalled = spec.arrivals.some(({ invocation }) => invocation === 'RequestResponse')
        return { ...spec, addressed: senders.get(spec.name) ?? (isCalled ? new Set<string>() : undefined) }
      }),
      exists: (target) => targetExists(target, context),
      choices: options,
    })
}

/** All functions as they are at the start and after each change. */
function statesOf({ functions, changes }: Scenario): FunctionSpec[][] {
  const now = new Map(functions.map((spec) => [spec.name, spec]))
  const states = [[...now.values()]]
  for (const { calls, functions: changed } of changes) {
    for (const { operation, request } of calls) {
      if (operation === 'DeleteFunction') now.delete(request.FunctionName)
    }
    for (const spec of changed) now.set(spec.name, spec)
    states.push([...now.values()])
  }
  return states
}

function keyOf({ id, functionName, path }: PolicyFinding): string {
  return JSON.stringify([id, functionName, ...path])
}
