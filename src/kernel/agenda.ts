interface Entry {
  readonly timeMs: number
  readonly action: () => void
}

/** The event list of what is rare: each action is a function. Equal times leave in the order they were planned. */
export class Agenda {
  /** Time of the first action, or Infinity. */
  minMs = Number.POSITIVE_INFINITY
  size = 0
  private readonly entries: Entry[] = []

  plan(timeMs: number, action: () => void): void {
    let place = this.entries.length
    while (place > 0 && this.entries[place - 1]!.timeMs > timeMs) place--
    this.entries.splice(place, 0, { timeMs, action })
    this.minMs = this.entries[0]!.timeMs
    this.size++
  }

  /** Takes the first action out. There must be one. */
  shift(): () => void {
    const { action } = this.entries.shift() as Entry
    this.size--
    this.minMs = this.entries[0]?.timeMs ?? Number.POSITIVE_INFINITY
    return action
  }
}
