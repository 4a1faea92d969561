import type { Presence } from './roll.ts'

/** Real time without a worker after which it is said. */
const SAID_AFTER_MS = 3_000

/** Which workers an experiment has, and what there is to say about that. */
export class Attendance {
  /** Runs that all workers together can make at the same time. */
  threads = 0
  private readonly edition: string
  private readonly address: string
  private aloneSinceMs: number | undefined
  private isSaid = false

  /** @param address as it may be shown */
  constructor(edition: string, address: string) {
    this.edition = edition
    this.address = address
  }

  /** @returns something to be said, once */
  look(present: readonly Presence[], nowMs: number): string | undefined {
    const ours = present.filter(({ edition }) => edition === this.edition)
    this.threads = ours.reduce((sum, { threads = 0 }) => sum + threads, 0)
    if (ours.length > 0) {
      const wasSaid = this.isSaid
      this.aloneSinceMs = undefined
      this.isSaid = false
      return wasSaid ? `workers that are there now: ${ours.length}` : undefined
    }
    this.aloneSinceMs ??= nowMs
    if (this.isSaid || nowMs - this.aloneSinceMs < SAID_AFTER_MS) return undefined
    this.isSaid = true
    const others = [...new Set(present.map(({ edition }) => edition))]
    const reason =
      others.length > 0
        ? `expected workers of asyncinvoke ${this.edition}, got those of ${others.join(', ')}`
        : 'no worker is there'
    return `${reason}; waiting for one: asyncinvoke worker --redis ${this.address}`
  }
}
