import { thrownError } from '../../rules/error-object.ts'
import { type AttemptFault, type Cut, faultCode } from '../faults/fault-code.ts'
import { AttemptClock, type HarnessTime, type TimedCode } from '../time/attempt-clock.ts'
import { type Answer, answerOf, answerOfFault, platformFailure } from './answer.ts'
import { type ContextFacts, type Handler, runHandler } from './handler.ts'

/** What an attempt is made of. */
export interface AttemptParts {
  /** Number of the event; of a call below 0. */
  readonly event: number
  /** From 1: the dispatches of the event so far that ran. */
  readonly attempt: number
  readonly startedMs: number
  readonly timeoutMs: number
  /** What it takes at least. */
  readonly leastMs: number
  /** JSON text. */
  readonly payload: Uint8Array
  readonly context: Omit<ContextFacts, 'getRemainingTimeInMillis'>
  /** Undefined where the function has none. */
  readonly load: (() => Handler) | undefined
  readonly fault: AttemptFault | undefined
  readonly cut: Cut | undefined
}

/** Who is told of the steps of an attempt. */
export interface AttemptListener {
  /** Its handler has begun. */
  running(attempt: Attempt): void
  /** Its handler goes on: a timer of it rings. */
  resumed(attempt: Attempt): void
  /** Its handler was ended in its midst, while it had a timer to wait for. */
  left(attempt: Attempt): void
  /** Its handler does not run any more. */
  resting(attempt: Attempt): void
  /** Its end is there, at the present instant. */
  answered(attempt: Attempt): void
}

/** Faults with which the handler is not run. */
const WITHOUT_EFFECT: readonly string[] = ['error', 'timeout', 'crash', 'systemError']

/** Faults that end the runtime's process. */
const CRASHES: readonly (string | undefined)[] = ['crash', 'crashAfterEffect']

const decoder = new TextDecoder()

/** One run of a handler, in virtual time. */
export class Attempt implements TimedCode {
  readonly parts: AttemptParts
  readonly clock: AttemptClock
  /** How it ended; undefined while it runs, and where it ran into its timeout. */
  answer: Answer | undefined
  private readonly time: HarnessTime
  private readonly listener: AttemptListener
  /** Whether it was ended in its midst. */
  wasCut = false
  private cutAlarm: number | undefined
  private hasThrown = false
  private isOver = false

  constructor(parts: AttemptParts, time: HarnessTime, listener: AttemptListener) {
    this.parts = parts
    this.time = time
    this.listener = listener
    this.clock = new AttemptClock(time, this)
  }

  get event(): number {
    return this.parts.event
  }

  begin(): void {
    const { parts, clock } = this
    const { load, fault, cut } = parts
    if (this.isOver) return
    if (fault && WITHOUT_EFFECT.includes(fault.kind)) return this.answerWith(this.answerTo(fault))
    if (!load) return this.answerWith(platformFailure(noHandler(parts.context.functionName)))
    this.listener.running(this)
    const endMs = parts.startedMs + parts.timeoutMs
    const facts = { ...parts.context, getRemainingTimeInMillis: () => Math.max(0, endMs - this.time.elapsedMs) }
    const event = JSON.parse(decoder.decode(parts.payload))
    clock.run(() =>
      runHandler(load, event, facts, (end) => this.answerWith(fault ? this.answerTo(fault) : answerOf(end))),
    )
    // One of the clock's alarms: it lets timers of the same instant that were set before it ring first, and no other one.
    if (cut && !this.answer && !this.isOver)
      this.cutAlarm = this.time.alarms.set(parts.startedMs + cut.afterMs, clock, () => this.endInMidst())
  }

  /** Its code goes on now. */
  resume(): void {
    this.listener.resumed(this)
  }

  /** Its code threw where nobody could catch it: that ends the attempt. */
  fail(error: unknown): void {
    this.hasThrown = true
    this.answerWith(answerOf({ kind: 'threw', error }))
  }

  /** Whether its runtime's process ends with it, its timeout apart: what is in memory is lost. */
  get hasCrashed(): boolean {
    return this.wasCut || this.hasThrown || CRASHES.includes(this.parts.fault?.kind)
  }

  /** It has ended, or nobody waits for its code any more: what that does later is of no account. */
  close(): void {
    this.isOver = true
    if (this.cutAlarm !== undefined) this.time.alarms.cancel(this.cutAlarm)
    if (this.clock.hasTimer) this.listener.left(this)
    this.clock.end()
    this.listener.resting(this)
  }

  /** Its process ends: nothing of its code goes on. */
  private endInMidst(): void {
    if (this.isOver || this.answer) return
    this.wasCut = true
    this.answer = answerOfFault('crash', this.parts.context.awsRequestId, '')
    this.listener.answered(this)
  }

  private answerTo(fault: AttemptFault): Answer | undefined {
    return answerOfFault(
      fault.kind,
      this.parts.context.awsRequestId,
      fault.message ?? `injected by ${faultCode(fault)}`,
    )
  }

  /** @param answer undefined: nobody answers, it runs into its timeout */
  private answerWith(answer: Answer | undefined): void {
    if (this.isOver || this.answer) return
    const { startedMs, leastMs, timeoutMs } = this.parts
    this.listener.resting(this)
    this.clock.end()
    if (!answer) return this.close()
    const { elapsedMs, alarms } = this.time
    const endMs = Math.max(elapsedMs, startedMs + leastMs)
    // Only longer than the timeout is too long.
    if (endMs > startedMs + timeoutMs) return
    this.answer = answer
    if (endMs <= elapsedMs) this.listener.answered(this)
    else alarms.set(endMs, this, () => this.listener.answered(this))
  }
}

function noHandler(functionName: string): string {
  return thrownError('Runtime.HandlerNotFound', `${functionName} has no handler: give it one with setHandler`)
}
