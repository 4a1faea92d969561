import { type DestinationSide, destinationMember, requestFields } from '../destination.ts'
import { destinationsOf } from '../event-invoke-config.ts'
import { LATEST } from '../function-name.ts'
import { RECURSION_RUNS } from '../limits.ts'
import { parseTarget } from '../target.ts'
import type { FunctionFacts, PolicyFacts } from './facts.ts'
import type { PolicyFinding } from './finding.ts'
import { configPath, type Qualifier, qualifiersOf } from './qualifier.ts'
import { neverEndsOn } from './targets.ts'

/** Names of a way that a text has. */
const MOST_NAMES = 8

/** A qualifier of a function that may send records to functions. */
interface Station {
  readonly facts: FunctionFacts
  readonly qualifier: Qualifier
  /** The ways on, by the keys of the stations that they lead to; several to one are one. */
  readonly ways: ReadonlyMap<string, DestinationSide>
}

/**
 * Ways round by destinations, each told of once, where the first of its functions sends on. A way leads through qualifiers:
 * two functions that send to each other are no loop where one of them is addressed by an alias that sends nothing.
 */
export function loopFindings(account: PolicyFacts): PolicyFinding[] {
  const stations = withinLoops(stationsOf(account))
  const told = new Set<string>()
  const findings: PolicyFinding[] = []
  for (const start of stations.keys()) {
    if (told.has(start)) continue
    const loop = shortestLoop(start, stations)
    if (!loop) continue
    for (const key of loop) told.add(key)
    findings.push(findingOf(loop, stations, account))
  }
  return findings
}

function keyOf(functionName: string, qualifier: string): string {
  return `${functionName}:${qualifier}`
}

function stationsOf({ functions, place, choices }: PolicyFacts): Map<string, Station> {
  const stations = new Map<string, Station>()
  for (const facts of functions) {
    for (const qualifier of qualifiersOf(facts, choices)) {
      const destinations = destinationsOf(qualifier.config ?? {})
      const ways = new Map<string, DestinationSide>()
      for (const side of ['onFailure', 'onSuccess'] as const) {
        const target = destinations[side] === undefined ? undefined : parseTarget(destinations[side])
        if (target?.kind !== 'lambda' || target.region !== place.region || target.account !== place.account) continue
        if (neverEndsOn(side, facts, qualifier, choices) === undefined)
          ways.set(keyOf(target.name, target.qualifier ?? LATEST), side)
      }
      if (ways.size > 0) stations.set(keyOf(facts.name, qualifier.name), { facts, qualifier, ways })
    }
  }
  return stations
}

/** Without the stations from which no way goes on for ever: what is left are loops and what leads into them. */
function withinLoops(stations: Map<string, Station>): Map<string, Station> {
  const before = new Map<string, string[]>()
  const open = new Map<string, number>()
  for (const [key, { ways }] of stations) {
    open.set(key, [...ways.keys()].filter((next) => stations.has(next)).length)
    for (const next of ways.keys()) {
      const others = before.get(next)
      if (others) others.push(key)
      else before.set(next, [key])
    }
  }
  const ended = [...open].flatMap(([key, count]) => (count === 0 ? [key] : []))
  for (let key = ended.pop(); key !== undefined; key = ended.pop()) {
    stations.delete(key)
    for (const from of before.get(key) ?? []) {
      const left = open.get(from)! - 1
      open.set(from, left)
      if (left === 0) ended.push(from)
    }
  }
  return stations
}

/** The shortest way from a station back to it, the station itself first and not again at the end; breadth first. */
function shortestLoop(start: string, stations: ReadonlyMap<string, Station>): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const key of queue) {
    for (const next of stations.get(key)?.ways.keys() ?? []) {
      if (next === start) return wayTo(key, start, cameFrom)
      if (cameFrom.has(next) || !stations.has(next)) continue
      cameFrom.set(next, key)
      queue.push(next)
    }
  }
  return undefined
}

function wayTo(key: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [key]
  while (way[0] !== start) way.unshift(cameFrom.get(way[0]!)!)
  return way
}

function findingOf(
  loop: readonly string[],
  stations: ReadonlyMap<string, Station>,
  account: PolicyFacts,
): PolicyFinding {
  const { facts, qualifier, ways } = stations.get(loop[0]!)!
  const side = ways.get(loop[1] ?? loop[0]!)!
  return {
    id: 'destination-loop',
    grade: 'warning',
    functionName: facts.name,
    qualifier: qualifier.name,
    text: `a loop, ${wayText(loop)}: ${endOf(loop, stations, account)}`,
    path: configPath(qualifier, ...requestFields(destinationMember(side))),
  }
}

function endOf(loop: readonly string[], stations: ReadonlyMap<string, Station>, { choices }: PolicyFacts): string {
  const visits = new Map<FunctionFacts, number>()
  for (const { facts } of loop.map((key) => stations.get(key)!)) {
    if ((facts.recursiveLoop ?? choices.recursiveLoop) === 'Terminate') visits.set(facts, (visits.get(facts) ?? 0) + 1)
  }
  if (visits.size === 0) return 'nothing ends it, for recursiveLoop is Allow for all of them'
  // A function that is there by two qualifiers has used up its runs after half as many rounds.
  const rounds = Math.floor(RECURSION_RUNS / Math.max(...visits.values()))
  const events = `${rounds} × ${loop.length} = ${rounds * loop.length} events`
  return `one event goes round ${rounds} times, ${events}, until loop detection drops it as RecursiveInvocation`
}

/** The way round, without the middle of a long one. */
function wayText(loop: readonly string[]): string {
  const names = [...loop, loop[0]!].map(shownName)
  const left = names.length - MOST_NAMES
  return (left > 1 ? [...names.slice(0, MOST_NAMES - 1), `${left} more`, names.at(-1)!] : names).join(' → ')
}

function shownName(key: string): string {
  return key.endsWith(`:${LATEST}`) ? key.slice(0, -LATEST.length - 1) : key
}
