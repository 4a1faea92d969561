import { formatDuration } from '../../notation/duration.ts'
import { ServiceError } from '../../rules/service-error.ts'
import { controlPlaneOf } from '../account.ts'
import { type DistributionSpec, smallestOf } from '../distribution.ts'
import type { FunctionSpec, Scenario } from '../scenario.ts'
import type { DataPath } from '../source-text.ts'
import type { Findings } from './findings.ts'
import { destinationGraph, endlessLoop, idleFunctions, namedTargets } from './graph.ts'
import { expectedEvents } from './volume.ts'

/** Expected events that a run may have: the engine numbers them in 31 bits, and chance needs some room. */
const MAXIMUM_EVENTS = 2e9

/** Warns of attempts that cannot but run into their timeout. */
export function checkTimeout(timeoutMs: number, duration: DistributionSpec, path: DataPath, findings: Findings): void {
  const shortest = smallestOf(duration)
  if (shortest <= timeoutMs) return
  const taken = `${duration.kind === 'constant' ? '' : 'at least '}${formatDuration(shortest)}`
  findings.warning(path, `every attempt takes ${taken}, and fails at the timeout of ${formatDuration(timeoutMs)}`)
}

/** Adds what AWS would refuse in an alias, in its own words, by asking the control plane for one alias at a time. */
export function checkAliases(scenario: Scenario, findings: Findings): void {
  if (findings.areFatal) return
  for (const spec of scenario.functions) {
    const without = { eventInvokeConfig: undefined, provisionedConcurrency: undefined }
    const bare = { ...spec, ...without, reservedConcurrency: undefined }
    const versions = spec.versions.map((version) => ({ ...version, ...without }))
    for (const alias of spec.aliases) {
      const aliases = [{ ...alias, ...without }]
      try {
        controlPlaneOf({ ...scenario, functions: [{ ...bare, versions, aliases }] })
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        findings.error(['functions', spec.name, 'aliases', alias.name], error.message, 'key')
      }
    }
  }
}

/** What is odd about a function in a simulation, and the rule where events come from somewhere else. */
export const IDLE_FUNCTION = 'no event ever comes here: it has no arrivals, and no function with events names it'

/** Where events come from and go to: loops without an end, more events than can be, functions without any. */
export function checkFlow(scenario: Scenario, findings: Findings): void {
  const { changes, functions, destinations, runLengthMs } = scenario
  checkLoops(functions, scenario.options, ([first]) => ['functions', first!], findings)
  const arrivals = functions.flatMap((spec) => spec.arrivals)
  const events = arrivals.reduce((sum, arrival) => sum + expectedEvents(arrival), 0)
  if (runLengthMs !== Number.POSITIVE_INFINITY && events > MAXIMUM_EVENTS) {
    const came = `about ${events.toExponential(1)} within ${formatDuration(runLengthMs)}`
    findings.error(['runLength'], `expected at most ${MAXIMUM_EVENTS.toExponential(0)} events, got ${came}`)
  }
  if (findings.areFatal) return
  const everywhere = [...functions, ...changes.flatMap((change) => change.functions)]
  const named = namedTargets(everywhere)
  for (const { arn } of destinations) {
    if (!named.has(arn)) findings.warning(['destinations', arn], 'nothing is ever sent here: no function names it')
  }
  const graph = destinationGraph(everywhere)
  const redriven = destinations.flatMap(
    ({ queue }) => queue?.redrives.flatMap(({ to }) => to?.functionName ?? []) ?? [],
  )
  for (const name of idleFunctions(functions, graph, redriven)) {
    findings.warning(['functions', name], IDLE_FUNCTION)
  }
}

/** @param placeOf where a loop is reported: functions by name, the first one again at the end */
export function checkLoops(
  functions: readonly FunctionSpec[],
  { recursiveLoop }: Scenario['options'],
  placeOf: (loop: readonly string[]) => DataPath,
  findings: Findings,
): void {
  const loop = endlessLoop(functions, destinationGraph(functions), recursiveLoop)
  if (!loop) return
  const expected = 'expected recursiveLoop: Terminate for one of them'
  findings.error(placeOf(loop), `${loop.join(' → ')} may never end: ${expected}, got Allow for all`, 'key')
}
