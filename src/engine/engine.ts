import { FUNCTION_ERROR, OUTCOMES, SUCCEEDED, SYSTEM_ERROR, TIMED_OUT } from '../rules/outcome.ts'
import type { AllocationUse } from './allocation.ts'
import { Continuation } from './continuation.ts'
import type { Delivery } from './delivery.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Original } from './event-state.ts'
import type { EngineView } from './ports.ts'
import { PURPOSE } from './purpose.ts'
import type { FunctionState } from './target.ts'

/** How an attempt of real code can end. */
const SETTLED = [SUCCEEDED, FUNCTION_ERROR, TIMED_OUT, SYSTEM_ERROR]

/**
 * Lambda's asynchronous invocation in motion: takes events, dispatches them, retries, ages and ends them as the rules
 * decide. Synchronous, without a clock of its own: a driver moves it with `advance`.
 *
 * At one instant, changes of settings come first, then ends of attempts, those of calls before those of events, then
 * dispatches that are due, all in order of acceptance; what the driver accepts comes last. So virtual time, wall clock and page give the same trace.
 */
export class Engine extends Continuation implements EngineView {
  private readonly hasLatency: boolean
  /** Stops listening to the control plane: for an engine that is not used any more while the plane is. */
  readonly detach: () => void
  private untilMs = 0

  constructor(parts: EngineParts) {
    super(parts)
    this.hasLatency = this.choices.queueLatencyMs > 0
    this.detach = parts.controlPlane.onChange((name) => this.refresh(name))
    parts.invoker.attach?.(this)
    parts.deliverer?.attach?.(this)
    parts.observer?.attach(this)
  }

  /** Most attempts at one moment of functions that share the account's unreserved concurrency. */
  get maxUnreservedRunning(): number {
    return this.settings.shared.maxRunning
  }

  /** Attempts in progress of functions that share the account's unreserved concurrency. */
  get unreservedRunning(): number {
    return this.settings.shared.running
  }

  /** Idle provisioned environments of those functions. */
  get unreservedKept(): number {
    return this.settings.shared.kept
  }

  /**
   * Time that the environments of a function have lived in all, in use or idle, until the present or a later moment: over
   * the length of the run their mean number.
   */
  environmentMs(state: FunctionState, untilMs: number): number {
    return this.environments.livedMs(state, untilMs)
  }

  /** Counts environments, and the time that they live, from the present moment on: what was before is forgotten. */
  countEnvironments(): void {
    for (const state of this.functions) {
      this.environments.count(state)
      this.provisioning.count(state)
    }
  }

  /** What came of the provisioned environments of a function until then, or until their last use where that was later. */
  provisionedUse(state: FunctionState, untilMs: number): AllocationUse {
    return this.provisioning.use(state, untilMs)
  }

  requestId(event: number): string {
    return this.belongings.requestId(event)
  }

  requestPayload(event: number): Uint8Array {
    return this.belongings.requestPayload(event)
  }

  /** Sets the payload of a target's events that bring none of their own. */
  setPayload(target: number, payload: Uint8Array): void {
    this.targets[target]!.payload = payload
  }

  /**
   * Accepts an event at the present instant and returns its number. Everything due until now must have run (`advance`).
   * Acceptance looks at nothing but the target's existence, which is the driver's to check: recorded, an event for a
   * function without free concurrency is accepted as well.
   *
   * @param payload JSON text; default: the target's payload, `{}`
   * @param sender number of the event or call whose attempt, in progress, sends it: its chain of invocations goes on
   */
  accept(functionName: string, qualifier = '$LATEST', payload?: Uint8Array, sender?: number): number {
    const target = this.target(functionName, qualifier)
    // By its place among what the driver sent, and not among all events: what is born between changes no draw.
    this.draws.at(++this.sent, 0, PURPOSE.birth, 0)
    const event = this.admit(target, this.draws.word(), this.draws.word(), payload)
    if (sender !== undefined) this.belongings.chain(event, this.attempts.event(this.inProgress(sender)))
    return this.arrive(event)
  }

  /** Accepts an event of a named source; see `accept`. The name decides all its draws. */
  acceptNamed(target: number, name0: number, name1: number): number {
    return this.arrive(this.admit(target, name0, name1))
  }

  /**
   * Delivers an event that came through `accept` once more, at the present instant, whether or not it has ended. The copy
   * is an event of its own with the same request id and payload. See `accept`.
   *
   * @param place which of its copies this is, from 1
   * @returns the copy's number
   */
  acceptCopy(original: Original, place: number): number {
    this.deliveries.copy(original, place)
    return this.accepted
  }

  /**
   * Calls a function synchronously at the present instant: it runs at once, or is refused at once. Everything due until
   * now must have run (`advance`). What becomes of it is told to the observer of calls.
   *
   * @param payload JSON text; default: the target's payload, `{}`
   * @returns the call's number, −1 for the first, −2 for the next: below 0, where events are above
   */
  call(functionName: string, qualifier = '$LATEST', payload?: Uint8Array): number {
    return this.calls.make(this.targets[this.callTarget(functionName, qualifier)]!, payload)
  }

  /** Makes a call of a named source; see `call`. The name decides all its draws. @param target of `callTarget` */
  callNamed(target: number, name0: number, name1: number, payload?: Uint8Array): number {
    return this.calls.makeNamed(this.targets[target]!, name0, name1, payload)
  }

  /**
   * Tells how an attempt of real code ended, at the present instant: one of `OUTCOMES`. One that has not been told of by
   * the function's timeout (or the invoker's patience) ends then, as a timeout.
   *
   * @param durationMs how long the handler ran, its cold start apart; default: the time since the attempt's start
   */
  settle(number: number, outcome: number, response?: Uint8Array, durationMs?: number): void {
    const attempt = this.inProgress(number)
    if (!SETTLED.includes(outcome)) {
      const expected = SETTLED.map((code) => OUTCOMES[code]).join(', ')
      throw new RangeError(`expected one of ${expected} as outcome, got ${OUTCOMES[outcome] ?? outcome}`)
    }
    this.open.delete(number)
    if (!this.endless.delete(attempt)) this.ends.remove(attempt)
    const { attempts } = this
    const elapsedMs = this.nowMs - attempts.startedMs(attempt)
    attempts.cut(attempt, durationMs ?? elapsedMs - attempts.initMs(attempt), outcome)
    // A system error brings no response: what the code answered before stays.
    if (outcome !== SYSTEM_ERROR) this.belongings.keepResponse(attempts.event(attempt), response)
    this.end(attempt)
  }

  /** Tells whether a target took a delivery that the deliverer was to tell of later, at the present instant. */
  settleDelivery(delivery: Delivery, isTaken: boolean): void {
    this.deliveries.settle(delivery, isTaken)
  }

  /** When something is due next, or Infinity. */
  nextDueMs(): number {
    return Math.min(this.agenda.minMs, this.ends.minMs, this.waits.waiting.minMs)
  }

  /**
   * Plans an action at an instant, the present one at the earliest: it runs before the attempts that end and the events
   * that are due then, after actions that were planned for the same instant before.
   */
  plan(atMs: number, action: () => void): void {
    if (!(atMs >= this.nowMs)) throw new RangeError(`expected a time of ${this.nowMs} ms or later, got ${atMs}`)
    this.agenda.plan(atMs, action)
  }

  /** Runs all that is due until then, and moves the clock there (with Infinity: to the last of it). */
  advance(untilMs: number): void {
    this.untilMs = untilMs
    if (this.isHalted) this.pass(untilMs)
    else this.runDue()
  }

  /**
   * Runs all that is due before then, and moves the clock there. What ends or changes at that instant can now be told
   * (`settle`, the control plane) before what is due at it: so real code and a model give the same trace.
   */
  approach(untilMs: number): void {
    while (!this.isHalted && this.nextDueMs() < untilMs) this.advance(this.nextDueMs())
    this.pass(untilMs)
  }

  private pass(untilMs: number): void {
    if (untilMs > this.nowMs && untilMs !== Number.POSITIVE_INFINITY) this.nowMs = untilMs
  }

  /** Runs all that is due until `untilMs`, which is a field so that it is not boxed for every call. */
  private runDue(): void {
    const { untilMs } = this
    const { agenda, ends, events } = this
    const { waiting } = this.waits
    for (;;) {
      const endMs = ends.minMs
      const dueMs = waiting.minMs
      const nextMs = Math.min(endMs, dueMs)
      if (agenda.size > 0 && agenda.minMs <= nextMs) {
        if (agenda.minMs > untilMs) break
        this.nowMs = agenda.minMs
        agenda.shift()()
        continue
      }
      if (nextMs > untilMs || nextMs === Number.POSITIVE_INFINITY) break
      this.nowMs = nextMs
      if (endMs <= dueMs) this.end(ends.pop())
      else {
        const event = waiting.pop(events)
        this.dispatch(event, events.target(event))
      }
    }
    if (untilMs > this.nowMs && untilMs !== Number.POSITIVE_INFINITY) this.nowMs = untilMs
  }

  /** The attempt of an event or call, by its number. */
  private inProgress(number: number): number {
    const attempt = this.open.get(number)
    if (attempt === undefined) throw new RangeError(`event ${number} has no attempt in progress`)
    return attempt
  }

  /** Dispatches an event from outside, or lets it wait for the queue's latency. */
  private arrive(event: number): number {
    const number = this.accepted
    const duplicates = this.chance.isDuplicated(event)
    if (duplicates) this.deliveries.duplicate(event)
    if (this.hasLatency || duplicates) this.enter(event)
    else this.dispatch(event, this.events.target(event))
    return number
  }

  /** Takes over a change of the control plane, at the present instant: the driver has moved the clock there first. */
  private refresh(name: string): void {
    const before = this.isFifo ? this.queues.pools() : undefined
    for (const { target, config } of this.settings.refresh(name)) {
      const { configPropagation } = this.choices
      const delayMs = configPropagation === 'atAcceptance' ? 0 : configPropagation
      if (delayMs === 0) this.settings.apply(target, config)
      else this.agenda.plan(this.nowMs + delayMs, () => this.settings.apply(target, config))
    }
    if (before) this.queues.requeue(before)
  }
}
