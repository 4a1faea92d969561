import type { Transition } from '../../measure/transition.ts'
import type { Playback } from '../playback/playback.ts'

/** What happened in a run so far, as a document for machines. */
export interface Happened {
  readonly version: 1
  readonly scenario: string
  readonly seed: number
  /** Simulated time until which it is, in milliseconds. */
  readonly atMs: number
  /** Transitions that are left out behind those that are here. */
  readonly omitted: number
  /** In order, as a journal has them. */
  readonly transitions: readonly Transition[]
}

export function happenedIn({ scenario, nowMs, journal }: Playback): Happened {
  const { name, seed } = scenario
  return { version: 1, scenario: name, seed, atMs: nowMs, omitted: journal.omitted, transitions: journal.entries }
}
