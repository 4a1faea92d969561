import type { Shortlist } from '../kernel/shortlist.ts'
import type { VersionState } from './target.ts'

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
  /** The planned moment at which more are ready; undefined where none is planned. */
  growth: number | undefined = undefined
  /** Under `fifo`: events of the version that wait for concurrency, and those that wait for an environment. */
  queued: Shortlist | undefined = undefined
  held: Shortlist | undefined = undefined
  private readonly version: VersionState
  private sinceMs = 0
  private ms = 0
  private mbMs = 0

  constructor(version: VersionState) {
    this.version = version
  }

  /** Environments that keep concurrency for their next attempt. */
  get idle(): number {
    return Math.max(0, this.size - this.running)
  }

  resize(size: number, nowMs: number): void {
    this.settle(nowMs)
    this.size = size
  }

  /** Counts the time that environments are there from the present moment on: what was before is forgotten. */
  count(nowMs: number): void {
    this.sinceMs = nowMs
    this.ms = 0
    this.mbMs = 0
  }

  /** Time that environments were there in all until the present or a later moment, and the same times their memory in MB. */
  usedUntil(untilMs: number): { readonly ms: number; readonly mbMs: number } {
    const ms = this.size * (untilMs - this.sinceMs)
    return { ms: this.ms + ms, mbMs: this.mbMs + ms * this.version.memoryMb }
  }

  private settle(nowMs: number): void {
    const { ms, mbMs } = this.usedUntil(nowMs)
    this.ms = ms
    this.mbMs = mbMs
    this.sinceMs = nowMs
  }
}
