import { setImmediate } from 'node:timers/promises'
import { type Clock, ClockStoppedError, LAST_INSTANT_MS, type Moved } from './clock.ts'

/**
 * A clock that stands still until somebody moves it. Before each step it waits for the code that runs, which takes no
 * time on this clock; then it goes to the next instant at which something is due.
 */
export class VirtualClock implements Clock {
  readonly kind = 'virtual'
  readonly startMs: number
  nowMs: number
  private readonly worlds: Moved[] = []
  /** The moves that were asked for, one after the other. */
  private moves: Promise<void> = Promise.resolve()
  private isStopped = false

  /**
   * @param startMs the instant of its time 0, in milliseconds since 1970
   * @param nowMs where it stands at first, in milliseconds from there
   */
  constructor(startMs: number, nowMs = 0) {
    this.startMs = startMs
    this.nowMs = nowMs
  }

  add(world: Moved): void {
    this.worlds.push(world)
    world.advance(this.nowMs)
  }

  enter<Result>(world: Moved, happening: () => Result): Result {
    try {
      return happening()
    } finally {
      world.advance(this.nowMs)
    }
  }

  advance(byMs: number): Promise<void> {
    if (!(byMs >= 0 && byMs < Number.POSITIVE_INFINITY))
      return Promise.reject(new RangeError(`expected a time of 0 ms or more, got ${byMs}`))
    return this.queue(() => {
      const untilMs = this.nowMs + byMs
      if (this.startMs + untilMs > LAST_INSTANT_MS)
        throw new RangeError(`expected a time until ${new Date(LAST_INSTANT_MS).toISOString()}, got ${byMs} ms more`)
      return this.run(untilMs)
    })
  }

  settle(): Promise<void> {
    return this.queue(async () => {
      await this.idle()
      while (this.pending > 0 && this.nextDueMs < Number.POSITIVE_INFINITY) await this.run(this.nextDueMs)
    })
  }

  stop(): void {
    this.isStopped = true
  }

  private get pending(): number {
    return this.worlds.reduce((sum, { pending }) => sum + pending, 0)
  }

  private get nextDueMs(): number {
    return this.worlds.reduce((least, { nextDueMs }) => Math.min(least, nextDueMs), Number.POSITIVE_INFINITY)
  }

  private queue(move: () => Promise<void>): Promise<void> {
    const moved = this.moves.then(() => {
      this.refuseStopped()
      return move()
    })
    this.moves = moved.catch(() => {})
    return moved
  }

  private async run(untilMs: number): Promise<void> {
    await this.idle()
    while (this.nextDueMs <= untilMs) {
      this.nowMs = Math.max(this.nowMs, this.nextDueMs)
      for (const world of this.worlds) world.advance(this.nowMs)
      // Whoever was answered at this instant goes on at it.
      await setImmediate()
      this.refuseStopped()
      await this.idle()
    }
    this.nowMs = untilMs
    for (const world of this.worlds) world.advance(untilMs)
  }

  /** Until no code runs that takes no time. */
  private async idle(): Promise<void> {
    for (;;) {
      const running = this.worlds.flatMap((world) => world.running ?? [])
      if (running.length === 0) return
      await Promise.all(running)
      this.refuseStopped()
    }
  }

  private refuseStopped(): void {
    if (this.isStopped) throw new ClockStoppedError('the clock has stopped: nothing moves any more')
  }
}
