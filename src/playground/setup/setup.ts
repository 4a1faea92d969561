import { formatDuration } from '../../notation/duration.ts'
import type { ScenarioInput } from '../../scenario/schema/scenario.ts'
import { anyKnob, type KnobName, type KnobValue } from './knob.ts'
import { withOutages } from './outage.ts'
import { type ScenarioChange, scenarioChanges } from './scenario-change.ts'
import type { WrittenFunction } from './written.ts'

/** What somebody did to a function: turned a knob, began or ended an outage, or sent an event by hand. Plain data. */
export type Turn = { readonly atMs: number; readonly function: string } & (
  | { readonly knob: KnobName; readonly value: KnobValue }
  | { readonly knob: 'outage'; readonly value: boolean }
  | { readonly knob: 'send'; readonly value: number }
)

/** A scenario and what was done to it: all that the run depends on. Plain data. */
export interface Setup {
  readonly scenario: ScenarioInput
  /** What was done, in any order; what was done at one time, in the order in which it was. At 0: before the run. */
  readonly turns: readonly Turn[]
  /** Replaces the scenario's seed. */
  readonly seed?: number | undefined
}

/** The functions of a scenario by name; of what is none yet, those that can be told. */
export function functionsOf(scenario: ScenarioInput): Readonly<Record<string, WrittenFunction>> {
  const written: unknown = scenario?.functions
  if (typeof written !== 'object' || written === null) return {}
  return Object.fromEntries(Object.entries(written).filter(([, each]) => typeof each === 'object' && each !== null))
}

/** A function as it stands at a time, after all that the scenario changed and that was done to it until then. */
export function functionAt({ scenario, turns }: Setup, name: string, atMs: number): WrittenFunction {
  const original = functionsOf(scenario)[name]!
  const own = inOrder(turns).filter((turn) => turn.function === name && turn.atMs <= atMs)
  const course = new Course(withArrivals(original, own, original), scenarioChanges(scenario, name))
  for (const turn of own) course.turn(turn, original)
  return course.at(atMs)
}

/** A function on its way through the changes of its scenario and what was done to it, in order of time. */
class Course {
  private written: WrittenFunction
  private readonly changes: ScenarioChange[]

  constructor(start: WrittenFunction, changes: readonly ScenarioChange[]) {
    this.written = start
    this.changes = [...changes]
  }

  /** The function at a time that is not before the last one. */
  at(atMs: number): WrittenFunction {
    while (this.changes.length > 0 && this.changes[0]!.atMs <= atMs)
      this.written = this.changes.shift()!.apply(this.written)
    return this.written
  }

  turn(turn: Turn, original: WrittenFunction): WrittenFunction {
    this.written = turned(this.at(turn.atMs), turn, original)
    return this.written
  }
}

/** Whether an outage that somebody began goes on at a time. */
export function isOut({ turns }: Setup, name: string, atMs: number): boolean {
  const own = inOrder(turns).filter((turn) => turn.function === name && turn.atMs <= atMs)
  return own.findLast(({ knob }) => knob === 'outage')?.value === true
}

/**
 * The scenario that runs. What was done before the run stands in it from the start, what was done during it as `changes`;
 * so nothing that was done at a time changes what came before it, but for the last bit of the times of arrivals of which the
 * rate is turned.
 */
export function scenarioOf(setup: Setup): ScenarioInput {
  const { seed } = setup
  const turns = inOrder(setup.turns)
  const scenario = withOutages(setup.scenario, turns)
  const changes: NonNullable<ScenarioInput['changes']> = [...(scenario.changes ?? [])]
  const functions = Object.fromEntries(
    Object.entries(functionsOf(scenario)).map(([name, original]) => {
      const own = turns.filter((turn) => turn.function === name)
      const start = withArrivals(original, own, original)
      const before = own.filter(({ atMs }) => atMs === 0)
      const begun = before.reduce((written, turn) => turned(written, turn, original), start)
      const course = new Course(begun, scenarioChanges(scenario, name))
      for (const turn of own.filter(({ atMs }) => atMs > 0)) {
        const untouched = course.at(turn.atMs)
        const written = course.turn(turn, original)
        const field = turn.knob === 'outage' || turn.knob === 'send' ? 'arrivals' : anyKnob(turn.knob).field
        // Nothing that is not there can be taken away.
        if (field === 'arrivals' || (written[field] === undefined && untouched[field] === undefined)) continue
        const functionChange = { [name]: { [field]: written[field] ?? null } }
        changes.push({ at: formatDuration(turn.atMs), functions: functionChange } as (typeof changes)[number])
      }
      return [name, begun]
    }),
  )
  return {
    ...scenario,
    functions,
    ...(changes.length > 0 && { changes }),
    ...(seed !== undefined && { seed }),
  }
}

function inOrder(turns: readonly Turn[]): Turn[] {
  return turns.toSorted((a, b) => a.atMs - b.atMs)
}

function turned(written: WrittenFunction, turn: Turn, original: WrittenFunction): WrittenFunction {
  if (turn.knob === 'outage' || turn.knob === 'send') return written
  const knob = anyKnob(turn.knob)
  // Arrivals are part of the start, at whatever time they change.
  if (knob.field === 'arrivals' && turn.atMs > 0) return written
  return knob.turn(written, turn.value, turn.atMs, original)
}

/** Rates by their times, and what was sent by hand as a source of its own behind the others. */
function withArrivals(written: WrittenFunction, turns: readonly Turn[], original: WrittenFunction): WrittenFunction {
  let result = written
  const sent: string[] = []
  for (const turn of turns) {
    if (turn.knob === 'send') sent.push(...Array.from({ length: turn.value }, () => formatDuration(turn.atMs)))
    else if (turn.knob !== 'outage' && anyKnob(turn.knob).field === 'arrivals')
      result = anyKnob(turn.knob).turn(result, turn.value, turn.atMs, original)
  }
  return sent.length === 0 ? result : { ...result, arrivals: [...(result.arrivals ?? []), { at: sent }] }
}
