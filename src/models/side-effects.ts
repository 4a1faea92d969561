/** How often the side effect of a function's attempts took place. */
export interface EffectCounts {
  /** Attempts with it: those that succeeded, and those that failed after it. */
  readonly attempts: number
  /** Events with at least one of these, and events with more than one. */
  readonly events: number
  readonly repeated: number
}

/** The counts of all functions together. */
export function totalEffects(counts: readonly EffectCounts[]): EffectCounts {
  const sum = (key: keyof EffectCounts) => counts.reduce((total, each) => total + each[key], 0)
  return { attempts: sum('attempts'), events: sum('events'), repeated: sum('repeated') }
}

/**
 * Counts side effects: what an attempt does to the world as its last act, such as charging a card. An attempt that
 * succeeds has done it; one that fails has not, but for those of which it is noted.
 */
export class SideEffects {
  /** Attempts in progress that will fail after their effect. */
  private readonly noted = new Set<number>()
  /** How often each event in flight had its effect, where it had. */
  private readonly times = new Map<number, number>()
  private readonly attempts: number[] = []
  private readonly events: number[] = []
  private readonly repeated: number[] = []

  /** Number of the first event that counts. */
  private first = 0

  /** Leaves events out that were accepted before the one of that number. */
  countFrom(number: number): void {
    this.first = number
  }

  /** Says that an attempt that is to fail has its effect before. */
  note(attempt: number): void {
    this.noted.add(attempt)
  }

  /** Takes that back, for an attempt that is not counted. */
  forgetNote(attempt: number): void {
    this.noted.delete(attempt)
  }

  /** An attempt has ended. @param number of its event, which is at that slot */
  ended(event: number, number: number, attempt: number, functionIndex: number, didWell: boolean): void {
    const happened = this.noted.delete(attempt) || didWell
    if (!happened || number < this.first) return
    const times = (this.times.get(event) ?? 0) + 1
    this.times.set(event, times)
    this.attempts[functionIndex] = (this.attempts[functionIndex] ?? 0) + 1
    if (times === 1) this.events[functionIndex] = (this.events[functionIndex] ?? 0) + 1
    if (times === 2) this.repeated[functionIndex] = (this.repeated[functionIndex] ?? 0) + 1
  }

  /** The event has ended: its slot goes to another. */
  forget(event: number): void {
    this.times.delete(event)
  }

  of(functionIndex: number): EffectCounts {
    return {
      attempts: this.attempts[functionIndex] ?? 0,
      events: this.events[functionIndex] ?? 0,
      repeated: this.repeated[functionIndex] ?? 0,
    }
  }
}
