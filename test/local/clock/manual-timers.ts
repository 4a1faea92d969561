import { setImmediate } from 'node:timers/promises'
import type { Timers } from '../../../src/local/clock/timers.ts'

/** Timers that fire when somebody moves them on. */
export class ManualTimers implements Timers {
  private now = 0
  private made = 0
  private readonly waiting = new Map<number, { readonly dueMs: number; readonly action: () => void }>()

  nowMs(): number {
    return this.now
  }

  set(delayMs: number, action: () => void): number {
    this.waiting.set(++this.made, { dueMs: this.now + delayMs, action })
    return this.made
  }

  clear(timer: unknown): void {
    this.waiting.delete(timer as number)
  }

  /** Timers that are set. */
  get size(): number {
    return this.waiting.size
  }

  /** Lets every timer fire that is due until then, and what awaits them go on. */
  async advance(untilMs: number): Promise<void> {
    for (;;) {
      const [next] = [...this.waiting].sort(([, a], [, b]) => a.dueMs - b.dueMs)
      if (!next || next[1].dueMs > untilMs) break
      this.waiting.delete(next[0])
      this.now = Math.max(this.now, next[1].dueMs)
      next[1].action()
      await setImmediate()
    }
    this.now = untilMs
  }

  /** Time passes, and no timer fires: the process was busy, or asleep. */
  oversleep(untilMs: number): void {
    this.now = untilMs
  }
}
