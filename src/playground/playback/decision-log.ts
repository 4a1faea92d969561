import type { Transition, TransitionName, Transitions } from '../../measure/transition.ts'
import { TransitionObserver } from '../../measure/transition-observer.ts'

/** Entries that are kept: what somebody can read. */
const MOST_KEPT = 200

/** The latest of what happened, as plain data, for a log that people read as it goes. */
export class DecisionLog extends TransitionObserver {
  /** How many there were in all. */
  total = 0
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
    this.kept.push({ name, ...transition } as unknown as Transition)
    if (this.kept.length >= 2 * MOST_KEPT) this.kept.splice(0, MOST_KEPT)
  }
}
