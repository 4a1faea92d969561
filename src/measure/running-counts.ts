/** Attempts in progress by function, where there are any. */
export class RunningCounts {
  readonly counts = new Map<number, number>()
  total = 0

  /** Adds to a function's count, and returns it. */
  add(functionIndex: number, change: number): number {
    const count = (this.counts.get(functionIndex) ?? 0) + change
    if (count > 0) this.counts.set(functionIndex, count)
    else this.counts.delete(functionIndex)
    this.total += change
    return count
  }
}
