/// <reference lib="esnext.disposable" preserve="true" />
import { showValue } from '../../notation/value-text.ts'
import { isTestedEvent, type TestedEvent } from '../events/tested-event.ts'
import { type Duration, durationOf, type FaultPlan } from '../faults/fault.ts'
import { refuseFaults } from '../faults/fault-check.ts'
import type { CallAnswer } from '../handlers/callers.ts'
import { type AttemptClock, presentAttempt } from '../time/attempt-clock.ts'
import { coverGlobals } from '../time/virtual-globals.ts'
import { Acceptance } from './acceptance.ts'
import { callSite } from './call-site.ts'
import { HarnessAccount } from './harness-account.ts'
import { HarnessError } from './harness-error.ts'
import type { HarnessOptions } from './harness-options.ts'
import { HarnessWorld } from './harness-world.ts'
import { eventBytes, payloadBytes } from './payload.ts'
import { optionsOf, Problems } from './problems.ts'
import { setupOf } from './setup.ts'

type Verb = 'invoke' | 'call' | 'settled' | 'advance' | 'step' | 'untilIdle'

export interface InvokeOptions {
  /** A version or an alias. Default: `$LATEST`. */
  readonly qualifier?: string | undefined
  /** What goes wrong with the event. Default: nothing. */
  readonly faults?: FaultPlan | undefined
}

/** @throws HarnessError for all that is wrong */
function worldOf(options: HarnessOptions): HarnessWorld {
  const problems = new Problems()
  const setup = setupOf(options, problems)
  problems.refuse('harness')
  const world = new HarnessWorld(setup, problems)
  problems.refuse('harness')
  return world
}

/** Makes a harness. @throws HarnessError that names everything that is wrong with the options */
export function harness(options: HarnessOptions = {}): Harness {
  return new Harness(options)
}

/**
 * An AWS account of a test's own: functions with real handlers, asynchronous invocation as Lambda does it, and a clock that
 * stands still until somebody moves it.
 */
export class Harness extends HarnessAccount {
  private readonly acceptance: Acceptance
  /** The verb before: verbs that are called beside each other come one after the other. */
  private last: Promise<unknown> = Promise.resolve()
  private isStopped = false

  constructor(options: HarnessOptions) {
    super(worldOf(options))
    this.acceptance = new Acceptance(this.world)
    coverGlobals()
  }

  /**
   * Sends an event now. What is due at the present instant happens first; the handler begins with the next verb that waits.
   * A handler may call it too: then the event is accepted at once, in the chain of invocations of the handler's event.
   *
   * @param name of the function, or `name:qualifier`
   * @param payload what JSON holds, or a Uint8Array of JSON text that is sent as it is. Default `{}`
   * @throws HarnessError for a function that is not there, a payload that JSON cannot hold, faults that cannot be, an attempt that is over;
   *   ServiceError in AWS's words for a qualifier that is not there and a payload that is too large
   */
  async invoke(name: string, payload?: unknown, options: InvokeOptions = {}): Promise<TestedEvent> {
    this.refuseStopped()
    const { qualifier, faults = [] } = optionsOf('invoke', options, ['qualifier', 'faults'])
    const bytes = eventBytes(payload)
    refuseFaults(faults, this.world.engine.choices.queueing === 'fifo')
    const accept = (sender?: number) =>
      this.acceptance.accept(this.acceptance.address(name, qualifier), bytes, faults, sender)
    const attempt = this.presentAttempt()
    if (attempt?.isOver)
      throw new HarnessError('invoke: the attempt that calls it is over: on Lambda nothing of it goes on')
    if (attempt) return accept(attempt.code.event)
    return this.verb('invoke', async () => {
      await this.world.drive.rest(true)
      return accept()
    })
  }

  /**
   * Invokes a function synchronously: time flies until it has answered.
   *
   * @throws as `invoke`; ServiceError with 429 where no concurrency is free
   */
  async call(name: string, payload?: unknown, options: Omit<InvokeOptions, 'faults'> = {}): Promise<CallAnswer> {
    const { qualifier } = optionsOf('call', options, ['qualifier'])
    const bytes = payloadBytes(payload)
    return this.verb('call', async () => {
      const { callers, drive, engine } = this.world
      await drive.rest(true)
      const [functionName, alias] = this.acceptance.address(name, qualifier)
      const call = engine.call(functionName, alias, bytes)
      await drive.go(Number.POSITIVE_INFINITY, () => callers.of(call) !== undefined)
      const end = callers.of(call)
      callers.forget(call)
      if (end === undefined)
        throw new HarnessError(`call: ${functionName} has not answered, and nothing is due any more`)
      if ('refusal' in end) throw end.refusal
      return end.answer
    })
  }

  /**
   * Lets time fly until events, their duplicates and their deliveries have come to their end.
   *
   * @returns what it was given: the event, or the list; several events as a list
   * @throws HarnessError for what is no event of this harness, and where an event is pending and nothing is due any more
   */
  settled(event: TestedEvent): Promise<TestedEvent>
  settled(events: readonly TestedEvent[]): Promise<readonly TestedEvent[]>
  settled<Events extends readonly TestedEvent[]>(...events: Events): Promise<Events>
  async settled(...given: readonly (TestedEvent | readonly TestedEvent[])[]): Promise<unknown> {
    const all = given.flat()
    this.refuseOthers(given.length === 0 ? [undefined] : all)
    return this.verb('settled', async () => {
      let rest = all
      await this.world.drive.go(Number.POSITIVE_INFINITY, () => {
        rest = rest.filter(({ number }) => !this.acceptance.isSettled(number))
        return rest.length === 0
      })
      if (rest.length > 0) throw this.stuck('settled', rest)
      return given.length === 1 ? given[0] : given
    })
  }

  /** Moves the clock on by a duration: what is due until then, and at its end, has happened. */
  async advance(by: Duration): Promise<void> {
    const byMs = durationOf('advance', by)
    return this.verb('advance', () => this.world.drive.go(this.elapsedMs + byMs))
  }

  /** Moves the clock to the next instant at which something is due. @returns false where nothing is */
  async step(): Promise<boolean> {
    return this.verb('step', async () => {
      const { drive } = this.world
      const { nextMs } = drive
      if (nextMs === Number.POSITIVE_INFINITY) return false
      await drive.go(nextMs)
      return true
    })
  }

  /** Lets time fly until every event has ended and nothing is due. */
  async untilIdle(): Promise<void> {
    return this.verb('untilIdle', async () => {
      await this.world.drive.go(Number.POSITIVE_INFINITY)
      if (this.pending > 0)
        throw this.stuck(
          'untilIdle',
          this.events.filter(({ condition }) => condition === undefined),
        )
    })
  }

  /** Ends the harness: handlers that run are left alone, their timers never fire. A verb that waits is rejected. */
  stop(): void {
    if (this.isStopped) return
    this.isStopped = true
    const { attempts, drive, engine } = this.world
    drive.stop()
    attempts.stop()
    engine.detach()
  }

  [Symbol.dispose](): void {
    this.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop()
  }

  /** One after the other. */
  private async verb<Result>(name: Verb, work: () => Promise<Result>): Promise<Result> {
    const fromItsCaller = callSite(this[name])
    this.refuseStopped()
    if (this.presentAttempt())
      throw new HarnessError(
        `${name}: a handler cannot wait for the time that waits for it; only invoke may be called there`,
      )
    const before = this.last
    const run = before.then(async () => {
      try {
        this.refuseStopped()
        return await work()
      } catch (error) {
        throw fromItsCaller(error)
      }
    })
    this.last = run.catch(() => {})
    return run
  }

  private refuseOthers(events: readonly unknown[]): void {
    const problems = new Problems()
    for (const [place, event] of events.entries()) {
      if (this.world.views.has(event)) continue
      const came = isTestedEvent(event) ? 'an event of another harness' : showValue(event)
      const which = events.length === 1 ? '' : `event ${place + 1} of ${events.length}`
      problems.add(
        which,
        `expected an event that this harness has accepted, as \`await lambda.invoke(…)\` gives it, got ${came}`,
      )
    }
    problems.refuse('settled')
  }

  /** The attempt of this harness that the calling code belongs to. */
  private presentAttempt(): AttemptClock | undefined {
    const attempt = presentAttempt()
    return attempt?.time === this.world.time ? attempt : undefined
  }

  private refuseStopped(): void {
    if (this.isStopped) throw new HarnessError('the harness was stopped')
  }

  private stuck(verb: string, events: readonly TestedEvent[]): HarnessError {
    const [first] = events
    const more = events.length > 1 ? ` and ${events.length - 1} more` : ''
    return new HarnessError(
      `${verb}: event ${first!.number} of ${first!.functionName}${more} can never end: it is pending, and nothing is due any more\n\n${first}`,
    )
  }
}
