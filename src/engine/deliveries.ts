import { DEFAULT_ACCOUNT, DEFAULT_REGION, type Place } from '../rules/arn.ts'
import { RECURSIVE_INVOCATION, SUCCESS } from '../rules/condition.ts'
import { fittingForm, RECORD_BYTES_LIMITS, type RecordForm } from '../rules/invocation-record.ts'
import { backoffDelayMs } from '../rules/retry.ts'
import { DEAD_LETTER, destinationSide, isDeadLettered, ON_FAILURE, ON_SUCCESS, SIDES } from '../rules/routing.ts'
import { type Target as DeliveryTarget, parseTarget } from '../rules/target.ts'
import type { Belongings } from './belongings.ts'
import type { Chains } from './chains.ts'
import { Delivery } from './delivery.ts'
import type { Dispatcher } from './dispatcher.ts'
import { EndedEvent } from './ended-event.ts'
import type { EngineParts } from './engine-parts.ts'
import type { LeftBehind, Original } from './event-state.ts'
import { type Fate, leftBehind, type Route } from './fate.ts'
import type { Deliverer, Observer } from './ports.ts'
import { PURPOSE } from './purpose.ts'
import type { Target } from './target.ts'

/** Records below this need no measuring: no target takes less than SNS's 262,144 bytes, and an envelope has under 4,096. */
const SURELY_FITTING_BYTES = 258_048

const DEFAULT_PLACE: Place = { region: DEFAULT_REGION, account: DEFAULT_ACCOUNT }

/** Which kind of birth names an event, beside the sides of a delivery. */
const DUPLICATE = SIDES.length

/** Sends what an event leaves behind at its end. */
export class Deliveries {
  private readonly engine: Dispatcher
  private readonly place: Place
  private readonly deliverer: Deliverer | undefined
  private readonly observer: Observer | undefined
  private readonly chains: Chains
  private readonly belongings: Belongings
  private readonly targets = new Map<string, DeliveryTarget | undefined>()
  /** Deliveries that the deliverer will tell the end of. */
  private readonly underway = new Map<Delivery, Route>()
  /** By number, the events that have ended and left something behind that is neither taken nor given up. */
  private readonly unsettled = new Map<number, Fate>()

  constructor(engine: Dispatcher, parts: EngineParts, chains: Chains, belongings: Belongings) {
    this.engine = engine
    this.place = parts.place ?? DEFAULT_PLACE
    this.deliverer = parts.deliverer
    this.observer = parts.observer
    this.chains = chains
    this.belongings = belongings
  }

  /** Sends an event's copy after it: delivery is at least once. */
  duplicate(event: number): void {
    const { events } = this.engine
    const payload = this.belongings.ownRequest(event)
    const copy = this.copy(
      { name0: events.name0(event), name1: events.name1(event), target: events.target(event), payload },
      0,
    )
    const chain = this.chains.of(event)
    if (chain.size > 0) this.chains.keep(copy, chain)
  }

  /**
   * Delivers an event from outside once more: the copy has the same request id and payload.
   *
   * @param place which of its copies this is, 0 to 255: each has draws of its own
   * @returns the copy's slot
   */
  copy({ name0, name1, target, payload }: Original, place: number): number {
    const copy = this.bear(name0, name1, DUPLICATE | (place << 8), target, payload)
    this.engine.keeps = true
    this.belongings.keepOriginal(copy, [name0, name1])
    this.engine.enter(copy)
    return copy
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
    const routes: Route[] = []
    const fate: Fate = {
      ended: this.endedEvent(event, target, condition, messages),
      routes,
      open: messages,
      taken: false,
    }
    if (arn !== undefined) routes.push({ fate, side, arn, isOpen: true })
    if (deadLetterArn !== undefined) routes.push({ fate, side: DEAD_LETTER, arn: deadLetterArn, isOpen: true })
    if (this.engine.choices.deliveryOrder === 'deadLetterFirst') routes.reverse()
    this.send(fate)
  }

  /** Tells whether a target took what the deliverer was to tell of later. */
  settle(delivery: Delivery, isTaken: boolean): void {
    const route = this.underway.get(delivery)
    if (route === undefined) {
      const { number } = delivery.ended.facts
      throw new RangeError(`the ${SIDES[delivery.side]} delivery of event ${number} is not underway`)
    }
    this.underway.delete(delivery)
    if (isTaken) this.take(route)
    else this.fail(route, delivery.attempt)
  }

  /** What an event that has ended left behind and that is neither taken nor given up; undefined where nothing is. */
  leftBehind(number: number): LeftBehind | undefined {
    const fate = this.unsettled.get(number)
    return fate && leftBehind(fate)
  }

  /** Sends once more what an event left behind of which nobody can tell the end. */
  resend(left: LeftBehind): void {
    const target = this.engine.targets[this.engine.target(left.functionName, left.qualifier)]!
    const chain = this.engine.chainOf(left.chain)
    const facts = { ...left, target, chain, requestId: () => left.requestId }
    const routes: Route[] = []
    const ended = new EndedEvent(facts, this.place, this.engine.startMs, this.engine.choices)
    const fate: Fate = { ended, routes, open: left.open.length, taken: left.isTaken }
    for (const { side, arn } of left.open) routes.push({ fate, side, arn, isOpen: true })
    this.send(fate)
  }

  private send(fate: Fate): void {
    const births = fate.routes.map((route) => this.deliver(route, 1))
    for (const give of births) give?.()
    if (fate.open > 0) this.unsettled.set(fate.ended.facts.number, fate)
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
      requestPayload: this.belongings.requestPayload(event),
      responsePayload: this.belongings.responsePayload(event, target),
      requestId: this.belongings.requestIdOf(event),
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
    const delivery = new Delivery(route, attempt, form)
    const isTaken = this.deliverer ? this.deliverer.deliver(delivery) : true
    if (isTaken === undefined) this.underway.set(delivery, route)
    else if (isTaken) this.take(route)
    else this.fail(route, attempt)
    return undefined
  }

  private take(route: Route): void {
    route.fate.taken = true
    this.close(route)
    this.observer?.delivered(route.fate.ended, route.side, route.arn)
  }

  private close(route: Route): void {
    const { fate } = route
    route.isOpen = false
    fate.open--
    if (fate.open === 0 && this.unsettled.size > 0) this.unsettled.delete(fate.ended.facts.number)
  }

  private fail(route: Route, attempt: number): undefined {
    const { agenda, choices, nowMs } = this.engine
    const { fate, side, arn } = route
    if (attempt <= choices.deliveryRetries) {
      agenda.plan(nowMs + backoffDelayMs(attempt), () => this.deliver(route, attempt + 1)?.())
      return
    }
    this.close(route)
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
