import { parseDuration } from '../../notation/duration.ts'
import type { Player } from '../playback/player.ts'
import type { KnobName } from '../setup/knob.ts'
import { scenarioChanges } from '../setup/scenario-change.ts'
import { functionAt, functionsOf, isOut, type Setup, type Turn } from '../setup/setup.ts'
import type { WrittenFunction } from '../setup/written.ts'

/** How the knobs of a function stand. The same object as long as nothing of it has changed. */
export interface Standing {
  readonly setup: Setup
  /** Names of all functions that have knobs. */
  readonly names: readonly string[]
  /** The function that is shown. */
  readonly name: string
  /** The function with all that was done to it until now. */
  readonly written: WrittenFunction
  /** Simulated time at which it is so: what is turned now holds from the next millisecond on. */
  readonly untilMs: number
  /** How many of the turns lie before it, and how many changes of the scenario. */
  readonly inForce: number
  readonly changed: number
  readonly isOut: boolean
  /** Why no event can be sent by hand now; undefined where one can. */
  readonly closed: string | undefined
}

/** Knobs that turn a setting, beside its own. */
const ALSO: Readonly<Partial<Record<Turn['knob'], readonly Turn['knob'][]>>> = {
  retries: ['config'],
  age: ['config'],
  onSuccess: ['config'],
  onFailure: ['config'],
  config: ['retries', 'age', 'onSuccess', 'onFailure'],
}

/**
 * How the knobs stand where a player is.
 *
 * @param subject the function that is wanted; the first one where there is none of that name
 * @param last what this gave the last time
 * @returns undefined where the scenario names no function
 */
export function standingOf(player: Player, subject: string | undefined, last?: Standing): Standing | undefined {
  const { here } = player
  const names = Object.keys(functionsOf(here.scenario))
  const name = subject !== undefined && names.includes(subject) ? subject : names[0]
  if (name === undefined) return undefined
  const untilMs = here.atMs + 1
  const inForce = here.turns.filter(({ atMs }) => atMs <= untilMs).length
  const changed = scenarioChanges(here.scenario, name).filter(({ atMs }) => atMs <= untilMs).length
  const closed = closedText(here, here.atMs)
  const isSame =
    last?.name === name &&
    last.setup.scenario === here.scenario &&
    last.setup.turns === here.turns &&
    last.setup.seed === here.seed &&
    last.inForce === inForce &&
    last.changed === changed &&
    last.closed === closed
  if (isSame) return last
  return {
    setup: here,
    names,
    name,
    written: functionAt(here, name, untilMs),
    untilMs,
    inForce,
    changed,
    isOut: isOut(here, name, untilMs),
    closed,
  }
}

/** The turn that a setting has been standing so since; undefined where nobody has turned it. */
export function turnBehind({ setup, name, inForce }: Standing, knob: KnobName): Turn | undefined {
  const knobs: readonly Turn['knob'][] = [knob, ...(ALSO[knob] ?? [])]
  const ordered = setup.turns.toSorted((a, b) => a.atMs - b.atMs).slice(0, inForce)
  return ordered.findLast((turn) => turn.function === name && knobs.includes(turn.knob))
}

/** Events are sent within the run length, where the scenario says one. */
function closedText({ scenario }: Setup, nowMs: number): string | undefined {
  const { runLength } = scenario
  if (runLength === undefined || nowMs < parseDuration(runLength)) return undefined
  return `No event can be sent any more: arrivals end at ${runLength}, the run length.`
}
