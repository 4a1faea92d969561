import type { Place } from '../../../src/playground/setup/link.ts'
import type { ScenarioInput } from '../../../src/scenario/schema/scenario.ts'

/** Something to watch, from a place on. */
export interface Workload {
  readonly name: string
  readonly place: Place
  /** Events that are in flight there, at least. */
  readonly inFlight: number
}

/** Every attempt fails, so that an event is in flight for three minutes: its dot moves at each frame. */
function failing(ratePerS: number, reservedConcurrency: number): ScenarioInput {
  return {
    name: `${ratePerS} failures a second`,
    seed: 1,
    runLength: '10m',
    functions: {
      checkout: {
        reservedConcurrency,
        model: { duration: '200ms', errors: { probability: 1 } },
        arrivals: [{ constant: { rate: `${ratePerS}/s` } }],
      },
    },
  }
}

/** As many dots as somebody can follow, each of which moves. */
export const DOTS: Workload = {
  name: '300 moving events',
  place: { scenario: failing(1.7, 10), turns: [], atMs: 240_000, speed: 20 },
  inFlight: 300,
}

/** More than there can be dots, with throttles beside the errors. */
export const CROWD: Workload = {
  name: '100,000 events',
  place: { scenario: failing(1_000, 150), turns: [], atMs: 101_000, speed: 5 },
  inFlight: 100_000,
}
