import type { AttemptClock } from '../time/attempt-clock.ts'
import { activeIo, realNowMs } from '../time/real-time.ts'
import type { Attempt } from './attempt.ts'

/** Real time without a change of the process's input and output after which code with a timer is taken to wait for it. */
const GRACE_MS = 100

/** Most that counts between two looks: where the whole process stood still, its input and output did too. */
const LONGEST_LOOK_MS = 5

/** What is known of the input and output of an attempt's code. */
interface Io {
  /** Resources of the process that are none of its own. */
  others: number
  /** Resources of the process when they were counted last, and when that was. */
  count: number
  countedRealMs: number
  /** Real time for which they have been counted to be so many. */
  unchangedRealMs: number
}

/**
 * The handlers that run, and which of them go on by themselves in real time. One that has a timer on the harness's clock
 * waits for that, once it has no immediate, and no input or output seems to be in progress. A timer that it set aside
 * (`unref`) counts only without any.
 */
export class RunningCode {
  /** Input and output in progress before the handlers begin that are added now. */
  io = 0
  private readonly running = new Map<Attempt, Io>()

  get size(): number {
    return this.running.size
  }

  add(attempt: Attempt): void {
    const { io } = this
    this.running.set(attempt, { others: io, count: io, countedRealMs: realNowMs(), unchangedRealMs: 0 })
  }

  remove(attempt: Attempt): void {
    this.running.delete(attempt)
  }

  /** Whether any of them is about to do something in real time. */
  get isBusy(): boolean {
    const io = new IoCount()
    return this.running.entries().some(([{ clock }, before]) => isBusy(clock, before, io))
  }

  /** Those that are busy for so long, in real time. */
  hanging(limitMs: number): Attempt[] {
    const [io, nowMs] = [new IoCount(), realNowMs()]
    return Array.from(this.running)
      .filter(([{ clock, resumedRealMs }, before]) => nowMs - resumedRealMs > limitMs && isBusy(clock, before, io))
      .map(([attempt]) => attempt)
  }
}

/** The process's input and output now, counted when somebody asks. */
class IoCount {
  private count: number | undefined

  get now(): number {
    this.count ??= activeIo()
    return this.count
  }
}

function isBusy({ awaited, immediates }: AttemptClock, io: Io, count: IoCount): boolean {
  if (awaited === 'nothing' || immediates > 0) return true
  const isChanging = changes(io, count.now)
  // The process does not say whose its resources are: what there is more than before the attempt may be its own.
  return io.count > io.others && (awaited === 'aside' || isChanging)
}

/** Takes note of a count. @returns whether it has changed within the grace */
function changes(io: Io, count: number): boolean {
  const nowMs = realNowMs()
  const sinceMs = Math.min(nowMs - io.countedRealMs, LONGEST_LOOK_MS)
  io.unchangedRealMs = count === io.count ? io.unchangedRealMs + sinceMs : 0
  io.others = Math.min(io.others, count)
  io.count = count
  io.countedRealMs = nowMs
  return io.unchangedRealMs < GRACE_MS
}
