import type { Attempt } from './attempt.ts'
import { activeIo, realNowMs } from './real-time.ts'

/** Real time without a change of the process's input and output after which code with a timer is taken to wait for it. */
const GRACE_MS = 100

/** What is known of the input and output of an attempt's code. */
interface Io {
  /** Resources of the process that are none of its own. */
  others: number
  /** Resources of the process when they were counted last, and when that changed. */
  count: number
  changedRealMs: number
}

/**
 * The handlers that run, and which of them go on by themselves in real time. One that has a timer on the harness's clock
 * waits for that, once it has no immediate, and no input or output seems to be in progress.
 */
export class RunningCode {
  /** Input and output in progress before the handlers begin that are added now. */
  io = 0
  private readonly running = new Map<Attempt, Io>()

  get size(): number {
    return this.running.size
  }

  add(attempt: Attempt): void {
    this.running.set(attempt, { others: this.io, count: this.io, changedRealMs: 0 })
  }

  remove(attempt: Attempt): void {
    this.running.delete(attempt)
  }

  /** Whether any of them is about to do something in real time. */
  get isBusy(): boolean {
    let count: number | undefined
    for (const [{ clock }, io] of this.running) {
      if (!clock.isAwaited || clock.immediates > 0) return true
      count ??= activeIo()
      if (seemsToDoIo(io, count)) return true
    }
    return false
  }

  /** One that has done nothing for so long, in real time, and has no timer to wait for; undefined for none. */
  hanging(limitMs: number): Attempt | undefined {
    const nowMs = realNowMs()
    for (const attempt of this.running.keys()) {
      const { isAwaited, immediates } = attempt.clock
      if ((!isAwaited || immediates > 0) && nowMs - attempt.resumedRealMs > limitMs) return attempt
    }
    return undefined
  }
}

/** The process does not say whose its resources are: what there is more than before the attempt may be its own. */
function seemsToDoIo(io: Io, count: number): boolean {
  io.others = Math.min(io.others, count)
  if (count !== io.count) {
    io.count = count
    io.changedRealMs = realNowMs()
  }
  return count > io.others && realNowMs() - io.changedRealMs < GRACE_MS
}
