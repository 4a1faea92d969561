import type { EndedEvent } from '../../src/engine/ended-event.ts'
import type { CallObserver, EngineView, Observer } from '../../src/engine/ports.ts'
import type { Target } from '../../src/engine/target.ts'
import { CONDITIONS, SUCCESS } from '../../src/rules/condition.ts'
import { destinationsOf } from '../../src/rules/event-invoke-config.ts'
import { jitterRanges } from '../../src/rules/model-choices.ts'
import { NONE, OUTCOMES, SUCCEEDED, SYSTEM_ERROR, THROTTLED } from '../../src/rules/outcome.ts'
import { ON_SUCCESS } from '../../src/rules/routing.ts'
import type { AliasSpec, Scenario, VersionSpec } from '../../src/scenario/scenario.ts'
import { ProvisionedBooks } from './provisioned-books.ts'

/** What the ledger knows of an event in flight. */
interface Open {
  readonly acceptedMs: number
  attempts: number
  /** Throttles and system errors since the back-off began. */
  setbacks: number
  startedMs: number | undefined
  dueMs: number | undefined
  isQueued: boolean
}

/** Keeps books on a run of its own accord, and notes in words whatever breaks a promise of the engine. */
export class Ledger implements Observer {
  readonly complaints: string[] = []
  readonly calls: CallObserver = {
    called: () => {
      this.openCalls++
      this.check('called')
    },
    refused: () => this.leave('refused'),
    missed: () => this.hold(false, 'a call missed a target that is there'),
    started: (_call, attempt, target) => {
      this.run(target, attempt, 1)
      this.check('answering')
    },
    ended: (_call, attempt, target) => {
      this.run(target, attempt, -1)
      this.leave('answered')
    },
  }
  received = 0
  succeeded = 0
  dropped = 0
  /** How often each thing happened, to see that the scenarios are rich enough. */
  readonly counts: Record<string, number> = {}
  private readonly scenario: Scenario
  private readonly open = new Map<number, Open>()
  /** Messages that an event that has ended still has to send. */
  private readonly owed = new Map<number, number>()
  private readonly running = new Map<string, number>()
  private openCalls = 0
  private readonly provisioned: ProvisionedBooks
  private engine!: EngineView

  constructor(scenario: Scenario) {
    this.scenario = scenario
    this.provisioned = new ProvisionedBooks(scenario)
  }

  attach(engine: EngineView): void {
    this.engine = engine
  }

  accepted(event: number): void {
    const number = this.engine.events.number(event)
    this.received++
    this.hold(number === this.received, `event ${number} is the ${this.received}th`)
    const acceptedMs = this.engine.nowMs
    const fresh = { acceptedMs, attempts: 0, setbacks: 0, startedMs: undefined, dueMs: undefined, isQueued: false }
    this.open.set(number, fresh)
    this.check('accepted')
  }

  throttled(event: number): void {
    const open = this.dispatched('throttled', event)
    this.hold(this.scenario.options.queueing === 'backoff', 'a throttle under fifo')
    open.setbacks++
    this.check('throttled')
  }

  queued(event: number): void {
    const open = this.dispatched('queued', event)
    this.hold(this.scenario.options.queueing === 'fifo', 'a queue under back-off')
    open.isQueued = true
    this.check('queued')
  }

  missed(event: number): void {
    this.hold(false, `event ${this.engine.events.number(event)} missed a target that is there`)
  }

  started(event: number, attempt: number, target: Target): void {
    const open = this.dispatched('started', event)
    const ageMs = this.engine.nowMs - open.acceptedMs
    this.hold(!this.isPast(ageMs, target), `an attempt of age ${ageMs} starts`)
    this.hold(open.attempts <= target.maximumRetries, `attempt ${open.attempts + 1}`)
    open.startedMs = this.engine.nowMs
    this.run(target, attempt, 1)
    this.check('running')
    if (this.engine.attempts.isProvisioned(attempt)) this.check('provisioned')
    if (this.engine.attempts.hasSpilled(attempt)) this.check('spilled over')
  }

  ended(event: number, attempt: number, target: Target): void {
    const open = this.find('ended', event)
    const { attempts, nowMs } = this.engine
    const endMs = open.startedMs! + attempts.initMs(attempt) + attempts.durationMs(attempt)
    this.hold(open.startedMs !== undefined && nowMs === endMs, `an attempt ends at ${nowMs} instead of ${endMs}`)
    open.startedMs = undefined
    const outcome = attempts.outcome(attempt)
    if (outcome === SYSTEM_ERROR) open.setbacks++
    else {
      open.attempts++
      if (outcome !== SUCCEEDED && this.scenario.options.throttleBackoffAfterRun === 'reset') open.setbacks = 0
    }
    this.run(target, attempt, -1)
    this.check(OUTCOMES[outcome]!)
  }

  waiting(event: number, dueMs: number, target: Target): void {
    const open = this.find('waiting', event)
    const { events, nowMs, pending, running } = this.engine
    const { ageLookAheadDelay, backPressure, jitter, queueLatencyMs } = this.scenario.options
    const last = events.lastDispatch(event)
    const isSetback = last === THROTTLED || last === SYSTEM_ERROR
    const factor = backPressure === 'off' ? 1 : 1 + (pending - running) / backPressure
    const backOffMs = 1_000 * Math.min(2 ** (open.setbacks - 1), 300) * factor
    const nominalMs = last === NONE ? queueLatencyMs : isSetback ? backOffMs : 60_000 * open.attempts
    const ranges = last === NONE ? undefined : jitterRanges(jitter)
    const [low, high] = ranges?.[isSetback ? 'throttle' : 'functionError'] ?? [1, 1]
    const isWithin = dueMs >= nowMs + nominalMs * low && dueMs <= nowMs + nominalMs * high
    this.hold(isWithin, `a wait of ${dueMs - nowMs} in the place of ${nominalMs} × ${low} to ${high}`)
    const lookAheadMs = ageLookAheadDelay === 'nominal' ? nominalMs : dueMs - nowMs
    const isVain = last !== NONE && this.isPast(nowMs - open.acceptedMs + lookAheadMs, target)
    this.hold(!isVain, `a wait of ${lookAheadMs} in vain`)
    open.dueMs = dueMs
    this.check(isSetback ? 'backs off' : 'waits')
  }

  finished(event: number, condition: number, target: Target): void {
    const open = this.find('finished', event)
    this.hold(open.dueMs === undefined || open.dueMs === this.engine.nowMs, 'an event ends while it waits')
    this.hold(open.startedMs === undefined, 'an event ends while it runs')
    const number = this.engine.events.number(event)
    this.open.delete(number)
    const [onSuccess, onFailure, deadLetter] = this.targetsOf(target)
    const owed = condition === SUCCESS ? [onSuccess] : [onFailure, deadLetter]
    this.owed.set(number, owed.filter((arn) => arn !== undefined).length)
    if (condition === SUCCESS) this.succeeded++
    else this.dropped++
    this.check(CONDITIONS[condition]!)
  }

  delivered(ended: EndedEvent, side: number, arn: string): void {
    this.left('delivered', ended, side, arn)
  }

  deliveryFailed(ended: EndedEvent, side: number, arn: string): void {
    this.left('delivery failed', ended, side, arn)
  }

  discarded(number: number): void {
    this.hold(!this.open.has(number), `event ${number} is discarded before its end`)
    this.check('discarded')
  }

  /** To be called at the end of the run: nothing is left open. */
  close(): void {
    const left = this.open.size + this.openCalls
    this.hold(left === 0, `${left} events or calls never end`)
    for (const [number, messages] of this.owed)
      this.hold(messages === 0, `event ${number} still owes ${messages} messages`)
  }

  /** A call is over, and counts until this has been told. */
  private leave(what: string): void {
    this.check(what)
    this.openCalls--
  }

  /** A message goes out after the event's end, and only where the config of exactly its qualifier says so. */
  private left(what: string, { facts }: EndedEvent, side: number, arn: string): void {
    this.hold(!this.open.has(facts.number), `event ${facts.number} leaves something behind before its end`)
    const expected = this.targetsOf(facts.target)[side]
    this.hold(arn === expected, `a message to ${arn} in the place of ${expected}`)
    this.hold((facts.condition === SUCCESS) === (side === ON_SUCCESS), `condition ${facts.condition} to side ${side}`)
    this.owed.set(facts.number, this.owed.get(facts.number)! - 1)
    this.check(what)
  }

  /** Where records and dead letters go, in the order of the sides: what is stored for exactly the qualifier addressed. */
  private targetsOf({ function: state, qualifier }: Target): (string | undefined)[] {
    const spec = this.scenario.functions.find(({ name }) => name === state.name)!
    const own = qualifier === '$LATEST' ? spec : [...spec.versions, ...spec.aliases].find(isNamed(qualifier))!
    const { onSuccess, onFailure } = destinationsOf(own.eventInvokeConfig ?? {})
    return [onSuccess, onFailure, spec.deadLetterArn]
  }

  /** An event whose wait is over, if it had one: not a moment early or late, but for the queue. */
  private dispatched(what: string, event: number): Open {
    const open = this.find(what, event)
    const { nowMs } = this.engine
    if (!open.isQueued)
      this.hold((open.dueMs ?? open.acceptedMs) === nowMs, `${what} at ${nowMs}, due at ${open.dueMs}`)
    open.dueMs = undefined
    open.isQueued = false
    return open
  }

  private find(what: string, event: number): Open {
    const number = this.engine.events.number(event)
    const open = this.open.get(number)
    if (open === undefined) throw new Error(`event ${number} is not in flight, and yet ${what}`)
    return open
  }

  private isPast(ageMs: number, { maximumAgeMs }: Target): boolean {
    const { ageLookAheadBoundary } = this.scenario.options
    return ageLookAheadBoundary === 'inclusive' ? ageMs >= maximumAgeMs : ageMs > maximumAgeMs
  }

  private run({ function: { name } }: Target, attempt: number, change: 1 | -1): void {
    for (const complaint of this.provisioned.note(this.engine, attempt, name, change)) this.hold(false, complaint)
    this.running.set(name, (this.running.get(name) ?? 0) + change)
  }

  /** What holds at every moment. */
  private check(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1
    const { account, functions } = this.scenario
    let [left, shared, running] = [account.concurrency, 0, 0]
    for (const { name, reservedConcurrency } of functions) {
      const own = this.running.get(name) ?? 0
      running += own
      left -= reservedConcurrency ?? 0
      if (reservedConcurrency === undefined) shared += own
      else this.hold(own <= reservedConcurrency, `${name} runs ${own} of ${reservedConcurrency}`)
    }
    this.hold(shared <= left, `${shared} run of the ${left} that nobody reserved`)
    this.hold(running === this.engine.running, `the engine counts ${this.engine.running} of ${running} attempts`)
    const inFlight = this.open.size + this.openCalls
    this.hold(inFlight === this.engine.pending, `the engine counts ${this.engine.pending} of ${inFlight} open`)
    const { dropped, open, received, succeeded } = this
    this.hold(received === succeeded + dropped + open.size, `${received} ≠ ${succeeded} + ${dropped} + ${open.size}`)
  }

  private hold(holds: boolean, complaint: string): void {
    if (!holds) this.complaints.push(`${complaint} (at ${this.engine.nowMs})`)
  }
}

const isNamed = (qualifier: string) => (spec: VersionSpec | AliasSpec) =>
  ('version' in spec ? spec.version : spec.name) === qualifier
