import { type Fate, Fates } from '../measure/fates.ts'
import type { Timeline } from '../measure/timeline.ts'
import { Timelines } from '../measure/timelines.ts'
import { CONDITIONS } from '../rules/condition.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { Simulation } from '../scenario/simulation.ts'
import { mayGoOn } from './followed-event.ts'

/** A typical event of one fate, or of several. */
export interface TypicalEvent {
  readonly fates: readonly {
    readonly fate: Fate
    /** Events that met it. */
    readonly count: number
  }[]
  readonly timeline: Timeline
}

/** Why events end, and what may befall them before: each event has one of the former. */
const ENDS: readonly Fate[] = CONDITIONS
const OTHERS: readonly Fate[] = ['discarded', 'throttled', 'retried', 'slow']

/** The fates of a run, as far as typical events are picked of them. @param fromMs events before it are left out: a warm-up */
export function shownFates(fromMs: number): Fates {
  return new Fates([...ENDS, ...OTHERS], undefined, fromMs)
}

/** An event that was picked, before anybody has watched it. */
export interface PickedEvent extends Pick<TypicalEvent, 'fates'> {
  readonly event: number
}

/** The median event of each fate that was met: drops first, the commonest of them before the others. */
export function pickTypical(fates: Fates): PickedEvent[] {
  const weight = (fate: Fate) => (fate === 'Success' ? 0 : fates.count(fate))
  const order = [...ENDS.toSorted((a, b) => weight(b) - weight(a)).filter((fate) => fate !== 'Success'), ...OTHERS]
  const picked = new Map<number, { fate: Fate; count: number }[]>()
  for (const fate of [...order, 'Success'] as const) {
    const [event] = fates.pick(fate, 1)
    if (event === undefined) continue
    picked.set(event, [...(picked.get(event) ?? []), { fate, count: fates.count(fate) }])
  }
  return [...picked].map(([event, met]) => ({ event, fates: met }))
}

/** The same events with their timelines, from a run that watched them. */
export function watched(picked: readonly PickedEvent[], timelines: Timelines, { engine }: Simulation): TypicalEvent[] {
  return picked.flatMap(({ event, fates }) => {
    const timeline = timelines.of(event, engine.choices)
    return timeline ? [{ fates, timeline }] : []
  })
}

/**
 * Typical events of a scenario's own run, which runs twice: once to pick them, once to watch them. Events are the same in
 * both, since their draws are.
 */
export function typicalEventsOf(scenario: Scenario): TypicalEvent[] {
  const fates = shownFates(scenario.warmUpMs)
  new Simulation(scenario, { observers: [fates], metrics: false }).run()
  const picked = pickTypical(fates)
  const timelines = new Timelines(picked.map(({ event }) => event))
  const { observers, onRedrive } = timelines
  const simulation = new Simulation(scenario, { observers, onRedrive, metrics: false })
  while (!simulation.isDone && (mayGoOn(scenario) || !timelines.areEnded)) simulation.step()
  return watched(picked, timelines, simulation)
}
