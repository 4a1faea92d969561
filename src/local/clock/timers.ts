/** Real time, as a clock sees it; a test brings its own. */
export interface Timers {
  /** Milliseconds that only ever go forward: a machine's clock may be set, this one is not. */
  nowMs(): number
  /** Calls back after a while, once. */
  set(delayMs: number, action: () => void): unknown
  clear(timer: unknown): void
}

export const SYSTEM_TIMERS: Timers = {
  nowMs: () => performance.now(),
  set: (delayMs, action) => setTimeout(action, delayMs),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
}
