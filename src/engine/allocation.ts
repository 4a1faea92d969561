import type { Shortlist } from '../kernel/shortlist.ts'
import type { VersionState } from './target.ts'

/** So many environments more from a planned moment on. */
export interface Growth {
  count: number
  /** What the agenda knows it by. */
  readonly entry: number
}

/** What came of provisioned environments. */
export interface AllocationUse {
  /** Time that they were there, in use or not. */
  readonly ms: number
  /** The same, times their memory in MB. */
  readonly mbMs: number
  /** Time that attempts were in them. */
  readonly busyMs: number
}

/**
 * The provisioned concurrency of a version: environments that are there whether they are used or not. All of them are
 * alike, so none has a slot in the table of attempts before it runs one.
 */
export class Allocation {
  /** What was asked for, ready or not. */
  requested = 0
  /** Environments that are ready, in use or idle. */
  size = 0
  /** Attempts in them: more than `size` for a while after it has shrunk. */
  running = 0
  /** What is to be ready later, in the order in which it was asked for: with `size`, all that was asked for. */
  readonly growths: Growth[] = []
  /** Under `fifo`: events of the version that wait for concurrency, and those that wait for an environment. */
  queued: Shortlist | undefined = undefined
  held: Shortlist | undefined = undefined
  private readonly version: VersionState
  private sinceMs = 0
  private ms = 0
  private mbMs = 0
  /** Time that environments were in use until the last change of how many are, and when that was. */
  private busyMs = 0
  private usedMs = 0

  constructor(version: VersionState) {
    this.version = version
  }

  /** Environments that keep concurrency for their next attempt. */
  get idle(): number {
    return Math.max(0, this.size - this.running)
  }

  resize(size: number, nowMs: number): void {
    this.settle(nowMs)
    this.settleUse(nowMs)
    this.size = size
  }

  /** So many more attempts run in them; below 0: so many fewer. */
  run(count: number, nowMs: number): void {
    this.settleUse(nowMs)
    this.running += count
  }

  /** Counts the time that environments are there from the present moment on: what was before is forgotten. */
  count(nowMs: number): void {
    this.sinceMs = nowMs
    this.ms = 0
    this.mbMs = 0
    this.busyMs = 0
    this.usedMs = nowMs
  }

  /**
   * What came of it until then, or until an attempt in it that began or ended last, or a change of its size, where that was
   * later.
   */
  useUntil(untilMs: number): AllocationUse {
    const endMs = Math.max(untilMs, this.usedMs, this.sinceMs)
    const ms = this.size * (endMs - this.sinceMs)
    const busyMs = this.busyMs + this.inUse * (endMs - this.usedMs)
    return { ms: this.ms + ms, mbMs: this.mbMs + ms * this.version.memoryMb, busyMs }
  }

  /** Environments in use. One that is not wanted any more is not counted: it is none of the allocation's. */
  private get inUse(): number {
    return Math.min(this.size, this.running)
  }

  private settle(nowMs: number): void {
    const ms = this.size * (nowMs - this.sinceMs)
    this.ms += ms
    this.mbMs += ms * this.version.memoryMb
    this.sinceMs = nowMs
  }

  private settleUse(nowMs: number): void {
    this.busyMs += this.inUse * (nowMs - this.usedMs)
    this.usedMs = nowMs
  }
}
