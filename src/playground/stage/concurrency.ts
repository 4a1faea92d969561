import type { Target, VersionState } from '../../engine/target.ts'
import { slotsOf } from '../../measure/slots.ts'
import type { FunctionSpec } from '../../scenario/scenario.ts'
import type { Playback } from '../playback/playback.ts'

/** What bounds the attempts that run at once, and what makes them fail together, at a moment of a run. */
export interface Concurrency {
  /** Attempts that may run at once, of all functions together. */
  readonly slots: number
  /** Functions that have reserved concurrency 0: every event of theirs is dropped. */
  readonly closed: readonly string[]
  /** Functions of which a version is in an outage that events are sent to, and dependencies that are. */
  readonly out: readonly string[]
}

/** Attempts that may run at once, of all functions together. */
export function slotCount({ simulation }: Playback): number {
  return slotsOf(simulation.engine).reduce((sum, { limit }) => sum + limit, 0)
}

export function concurrencyOf(playback: Playback): Concurrency {
  const { simulation, scenario, nowMs } = playback
  const { functions, targets } = simulation.engine
  const isNow = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => nowMs >= fromMs && nowMs < toMs
  const isOut = (spec: FunctionSpec) =>
    versionsOf(targets, spec).some(({ number }) => modelOf(spec, number).errors.outages.some(isNow))
  const down = scenario.dependencies.filter(({ outages }) => outages.some(isNow))
  return {
    slots: slotCount(playback),
    closed: functions.filter(({ reserved }) => reserved === 0).map(({ name }) => name),
    out: [...scenario.functions.filter(isOut), ...down].map(({ name }) => name),
  }
}

/** The versions that what is sent to a function runs now; of one to which nothing is sent from outside, all of them. */
function versionsOf(targets: readonly Target[], { name, arrivals }: FunctionSpec): VersionState[] {
  const qualifiers = arrivals.map(({ qualifier }) => qualifier)
  return targets
    .filter((target) => target.function.name === name)
    .filter(({ qualifier }) => qualifiers.length === 0 || qualifiers.includes(qualifier))
    .flatMap(({ version, otherVersion }) => [version, otherVersion])
    .filter((version) => version !== undefined)
}

/** @param number of the version; 0 is `$LATEST`, which is the function itself */
function modelOf({ model, versions }: FunctionSpec, number: number) {
  return versions[number - 1]?.model ?? model
}
