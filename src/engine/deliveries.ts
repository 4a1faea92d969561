import type { Agenda } from '../kernel/agenda.ts'
import type { Place } from '../rules/arn.ts'
import { RECURSIVE_INVOCATION, SUCCESS } from '../rules/condition.ts'
import { timeoutError } from '../rules/error-object.ts'
import { fittingForm, RECORD_BYTES_LIMITS, type RecordForm } from '../rules/invocation-record.ts'
import { TIMED_OUT } from '../rules/outcome.ts'
import { backoffDelayMs } from '../rules/retry.ts'
import { DEAD_LETTER, destinationSide, isDeadLettered, ON_FAILURE, ON_SUCCESS, SIDES } from '../rules/routing.ts'
import { type Target as DeliveryTarget, parseTarget } from '../rules/target.ts'
import type { Chains } from './chains.ts'
import { Delivery } from './delivery.ts'
import type { Dispatcher } from './dispatcher.ts'
import { EndedEvent } from './ended-event.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Deliverer, Observer } from './ports.ts'
import { PURPOSE } from './purpose.ts'
import { requestId } from './request-id.ts'
import type { Target } from './target.ts'

/** Records below this need no measuring: no target takes less than SNS's 262,144 bytes, and an envelope has under 4,096. */
const SURELY_FITTING_BYTES = 258_048

const utf8 = new TextEncoder()
const DEFAULT_PLACE: Place = { region: 'us-east-1', account: '123456789012' }

/** Which kind of birth names an event, beside the sides of a delivery. */
const DUPLICATE = SIDES.length

/** One record or dead letter on its way. */
interface Route {
  readonly fate: Fate
  readonly side: number
  readonly arn: string
}

/** What has become of all that one event left behind. */
interface Fate {
  readonly ended: EndedEvent
  /** Routes that are neither taken nor given up. */
  open: number
  taken: boolean
}

/** Sends what an event leaves behind at its end, and keeps the payloads until then. */
export class Deliveries {
  private readonly engine: Dispatcher
  private readonly place: Place
  private readonly deliverer: Deliverer | undefined
  private readonly observer: Observer | undefined
  private readonly responses: ((event: number, outcome: number) => Uint8Array | undefined) | undefined
  private readonly chains: Chains
  private readonly agenda: Agenda
  private readonly requestPayloads = new Map<number, Uint8Array>()
  private readonly responsePayloads = new Map<number, Uint8Array>()
  /** Names of the events that duplicates are copies of: they share the request id. */
  private readonly originals = new Map<number, readonly [number, number]>()
  private readonly targets = new Map<string, DeliveryTarget | undefined>()

  constructor(engine: Dispatcher, parts: EngineParts, chains: Chains, agenda: Agenda) {
    this.engine = engine
    this.place = parts.place ?? DEFAULT_PLACE
    this.deliverer = parts.deliverer
    this.observer = parts.observer
    this.responses = parts.invoker.response?.bind(parts.invoker)
    this.chains = chains
    this.agenda = agenda
  }

  keepPayload(event: number, payload: Uint8Array): void {
    this.requestPayloads.set(event, payload)
  }

  keepResponse(event: number, payload: Uint8Array | undefined): void {
    if (payload) this.responsePayloads.set(event, payload)
    else this.responsePayloads.delete(event)
  }

  /** Lets go of what was kept for an event that has ended. */
  forget(event: number): void {
    this.requestPayloads.delete(event)
    this.responsePayloads.delete(event)
    this.originals.delete(event)
    this.chains.forget(event)
  }

  /** The name of an event in flight; for a duplicate that of the event it is a copy of. */
  originalName(event: number): readonly [number, number] {
    const { events } = this.engine
    return this.originals.get(event) ?? [events.name0(event), events.name1(event)]
  }

  /** The request id of an event in flight. */
  requestId(event: number): string {
    return this.requestIdOf(event)()
  }

  /** A request id that can still be asked for when the event's slot has gone to another. */
  private requestIdOf(event: number): () => string {
    const { draws } = this.engine
    const [name0, name1] = this.originalName(event)
    return () => requestId(draws, name0, name1)
  }

  /** The payload of an event in flight. */
  requestPayload(event: number): Uint8Array {
    return this.requestPayloads.get(event) ?? this.engine.targets[this.engine.events.target(event)]!.payload
  }

  /** What the last attempt answered: what was settled, the platform's words for a timeout, or what a model says. */
  private responsePayload(event: number, target: Target): Uint8Array | undefined {
    const { events } = this.engine
    const kept = this.responsePayloads.get(event)
    if (kept || events.lastAttempt(event) !== TIMED_OUT)
      return kept ?? this.responses?.(event, events.lastAttempt(event))
    const timeoutMs = target.function.versions[events.version(event)]?.timeoutMs ?? 0
    return utf8.encode(timeoutError(this.requestId(event), timeoutMs))
  }

  /** Sends an event's copy after it: delivery is at least once. The copy has the same request id and payload. */
  duplicate(event: number): void {
    const { engine, chains } = this
    const { events } = engine
    const name = this.originalName(event)
    const payload = this.requestPayloads.get(event)
    const copy = this.bear(events.name0(event), events.name1(event), DUPLICATE, events.target(event), payload)
    engine.keeps = true
    this.originals.set(copy, name)
    chains.keep(copy, chains.of(event))
    engine.enter(copy)
  }

  /** Routes an event that has ended: to its destination, and to the dead-letter queue if it was dropped. */
  route(event: number, target: Target, condition: number): void {
    const side = destinationSide(condition)
    const arn = side === ON_SUCCESS ? target.onSuccessArn : target.onFailureArn
    const deadLetterArn = isDeadLettered(condition) ? this.deadLetterArn(event, target) : undefined
    const messages = (arn === undefined ? 0 : 1) + (deadLetterArn === undefined ? 0 : 1)
    const isSilent = condition === RECURSIVE_INVOCATION && this.engine.choices.recursionStop === 'dropOnly'
    if (messages === 0 || isSilent) {
      if (condition !== SUCCESS) this.observer?.discarded(this.engine.events.number(event), target)
      return
    }
    const fate: Fate = { ended: this.endedEvent(event, target, condition, messages), open: messages, taken: false }
    const routes: Route[] = []
    if (arn !== undefined) routes.push({ fate, side, arn })
    if (deadLetterArn !== undefined) routes.push({ fate, side: DEAD_LETTER, arn: deadLetterArn })
    if (this.engine.choices.deliveryOrder === 'deadLetterFirst') routes.reverse()
    const births = routes.map((route) => this.deliver(route, 1))
    for (const give of births) give?.()
  }

  /** The dead-letter target is a setting of the version that ran last, or would have run. Documented, recorded. */
  private deadLetterArn(event: number, target: Target): string | undefined {
    const { events } = this.engine
    const { versions } = target.function
    const version = events.tries(event) > 0 ? versions[events.version(event)] : (target.version ?? versions[0])
    return version?.deadLetterArn
  }

  private endedEvent(event: number, target: Target, condition: number, messages: number): EndedEvent {
    const { choices, events, nowMs, startMs } = this.engine
    const facts = {
      number: events.number(event),
      name0: events.name0(event),
      name1: events.name1(event),
      target,
      condition,
      endedMs: nowMs,
      attempts: choices.systemErrors === 'counted' ? events.tries(event) : events.attempts(event),
      lastDispatch: events.lastDispatch(event),
      lastAttempt: events.lastAttempt(event),
      version: events.version(event),
      chain: this.chains.after(event, target.function),
      messages,
      requestPayload: this.requestPayload(event),
      responsePayload: this.responsePayload(event, target),
      requestId: this.requestIdOf(event),
    }
    return new EndedEvent(facts, this.place, startMs, choices)
  }

  /** Tries one delivery. What it gives birth to is returned, to be accepted after the event's other deliveries. */
  private deliver(route: Route, attempt: number): (() => void) | undefined {
    const { fate, side, arn } = route
    const target = this.target(arn)
    const form = this.form(fate.ended, side, target)
    if (form === undefined) return this.fail(route, attempt)
    if (target?.kind === 'lambda') {
      if (target.region !== this.place.region || target.account !== this.place.account) return this.fail(route, attempt)
      const addressed = this.engine.targets[this.engine.target(target.name, target.qualifier)]!
      const { chain, condition } = fate.ended.facts
      // A stopped loop could go on for ever through its own failure records: they start nothing of its chain again.
      const isStopped = condition === RECURSIVE_INVOCATION && chain.has(addressed.function)
      // An invocation of a function that is not there is refused with 404, and so the delivery fails.
      if (isStopped || !addressed.version) return this.fail(route, attempt)
      this.take(route)
      return () => this.invoke(route, addressed.index)
    }
    if (!(this.deliverer?.deliver(new Delivery(route, attempt, form)) ?? true)) return this.fail(route, attempt)
    this.take(route)
    return undefined
  }

  private take({ fate, side, arn }: Route): void {
    fate.taken = true
    fate.open--
    this.observer?.delivered(fate.ended, side, arn)
  }

  private fail(route: Route, attempt: number): undefined {
    const { fate, side, arn } = route
    if (attempt <= this.engine.choices.deliveryRetries) {
      this.agenda.plan(this.engine.nowMs + backoffDelayMs(attempt), () => this.deliver(route, attempt + 1)?.())
      return
    }
    fate.open--
    this.observer?.deliveryFailed(fate.ended, side, arn)
    const { number, target, condition } = fate.ended.facts
    if (fate.open === 0 && !fate.taken && condition !== SUCCESS) this.observer?.discarded(number, target)
  }

  /** A function as destination: the record is the payload of a new event of its own. */
  private invoke({ fate, side }: Route, target: number): void {
    const { chain, name0, name1 } = fate.ended.facts
    const event = this.bear(name0, name1, side, target, fate.ended.record())
    this.engine.keeps = true
    this.chains.keep(event, chain)
    this.engine.enter(event)
  }

  private bear(name0: number, name1: number, kind: number, target: number, payload: Uint8Array | undefined): number {
    const { draws } = this.engine
    draws.at(name0, name1, PURPOSE.birth, kind)
    return this.engine.admit(target, draws.word(), draws.word(), payload)
  }

  /** The form in which a message fits its target, or undefined. */
  private form(ended: EndedEvent, side: number, target: DeliveryTarget | undefined): RecordForm | undefined {
    const { requestPayload, responsePayload } = ended.facts
    if (!target || requestPayload.length + (responsePayload?.length ?? 0) < SURELY_FITTING_BYTES) return 'whole'
    if (side === DEAD_LETTER) return requestPayload.length <= RECORD_BYTES_LIMITS[target.kind] ? 'whole' : undefined
    const name = side === ON_FAILURE ? 'onFailure' : 'onSuccess'
    return fittingForm(target.kind, name, ended.recordBytes(), this.engine.choices)
  }

  private target(arn: string): DeliveryTarget | undefined {
    if (!this.targets.has(arn)) this.targets.set(arn, parseTarget(arn))
    return this.targets.get(arn)
  }
}
