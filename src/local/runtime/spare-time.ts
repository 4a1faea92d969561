import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

/** The event loop has time to spare where it was busy for no larger share of a while. */
const BUSY = 0.9
/** The shortest time that says something of the load. */
const WHILE_MS = 20
/** Nobody waits longer than that. */
const LONGEST_MS = 1_000

/** When the event loop has time to spare, and is not kept busy by a flood of requests. */
export class SpareTime {
  #seen = performance.eventLoopUtilization()
  #seenMs = performance.now()

  /** Resolves when the loop has time to spare: at once where it had since the last look, after a second at the latest. */
  async come(): Promise<void> {
    const untilMs = performance.now() + LONGEST_MS
    while (this.#isBusy()) {
      if (performance.now() > untilMs) return
      await sleep(WHILE_MS)
    }
  }

  /** Whether the loop was busy since the last look; one that is too short ago says nothing, and counts as busy. */
  #isBusy(): boolean {
    const nowMs = performance.now()
    if (nowMs - this.#seenMs < WHILE_MS) return true
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, this.#seen)
    this.#seen = now
    this.#seenMs = nowMs
    return utilization > BUSY
  }
}
