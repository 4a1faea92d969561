import type { Playback } from '../playback/playback.ts'

/** What bounds the attempts that run at once, at a moment of a run. */
export interface Concurrency {
  /** Attempts that may run at once, of all functions together. */
  readonly slots: number
  /** Functions that have reserved concurrency 0: every event of theirs is dropped. */
  readonly closed: readonly string[]
  /** Functions that are in an outage. */
  readonly out: readonly string[]
}

export function concurrencyOf({ simulation, scenario, nowMs }: Playback): Concurrency {
  const { functions } = simulation.engine
  const pools = new Set(functions.map(({ pool }) => pool))
  const isOut = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => nowMs >= fromMs && nowMs < toMs
  const ownOutages = scenario.functions.filter(({ model }) => model.errors.outages.some(isOut))
  const down = scenario.dependencies.filter(({ outages }) => outages.some(isOut))
  return {
    slots: [...pools].reduce((sum, { limit, kept }) => sum + limit + kept, 0),
    closed: functions.filter(({ reserved }) => reserved === 0).map(({ name }) => name),
    out: [...ownOutages, ...down].map(({ name }) => name),
  }
}
