import { journalLines } from './journal-line.ts'
import type { EventTransition, Transition, TransitionName, Transitions } from './transition.ts'
import { TransitionObserver } from './transition-observer.ts'

/** Transitions that are kept when nothing else is said: enough for thousands of events, and no danger to memory. */
const DEFAULT_LIMIT = 100_000

export interface JournalOptions {
  /** Numbers of the events to keep, and no calls then. Default: all, and all calls. */
  readonly events?: Iterable<number> | undefined
  /** Most transitions to keep, a whole number of 0 or more; Infinity for all. Default 100,000. */
  readonly limit?: number | undefined
}

/**
 * What happened, in order, as a list of plain data. When the limit is reached the journal keeps what it has and counts
 * what it leaves out; it says so in its last line.
 */
export class Journal extends TransitionObserver {
  readonly entries: Transition[] = []
  /** Transitions that came when the journal was full. */
  omitted = 0
  private readonly numbers: ReadonlySet<number> | undefined
  private readonly limit: number

  /** @throws RangeError for a limit that is no whole number of 0 or more */
  constructor({ events, limit = DEFAULT_LIMIT }: JournalOptions = {}) {
    super()
    if (!(limit >= 0 && (Number.isInteger(limit) || limit === Number.POSITIVE_INFINITY)))
      throw new RangeError(`journal limit: expected a whole number of 0 or more, or Infinity, got ${limit}`)
    this.numbers = events && new Set(events)
    this.limit = limit
  }

  /** The entries of one event, in order. */
  of(event: number): readonly EventTransition[] {
    return this.entries.filter((entry): entry is EventTransition => entry.event === event)
  }

  /** The journal as text, one aligned line an entry: time, event, what, detail. */
  lines(): string[] {
    const lines = journalLines(this.entries)
    if (this.omitted > 0) lines.push(`… the journal is full: ${this.omitted} more, its limit is ${this.limit}`)
    return lines
  }

  protected override wants(_: TransitionName, number: number): boolean {
    if (this.numbers && !this.numbers.has(number)) return false
    if (this.entries.length < this.limit) return true
    this.omitted++
    return false
  }

  protected override tell<Name extends TransitionName>(name: Name, transition: Transitions[Name]): void {
    this.entries.push({ name, ...transition } as unknown as Transition)
  }
}
