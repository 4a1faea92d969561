import type { Engine } from '../../engine/engine.ts'
import { formatDuration } from '../../notation/duration.ts'
import type { Attempt } from '../handlers/attempt.ts'
import type { Attempts } from '../handlers/attempts.ts'
import { HarnessError } from '../harness/harness-error.ts'
import type { HarnessTime } from './attempt-clock.ts'
import { nap, turn } from './real-time.ts'
import { watchWork } from './real-work.ts'

/** Turns of the event loop after which the wait for code is long enough to let the processor rest. */
const QUICK_TURNS = 200

/** Looks at what has ended after which the event loop gets a turn, though no code waits for it: the process lives on. */
const LOOKS_PER_TURN = 100

/** Most rounds of attempts at one instant, within one verb: each begins what the one before has led to. */
const MOST_ROUNDS = 20_000

/** The last rounds of these, whose functions are named. */
const NAMED_ROUNDS = 100

const REAL_TIMER =
  'A timer in real time was set for it: was its setTimeout taken out before asyncinvoke/testing was imported? '

/** Moves the clock of a harness: from instant to instant, and at each until no code goes on by itself. */
export class ClockDrive {
  private readonly engine: Engine
  private readonly attempts: Attempts
  private readonly time: HarnessTime
  private readonly realLimitMs: number
  private isStopped = false
  private isFollowed = false
  private looks = 0
  /** Rounds of the present verb at the present instant, and the functions of the last ones. */
  private rounds = 0
  private readonly names = new Set<string>()

  /** @param realLimitMs how long a handler may run in real time with nothing to wait for but input and output */
  constructor(engine: Engine, attempts: Attempts, time: HarnessTime, realLimitMs: number) {
    this.engine = engine
    this.attempts = attempts
    this.time = time
    this.realLimitMs = realLimitMs
    watchWork()
  }

  /** When something is due next: the present instant where code waits to begin or has ended; Infinity for never. */
  get nextMs(): number {
    if (this.attempts.isDue) return this.engine.nowMs
    return Math.min(this.engine.nextDueMs(), this.time.alarms.nextMs)
  }

  /**
   * Goes there, or to the instant at which `isDone` says so: it is asked at once, and when nothing more is due at an instant.
   */
  async go(untilMs: number, isDone: () => boolean = () => false): Promise<void> {
    if (isDone()) return
    await this.rest(false)
    while (!isDone()) {
      const { nextMs } = this
      if (nextMs > untilMs || nextMs === Number.POSITIVE_INFINITY) break
      await this.visit(nextMs)
    }
    if (!isDone() && untilMs !== Number.POSITIVE_INFINITY) this.engine.advance(untilMs)
  }

  /** Lets happen what is due at the present instant. @param isFollowed by an event that handlers may wait for */
  async rest(isFollowed: boolean): Promise<void> {
    this.isFollowed = isFollowed
    this.countRounds()
    await this.still()
    while (this.nextMs <= this.engine.nowMs) await this.visit(this.engine.nowMs)
  }

  /** Lets what is under way come to an error. */
  stop(): void {
    this.isStopped = true
  }

  /** Goes to an instant. What ends at it is told of before what is due at it. */
  private async visit(atMs: number): Promise<void> {
    if (atMs > this.engine.nowMs) this.countRounds()
    this.engine.approach(atMs)
    for (let due = this.time.alarms.take(atMs); due.length > 0; due = this.time.alarms.take(atMs)) {
      for (const ring of due) ring()
      await this.still()
    }
    this.engine.advance(atMs)
    await this.still()
  }

  /** Waits until no code goes on by itself, and tells the engine what has ended. */
  private async still(): Promise<void> {
    do {
      this.begin()
      if (++this.looks % LOOKS_PER_TURN === 0) {
        await turn()
        this.refuseStopped()
      }
      await this.quiet()
    } while (this.attempts.settle() || this.attempts.isDue)
  }

  private begin(): void {
    const begun = this.attempts.begin()
    if (begun.length === 0 || ++this.rounds <= MOST_ROUNDS - NAMED_ROUNDS) return
    for (const { parts } of begun) this.names.add(parts.context.functionName)
    if (this.rounds > MOST_ROUNDS) throw this.goesOn()
  }

  private countRounds(): void {
    this.rounds = 0
    this.names.clear()
  }

  private refuseStopped(): void {
    if (this.isStopped) throw new HarnessError('the harness was stopped while it was waited for')
  }

  private async quiet(): Promise<void> {
    const { code } = this.attempts
    if (code.size === 0) return
    for (let turns = 0; ; turns++) {
      await (turns < QUICK_TURNS ? turn() : nap(1))
      this.refuseStopped()
      // Code may have sent events, whose handlers run beside it.
      this.begin()
      const nextMs = this.isFollowed ? this.engine.nowMs : this.nextMs
      const { isBusy, hanging } = code.look(nextMs, this.realLimitMs)
      if (!isBusy) return
      if (hanging.length === 0) continue
      // Others that began right after it hang as well: they are told together.
      await nap(this.realLimitMs / 10)
      const together = code.look(nextMs, this.realLimitMs).hanging
      if (together.length > 0) throw this.giveUp(together)
    }
  }

  private goesOn(): HarnessError {
    return new HarnessError(
      `${MOST_ROUNDS.toLocaleString('en')} rounds of attempts have led to further ones at one instant, ${this.engine.nowMs}ms, and no end of it is ` +
        `in sight. The last ones are of ${[...this.names].join(', ')}. Do they invoke each other, with recursiveLoop Allow?`,
    )
  }

  /** Waits no longer for handlers. */
  private giveUp(attempts: readonly Attempt[]): HarnessError {
    for (const each of attempts) each.close()
    const { attempt: number, context, event, timeoutMs } = attempts[0]!.parts
    const { work } = attempts[0]!.clock
    const whose = event > 0 ? `attempt ${number} of event ${event}` : 'a call'
    const more = attempts.length > 1 ? `, like ${attempts.length - 1} more attempts,` : ''
    return new HarnessError(
      `${context.functionName}: ${whose} (request id ${context.awsRequestId})${more} has not ended within ` +
        `${formatDuration(this.realLimitMs)} of real time and waits for no timer. It goes on to its timeout of ` +
        `${formatDuration(timeoutMs)}, and what its handler still answers is of no account. ` +
        `${work.has('Timeout') ? REAL_TIMER : ''}Does a promise never settle? ` +
        `Where the handler is only slow, give the harness a longer realLimit.`,
    )
  }
}
