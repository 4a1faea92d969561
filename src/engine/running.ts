import { grown } from '../kernel/column.ts'

/** Attempts in progress of each function, beside each other: every attempt changes its function's. Calls are among them. */
export class Running {
  private counts = new Int32Array(64)
  private calls = new Int32Array(64)

  /** Makes room for a function. */
  grow(index: number): void {
    if (index < this.counts.length) return
    this.counts = grown(this.counts, index * 2)
    this.calls = grown(this.calls, index * 2)
  }

  of(index: number): number {
    return this.counts[index]!
  }

  add(index: number, more: number): void {
    this.counts[index]! += more
  }

  /** Those of synchronous calls. */
  callsOf(index: number): number {
    return this.calls[index]!
  }

  addCalls(index: number, more: number): void {
    this.calls[index]! += more
  }
}
