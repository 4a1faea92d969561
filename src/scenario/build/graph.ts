import { destinationsOf, type EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import { LATEST } from '../../rules/function-name.ts'
import type { ModelChoices } from '../../rules/model-choices.ts'
import { parseTarget } from '../../rules/target.ts'
import type { ArrivalSpec } from '../arrival-spec.ts'
import type { FunctionSpec, Scenario } from '../scenario.ts'

/** Who sends records to whom: the functions that the destinations of each function name, whatever the qualifiers. */
export type DestinationGraph = ReadonlyMap<string, ReadonlySet<string>>

type Configured = Pick<FunctionSpec, 'name' | 'eventInvokeConfig' | 'versions' | 'aliases'>

/** @param functions one that is there several times, as it is at several times, has the targets of all of them */
export function destinationGraph(functions: readonly Configured[]): DestinationGraph {
  const graph = new Map<string, Set<string>>()
  for (const spec of functions) {
    const targets = graph.get(spec.name) ?? new Set()
    graph.set(spec.name, targets)
    const configs = [spec, ...spec.versions, ...spec.aliases].map(({ eventInvokeConfig }) => eventInvokeConfig)
    for (const target of configs.flatMap(targetsOf)) targets.add(target)
  }
  return graph
}

function targetsOf(config: EventInvokeConfig | undefined): string[] {
  return lambdasOf(config).map(({ name }) => name)
}

function lambdasOf(config: EventInvokeConfig | undefined) {
  return arnsOf(config).flatMap((arn) => {
    const target = parseTarget(arn)
    return target?.kind === 'lambda' ? [target] : []
  })
}

/** By function, the qualifiers by which events are sent to it: by arrivals, destinations and redrives. */
export function addressed({
  functions,
  destinations,
}: Pick<Scenario, 'functions' | 'destinations'>): ReadonlyMap<string, ReadonlySet<string>> {
  const qualifiers = new Map<string, Set<string>>()
  const add = (name: string, qualifier: string) => {
    const known = qualifiers.get(name)
    if (known) known.add(qualifier)
    else qualifiers.set(name, new Set([qualifier]))
  }
  for (const spec of functions) {
    // A call does not wait.
    const events = spec.arrivals.filter(({ invocation }) => invocation !== 'RequestResponse')
    for (const { qualifier } of events) add(spec.name, qualifier)
    const configs = [spec, ...spec.versions, ...spec.aliases].map(({ eventInvokeConfig }) => eventInvokeConfig)
    for (const target of configs.flatMap(lambdasOf)) add(target.name, target.qualifier ?? LATEST)
  }
  const redrives = destinations.flatMap(({ queue }) => queue?.redrives.flatMap(({ to }) => to ?? []) ?? [])
  for (const { functionName, qualifier } of redrives) add(functionName, qualifier)
  return qualifiers
}

function arnsOf(config: EventInvokeConfig | undefined): string[] {
  const { onSuccess, onFailure } = destinationsOf(config ?? {})
  return [onSuccess, onFailure].filter((arn) => arn !== undefined)
}

/** The ARNs of all destinations and dead-letter targets that functions name. */
export function namedTargets(functions: readonly FunctionSpec[]): ReadonlySet<string> {
  return new Set(
    functions.flatMap((spec) => [
      ...[spec, ...spec.versions, ...spec.aliases].flatMap(({ eventInvokeConfig }) => arnsOf(eventInvokeConfig)),
      ...[spec, ...spec.versions].flatMap(({ deadLetterArn }) => deadLetterArn ?? []),
    ]),
  )
}

/**
 * A way round through functions none of which stops a loop, or undefined: events on it may never come to an end. It
 * begins with the function that it ends with.
 */
export function endlessLoop(
  functions: readonly Pick<FunctionSpec, 'name' | 'recursiveLoop'>[],
  graph: DestinationGraph,
  standard: ModelChoices['recursiveLoop'],
): string[] | undefined {
  const open = new Set(functions.filter((spec) => (spec.recursiveLoop ?? standard) === 'Allow').map(({ name }) => name))
  const done = new Set<string>()
  for (const start of open) {
    // Depth first without recursion, because a chain may be as long as there are functions.
    const way: string[] = []
    const placeOnWay = new Map<string, number>()
    const left: { name: string; depth: number }[] = [{ name: start, depth: 0 }]
    for (let next = left.pop(); next; next = left.pop()) {
      for (const closed of way.splice(next.depth)) {
        placeOnWay.delete(closed)
        done.add(closed)
      }
      if (done.has(next.name)) continue
      placeOnWay.set(next.name, way.length)
      way.push(next.name)
      for (const target of graph.get(next.name) ?? []) {
        if (!open.has(target)) continue
        const begin = placeOnWay.get(target)
        if (begin !== undefined) return [...way.slice(begin), target]
        left.push({ name: target, depth: way.length })
      }
    }
    for (const closed of way) done.add(closed)
  }
  return undefined
}

/**
 * The functions to which neither an arrival nor a record of a function with events ever comes.
 *
 * @param redriven functions that redrives name
 */
export function idleFunctions(
  functions: readonly Pick<FunctionSpec, 'name' | 'arrivals'>[],
  graph: DestinationGraph,
  redriven: readonly string[] = [],
): string[] {
  const receives = (isMeant: (arrival: ArrivalSpec) => boolean) =>
    functions.filter(({ arrivals }) => arrivals.some(isMeant)).map(({ name }) => name)
  // A call leaves no record.
  const reached = [...receives(({ invocation }) => invocation !== 'RequestResponse'), ...redriven]
  const busy = new Set([...reached, ...receives(() => true)])
  for (let name = reached.pop(); name !== undefined; name = reached.pop()) {
    for (const target of graph.get(name) ?? []) {
      if (busy.has(target)) continue
      busy.add(target)
      reached.push(target)
    }
  }
  return functions.filter(({ name }) => !busy.has(name)).map(({ name }) => name)
}
