import { standardExponential } from '../kernel/distributions/exponential.ts'
import type { Draws } from '../kernel/draws.ts'
import { jitterRanges, type ModelChoices } from '../rules/model-choices.ts'
import { BACKOFF_STEPS, backoffDelayMs, functionErrorDelayMs, jitteredMs, nominalBackoffMs } from '../rules/retry.ts'
import type { EngineState } from './engine-state.ts'
import type { EventTable } from './event-table.ts'
import { PURPOSE } from './purpose.ts'
import { Waiting } from './waiting.ts'

/** The count of setbacks in a row stops here. */
const MOST_SETBACKS = 255

/** The waits of events between their dispatches: how long each is, and in which order they end. */
export class Waits {
  readonly waiting = new Waiting()
  private readonly engine: EngineState
  private readonly events: EventTable
  private readonly draws: Draws
  private readonly jitter: ReturnType<typeof jitterRanges>
  private readonly backoff: ModelChoices['throttleBackoff']
  private readonly looksAtNominal: boolean
  /** Whether ties go by acceptance, the order that lanes keep. */
  private readonly isByAcceptance: boolean
  private readonly laneOfLatency: number
  private readonly lanesOfRetry: readonly number[]
  private readonly lanesOfBackoff: readonly number[]

  constructor(engine: EngineState) {
    const { choices, draws, events } = engine
    this.engine = engine
    this.events = events
    this.draws = draws
    this.backoff = choices.throttleBackoff
    this.jitter = jitterRanges(choices.jitter)
    this.looksAtNominal = choices.ageLookAheadDelay === 'nominal'
    this.isByAcceptance = choices.dueOrder === 'acceptance'
    const lane = (delayMs: number) => this.waiting.lane(delayMs)
    this.laneOfLatency = lane(choices.queueLatencyMs)
    this.lanesOfRetry = [0, 1].map((used) => lane(functionErrorDelayMs(used)))
    this.lanesOfBackoff = Array.from({ length: BACKOFF_STEPS }, (_, step) => lane(backoffDelayMs(step + 1)))
  }

  /** A wait after a function error, with its jitter. */
  afterErrorMs(event: number, nominalMs: number): number {
    return this.jitter ? jitteredMs(nominalMs, this.jitter.functionError, this.draw(event, PURPOSE.jitter)) : nominalMs
  }

  /** The nominal wait after a throttle or a system error, the last of so many in a row, from 1. */
  setbackMs(setbacks: number): number {
    return nominalBackoffMs(setbacks, this.backoff)
  }

  /** A wait after a throttle or a system error, drawn where it is exponential, with its jitter. */
  afterSetbackMs(event: number, nominalMs: number): number {
    if (this.backoff !== 'documented') return this.exponentialMs(event, nominalMs)
    return this.jitter ? jitteredMs(nominalMs, this.jitter.throttle, this.draw(event, PURPOSE.jitter)) : nominalMs
  }

  /** The wait that the age look-ahead counts with. */
  lookAheadMs(nominalMs: number, waitMs: number): number {
    return this.looksAtNominal ? nominalMs : waitMs
  }

  joinFirst(event: number, dueMs: number): void {
    this.join(event, dueMs, this.laneOfLatency)
  }

  /** A wait of whatever length is left of it. */
  rejoin(event: number, dueMs: number): void {
    this.join(event, dueMs, -1)
  }

  /** @param used retries before this one, 0 or 1 */
  joinAfterError(event: number, dueMs: number, used: number): void {
    this.join(event, dueMs, this.jitter ? -1 : this.lanesOfRetry[used]!)
  }

  /** @param isNominal whether nothing has lengthened the wait of this step, from 1 */
  joinAfterSetback(event: number, dueMs: number, step: number, isNominal: boolean): void {
    const hasLane = isNominal && !this.jitter && this.backoff === 'documented'
    this.join(event, dueMs, hasLane ? this.lanesOfBackoff[Math.min(step, BACKOFF_STEPS) - 1]! : -1)
  }

  /** @param lane of the wait's length, or -1 where it has none */
  private join(event: number, dueMs: number, lane: number): void {
    const { events, waiting } = this
    if (!this.isByAcceptance) waiting.joinHeap(dueMs, this.draw(event, PURPOSE.dueOrder), event, events)
    else if (lane < 0) waiting.joinHeap(dueMs, events.rank(event), event, events)
    else waiting.joinLane(lane, dueMs, event, events)
  }

  private exponentialMs(event: number, meanMs: number): number {
    const uniform = this.draw(event, PURPOSE.jitter)
    const waitMs = meanMs * standardExponential(this.draws)
    return this.jitter ? jitteredMs(waitMs, this.jitter.throttle, uniform) : waitMs
  }

  /** A draw of its own for each wait of an event. */
  private draw(event: number, purpose: number): number {
    const { draws, engine, events } = this
    const setbacks = events.setbacks(event)
    // Documented waits never come to so many in a row. Where it goes on, the moment says which wait this is.
    const moment = setbacks === MOST_SETBACKS ? Math.imul(engine.nowMs * 1_024, 0x9e3779b1) : 0
    draws.at(events.name0(event), events.name1(event) ^ moment, purpose, (events.tries(event) << 8) | setbacks)
    return draws.uniform()
  }
}
