import { activeIo, realNowMs } from '../time/real-time.ts'
import type { Attempt } from './attempt.ts'

/** Real time without a change of the process's input and output after which work that it does not show is taken to be over. */
const GRACE_MS = 100

/** Most that counts between two looks: where the whole process stood still, its input and output did too. */
const LONGEST_LOOK_MS = 5

/** What is known of the input and output of an attempt's code. */
interface Watch {
  /** Resources of the process that are none of its own. */
  others: number
  /** Resources of the process when they were counted last, and when that was. */
  count: number
  lookedRealMs: number
  /** Real time since its code began or a timer of it rang, and for which the count has been what it is. */
  waitedRealMs: number
  stillRealMs: number
}

/** What handlers do. */
export interface Look {
  /** Whether any of them is about to do something in real time. */
  readonly isBusy: boolean
  /** Those that have been busy for too long, without a timer to wait for. */
  readonly hanging: readonly Attempt[]
}

/**
 * The handlers that run, and which of them go on by themselves in real time. The process does not say whose its sockets and
 * requests are: what there is more than before a handler began may be its own.
 */
export class RunningCode {
  /** Input and output in progress before the handlers begin that are added now. */
  io = 0
  private readonly running = new Map<Attempt, Watch>()
  /** Functions of which code was left in its midst, with timers that will never ring: what waits for it waits in vain. */
  private readonly left = new Set<string>()

  get size(): number {
    return this.running.size
  }

  add(attempt: Attempt): void {
    const { io } = this
    this.running.set(attempt, { others: io, count: io, lookedRealMs: realNowMs(), waitedRealMs: 0, stillRealMs: 0 })
  }

  /** One of its timers rings. */
  resume(attempt: Attempt): void {
    const watch = this.running.get(attempt)
    if (watch) watch.waitedRealMs = watch.stillRealMs = 0
  }

  remove(attempt: Attempt): void {
    this.running.delete(attempt)
  }

  /** It was ended in its midst. */
  leave({ parts }: Attempt): void {
    this.left.add(parts.context.functionName)
  }

  /**
   * Looks at all of them.
   *
   * @param dueMs when something happens next on the harness's clock
   * @param limitMs how long they may be busy in real time
   */
  look(dueMs: number, limitMs: number): Look {
    const [count, nowMs] = [activeIo(), realNowMs()]
    const hanging: Attempt[] = []
    let isBusy = false
    for (const [attempt, watch] of this.running) {
      note(watch, count, nowMs)
      const isTooLong = watch.waitedRealMs > limitMs
      if (!this.isBusy(attempt, watch, dueMs, isTooLong)) continue
      isBusy = true
      if (isTooLong) hanging.push(attempt)
    }
    return { isBusy, hanging }
  }

  private isBusy({ clock, parts }: Attempt, watch: Watch, dueMs: number, isTooLong: boolean): boolean {
    if (clock.immediates > 0) return true
    const hasIo = watch.count > watch.others
    if (clock.hasTimer) {
      if (!hasIo) return false
      // Nobody answers, or what is open is kept open: from now on it is nothing to wait for.
      if (isTooLong) watch.others = watch.count
      return !isTooLong
    }
    if (hasIo) return true
    // Without a timer it waits for what others do, if there is anything to come before its timeout; else it hangs.
    const { startedMs, timeoutMs, context } = parts
    if (dueMs >= startedMs + timeoutMs && !this.left.has(context.functionName)) return true
    return clock.work.size > 0 && watch.stillRealMs < GRACE_MS
  }
}

/** Takes note of a count. */
function note(watch: Watch, count: number, nowMs: number): void {
  const sinceMs = Math.min(nowMs - watch.lookedRealMs, LONGEST_LOOK_MS)
  watch.waitedRealMs += sinceMs
  watch.stillRealMs = count === watch.count ? watch.stillRealMs + sinceMs : 0
  watch.others = Math.min(watch.others, count)
  watch.count = count
  watch.lookedRealMs = nowMs
}
