import type { Transition, TransitionName, Transitions } from '../../measure/transition.ts'
import { TransitionObserver } from '../../measure/transition-observer.ts'
import type { Condition } from '../../rules/condition.ts'

/** Entries that are kept: what somebody can read. */
const MOST_KEPT = 200

/** What is counted: transitions by name; ends of events by their condition, and ends of attempts where these failed. */
export type Tallied = Exclude<TransitionName, 'finished' | 'ended' | 'waiting'> | Condition | 'failed'

/** The latest of what happened, as plain data, for a log that people read as it goes. */
export class DecisionLog extends TransitionObserver {
  /** How many there were in all. */
  total = 0
  /** How many of each kind. */
  readonly tally: Partial<Record<Tallied, number>> = {}
  private readonly kept: Transition[] = []

  /** The latest, in order; at most 200. */
  get latest(): readonly Transition[] {
    return this.kept.slice(-MOST_KEPT)
  }

  protected override wants(): boolean {
    return true
  }

  protected override tell<Name extends TransitionName>(name: Name, transition: Transitions[Name]): void {
    this.total++
    const told = { name, ...transition } as unknown as Transition
    const kind = talliedAs(told)
    if (kind) this.tally[kind] = (this.tally[kind] ?? 0) + 1
    this.kept.push(told)
    if (this.kept.length >= 2 * MOST_KEPT) this.kept.splice(0, MOST_KEPT)
  }
}

/** As what a transition is counted; undefined for waits, and for attempts that succeed: their events do as well. */
export function talliedAs(told: Transition): Tallied | undefined {
  if (told.name === 'finished') return told.condition
  if (told.name === 'ended') return told.outcome === 'success' ? undefined : 'failed'
  return told.name === 'waiting' ? undefined : told.name
}
