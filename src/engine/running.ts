import { grown } from '../kernel/column.ts'

/** Attempts in progress of each function, beside each other: every attempt changes its function's. */
export class Running {
  private counts = new Int32Array(64)

  /** Makes room for a function. */
  grow(index: number): void {
    if (index >= this.counts.length) this.counts = grown(this.counts, index * 2)
  }

  of(index: number): number {
    return this.counts[index]!
  }

  add(index: number, more: number): void {
    this.counts[index]! += more
  }
}
