import type { Clock, Moved } from './clock.ts'
import { SYSTEM_TIMERS, type Timers } from './timers.ts'

/** The longest that a timer can be set for. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Faster than this, dates end within months. */
const FASTEST = 1_000_000

export interface RealClockOptions {
  /** The instant of its time 0, in milliseconds since 1970. */
  readonly startMs: number
  /** Where it stands when it starts, in milliseconds from there. Default 0. */
  readonly nowMs?: number | undefined
  /** Simulated milliseconds a real one. Above 0, up to 1,000,000; default 1. */
  readonly speed?: number | undefined
  readonly timers?: Timers | undefined
  /** Is told of what a world throws when a timer moves it; the clock goes on. Default: the timer throws it. */
  readonly onFailure?: ((error: unknown) => void) | undefined
}

/**
 * A clock that moves by itself. It wakes when the next action is due, and moves each world to the due times of its
 * actions, however late the timer fired: so a trace is the same as in virtual time.
 */
export class RealClock implements Clock {
  readonly kind = 'real'
  readonly startMs: number
  private readonly speed: number
  private readonly timers: Timers
  private readonly onFailure: (error: unknown) => void
  private readonly zeroMs: number
  private readonly worlds: Moved[] = []
  private readonly waiting: (() => void)[] = []
  private timer: unknown
  private timerDueMs = Number.POSITIVE_INFINITY
  /** Where it stood when it was stopped. */
  private stoppedMs: number | undefined

  constructor({ startMs, nowMs = 0, speed = 1, timers = SYSTEM_TIMERS, onFailure = rethrow }: RealClockOptions) {
    if (!(speed > 0 && speed <= FASTEST))
      throw new RangeError(`speed: expected a number above 0, up to ${FASTEST}, got ${speed}`)
    this.startMs = startMs
    this.speed = speed
    this.timers = timers
    this.onFailure = onFailure
    this.zeroMs = timers.nowMs() - nowMs / speed
  }

  get nowMs(): number {
    if (this.stoppedMs !== undefined) return this.stoppedMs
    return (this.timers.nowMs() - this.zeroMs) * this.speed
  }

  add(world: Moved): void {
    this.worlds.push(world)
    this.move()
  }

  enter<Result>(world: Moved, happening: () => Result): Result {
    const { nowMs } = this
    world.approach(nowMs)
    try {
      return happening()
    } finally {
      world.advance(nowMs)
      this.rest()
    }
  }

  async advance(_byMs: number): Promise<void> {
    throw new RangeError('the clock is real: it moves by itself')
  }

  async settle(): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve)
        this.rest()
      })
      const running = this.worlds.flatMap((world) => world.running ?? [])
      if (running.length === 0) return
      await Promise.all(running)
    }
  }

  stop(): void {
    this.stoppedMs = this.nowMs
    this.timers.clear(this.timer)
  }

  private move(): void {
    const { nowMs } = this
    try {
      for (const world of this.worlds) this.moveOne(world, nowMs)
    } finally {
      this.rest()
    }
  }

  /** What goes wrong in one world keeps no other back. */
  private moveOne(world: Moved, nowMs: number): void {
    try {
      world.advance(nowMs)
    } catch (error) {
      this.onFailure(error)
    }
  }

  /** Sets the timer for what is due next, and tells those who wait for the end of everything. */
  private rest(): void {
    if (this.stoppedMs !== undefined) return
    if (this.waiting.length > 0 && this.worlds.every(({ pending }) => pending === 0))
      for (const resolve of this.waiting.splice(0)) resolve()
    const dueMs = this.worlds.reduce((least, { nextDueMs }) => Math.min(least, nextDueMs), Number.POSITIVE_INFINITY)
    if (dueMs === this.timerDueMs) return
    this.timers.clear(this.timer)
    this.timerDueMs = dueMs
    if (dueMs === Number.POSITIVE_INFINITY) return
    const delayMs = Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil((dueMs - this.nowMs) / this.speed)))
    this.timer = this.timers.set(delayMs, () => {
      this.timerDueMs = Number.POSITIVE_INFINITY
      this.move()
    })
  }
}

function rethrow(error: unknown): never {
  throw error
}
