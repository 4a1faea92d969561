import { formatDuration } from '../../notation/duration.ts'
import { MINIMUM_UNRESERVED_CONCURRENCY } from '../../rules/limits.ts'
import { ServiceError } from '../../rules/service-error.ts'
import { controlPlaneOf } from '../account.ts'
import { type DistributionSpec, smallestOf } from '../distribution.ts'
import { provisionedOf } from '../provisioned.ts'
import type { FunctionSpec, Scenario } from '../scenario.ts'
import type { DataPath } from '../source-text.ts'
import type { Findings } from './findings.ts'
import { destinationGraph, endlessLoop, idleFunctions, namedTargets } from './graph.ts'
import { expectedEvents } from './volume.ts'

/** Expected events that a run may have: the engine numbers them in 31 bits, and chance needs some room. */
const MAXIMUM_EVENTS = 2e9

/** Reserved concurrency must fit into the account. AWS insists on 100 that are left over; a scenario may go below. */
export function checkConcurrency(
  { account, functions, options }: Pick<Scenario, 'account' | 'functions' | 'options'>,
  written: WrittenReservations,
  findings: Findings,
): void {
  const reserved = functions.reduce((sum, { reservedConcurrency }) => sum + (reservedConcurrency ?? 0), 0)
  const left = account.concurrency - reserved
  const sum = `the functions reserve ${reserved} of the account's ${account.concurrency}`
  const path = concurrencyPath(written)
  const needed = (count: number) => `expected an account with at least ${count} concurrent executions`
  if (left < 0) findings.error(path, `${needed(reserved)}: ${sum}`)
  else warnOfRest({ account, functions }, left, sum, path, findings)
  const shares = functions.find(({ reservedConcurrency }) => reservedConcurrency === undefined)
  if (left === 0 && shares && options.queueing === 'fifo') {
    const waits = `'${shares.name}' reserves none, and under fifo its events would wait for ever`
    findings.error(path, `${needed(reserved + 1)}: ${sum}, ${waits}`)
  }
}

/** AWS insists on some concurrency that nobody has for himself, by a reservation or by provisioned environments. */
function warnOfRest(
  { account, functions }: Pick<Scenario, 'account' | 'functions'>,
  left: number,
  sum: string,
  path: DataPath,
  findings: Findings,
): void {
  const provisioned = functions
    .flatMap((spec) => (spec.reservedConcurrency === undefined ? provisionedOf(spec) : []))
    .reduce((sum, { executions }) => sum + executions, 0)
  const rest = left - provisioned
  // More than there is: the control plane says so, at the place of it.
  if (rest === account.concurrency || rest >= MINIMUM_UNRESERVED_CONCURRENCY || rest < 0) return
  const more = provisioned > 0 ? ` and have ${provisioned} more provisioned` : ''
  findings.warning(path, `${sum}${more}; AWS insists on ${MINIMUM_UNRESERVED_CONCURRENCY} left unreserved, ${rest} are`)
}

/** What a scenario, or a change of one, says about concurrency. */
interface WrittenReservations {
  readonly account?: { readonly concurrency?: number | undefined } | undefined
  readonly functions?: Readonly<Record<string, WrittenReservation>> | undefined
  readonly functionsFrom?: WrittenReservation | undefined
}

type WrittenReservation = { readonly reservedConcurrency?: number | null | undefined } | null

/** Where to look when reservations do not fit: the account's limit, or the largest of them where no limit is given. */
function concurrencyPath({ account, functions, functionsFrom }: WrittenReservations): DataPath {
  if (account?.concurrency !== undefined) return ['account', 'concurrency']
  const reservations = [
    ...Object.entries(functions ?? {}).map(([name, spec]) => ({ path: ['functions', name], spec })),
    ...(functionsFrom ? [{ path: ['functionsFrom'], spec: functionsFrom }] : []),
  ]
  const sizeOf = ({ spec }: (typeof reservations)[number]) => spec?.reservedConcurrency ?? -1
  const [largest] = reservations.toSorted((a, b) => sizeOf(b) - sizeOf(a))
  return largest ? [...largest.path, 'reservedConcurrency'] : ['account', 'concurrency']
}

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
