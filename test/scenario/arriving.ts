import { Draws } from '../../src/kernel/draws.ts'
import { ArrivalStream } from '../../src/scenario/arrivals.ts'
import { readScenario } from '../../src/scenario/read.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { inMemory } from './reading.ts'

export interface Arrived {
  readonly atMs: number
  readonly name: string
}

export interface ArrivingOptions {
  readonly seed?: number
  /** Further keys of the scenario, a line each. */
  readonly top?: string
  readonly runLength?: string
  readonly files?: Readonly<Record<string, string>>
}

/** A scenario with one function `f` and these arrivals, as YAML. */
export async function scenarioOf(arrivals: string, options: ArrivingOptions = {}): Promise<Scenario> {
  const { top = '', runLength = '1h', files = {} } = options
  const text = `${top}\nrunLength: ${runLength}\nfunctions: { f: { arrivals: [${arrivals}] } }\n`
  return (await readScenario(text, 's.yaml', { readFile: inMemory(files) })).scenario
}

/** All events of a scenario in the order in which they come. */
export function arrivalsOf({ functions }: Scenario, seed: number): Arrived[] {
  const stream = new ArrivalStream(functions, new Draws(seed))
  const events: Arrived[] = []
  for (; stream.nextMs !== Number.POSITIVE_INFINITY; stream.advance()) {
    events.push({ atMs: stream.nextMs, name: `${stream.name0},${stream.name1}` })
  }
  return events
}

/** The events of these arrivals. */
export async function eventsOf(arrivals: string, options: ArrivingOptions = {}): Promise<Arrived[]> {
  return arrivalsOf(await scenarioOf(arrivals, options), options.seed ?? 1)
}

/** When they come. */
export async function timesOf(arrivals: string, options: ArrivingOptions = {}): Promise<number[]> {
  return (await eventsOf(arrivals, options)).map(({ atMs }) => atMs)
}
