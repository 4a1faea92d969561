import { grown } from '../kernel/column.ts'

/** Sums over an event's dispatches that the engine does not keep, by slot. */
export class EventTally {
  private capacity = 64
  private columns = columnsOf(this.capacity)

  /** Forgets what the slot's former event left. */
  begin(slot: number): void {
    while (slot >= this.capacity) this.grow()
    const { throttles, systemErrors, coldStarts, runMs, firstStartMs } = this.columns
    throttles[slot] = 0
    systemErrors[slot] = 0
    coldStarts[slot] = 0
    runMs[slot] = 0
    firstStartMs[slot] = Number.NaN
  }

  countThrottle(slot: number): void {
    this.columns.throttles[slot]! += 1
  }

  countSystemError(slot: number): void {
    this.columns.systemErrors[slot]! += 1
  }

  countStart(slot: number, nowMs: number, isCold: boolean): void {
    const { coldStarts, firstStartMs } = this.columns
    if (isCold) coldStarts[slot]! += 1
    if (Number.isNaN(firstStartMs[slot])) firstStartMs[slot] = nowMs
  }

  addRun(slot: number, ms: number): void {
    this.columns.runMs[slot]! += ms
  }

  /** What has come together for the event. */
  of(slot: number) {
    const { throttles, systemErrors, coldStarts, runMs, firstStartMs } = this.columns
    const startMs = firstStartMs[slot]!
    return {
      firstStartMs: Number.isNaN(startMs) ? null : startMs,
      throttles: throttles[slot]!,
      systemErrors: systemErrors[slot]!,
      coldStarts: coldStarts[slot]!,
      runMs: runMs[slot]!,
    }
  }

  private grow(): void {
    this.capacity *= 2
    const { throttles, systemErrors, coldStarts, runMs, firstStartMs } = this.columns
    this.columns = {
      throttles: grown(throttles, this.capacity),
      systemErrors: grown(systemErrors, this.capacity),
      coldStarts: grown(coldStarts, this.capacity),
      runMs: grown(runMs, this.capacity),
      firstStartMs: grown(firstStartMs, this.capacity),
    }
  }
}

function columnsOf(capacity: number) {
  return {
    throttles: new Uint16Array(capacity),
    systemErrors: new Uint16Array(capacity),
    coldStarts: new Uint16Array(capacity),
    runMs: new Float64Array(capacity),
    /** NaN before the first attempt. */
    firstStartMs: new Float64Array(capacity),
  }
}
