import { AsyncLocalStorage } from 'node:async_hooks'
import type { Alarms } from './alarms.ts'
import { VirtualTimeout } from './virtual-timeout.ts'

/** The clock of a harness, as the code of its functions sees it. */
export interface HarnessTime {
  /** Milliseconds since the harness's start. */
  readonly elapsedMs: number
  /** The instant of that start, in milliseconds since 1970. */
  readonly startMs: number
  readonly alarms: Alarms
}

/** Code that is told of its timers. */
export interface TimedCode {
  /** Number of the event that it runs for; of a call below 0. */
  readonly event: number
  /** A timer of it fires: it goes on. */
  resume(): void
  /** A timer's callback threw: nobody can catch that. */
  fail(error: unknown): void
}

/** Longest delay of a timer: with a longer one Node.js does not wait at all. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

const present = new AsyncLocalStorage<AttemptClock>()

/** The clock of the attempt that the calling code belongs to; undefined for code of no attempt. */
export function presentAttempt(): AttemptClock | undefined {
  return present.getStore()
}

/** The time of one attempt: what its code reads and what its timers go by. When the attempt is over they never fire. */
export class AttemptClock {
  readonly time: HarnessTime
  /** Pending calls of `setImmediate`: the code goes on at once, in real time. */
  immediates = 0
  /** Kinds of work in real time that its code has begun, by their names in Node.js. */
  readonly work = new Set<string>()
  /** Whose timers go by it. */
  readonly code: TimedCode
  private readonly pending = new Set<VirtualTimeout>()
  /** Whether the attempt's code has answered, or the attempt has ended. */
  isOver = false

  constructor(time: HarnessTime, code: TimedCode) {
    this.time = time
    this.code = code
  }

  /** Milliseconds since 1970. */
  get nowMs(): number {
    return this.time.startMs + this.time.elapsedMs
  }

  /** Whether its code has a timer to wait for. */
  get hasTimer(): boolean {
    return this.pending.size > 0
  }

  /** Runs code as the attempt's. */
  run<Result>(code: () => Result): Result {
    return present.run(this, code)
  }

  setTimer(callback: () => void, delay: unknown, repeats: boolean): VirtualTimeout {
    const delayMs = Number(delay)
    const isValid = delayMs >= 1 && delayMs <= LONGEST_DELAY_MS
    return new VirtualTimeout(this, AsyncLocalStorage.bind(callback), isValid ? Math.trunc(delayMs) : 1, repeats)
  }

  /** Starts a timer, again where it runs. @returns what `cancel` takes; undefined where the attempt is over */
  schedule(timeout: VirtualTimeout, delayMs: number, ring: () => void): number | undefined {
    if (this.isOver) return undefined
    this.pending.add(timeout)
    return this.time.alarms.set(this.time.elapsedMs + delayMs, this, ring)
  }

  unschedule(timeout: VirtualTimeout, alarm: number | undefined): void {
    this.pending.delete(timeout)
    if (alarm !== undefined) this.time.alarms.cancel(alarm)
  }

  /** Whether the attempt has ended, and the calling code is none of it. */
  get isLeft(): boolean {
    return this.isOver && present.getStore() !== this
  }

  /** The attempt's code has answered, or the attempt has ended: its timers never ring. */
  end(): void {
    this.isOver = true
    for (const timeout of [...this.pending]) timeout.close()
  }
}
