import type { Draws } from '../kernel/draws.ts'
import { jitterRanges, type ModelChoices } from '../rules/model-choices.ts'
import { BACKOFF_STEPS, backoffDelayMs, functionErrorDelayMs, jitteredMs } from '../rules/retry.ts'
import type { EventTable } from './event-table.ts'
import { PURPOSE } from './purpose.ts'
import { Waiting } from './waiting.ts'

/** The waits of events between their dispatches: how long each is, and in which order they end. */
export class Waits {
  readonly waiting = new Waiting()
  private readonly events: EventTable
  private readonly draws: Draws
  private readonly jitter: ReturnType<typeof jitterRanges>
  private readonly looksAtNominal: boolean
  /** Whether ties go by acceptance, the order that lanes keep. */
  private readonly isByAcceptance: boolean
  private readonly laneOfLatency: number
  private readonly lanesOfRetry: readonly number[]
  private readonly lanesOfBackoff: readonly number[]

  constructor(choices: ModelChoices, draws: Draws, events: EventTable) {
    this.events = events
    this.draws = draws
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

  /** A wait after a throttle or a system error, with its jitter. */
  afterSetbackMs(event: number, nominalMs: number): number {
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
    const hasLane = isNominal && !this.jitter
    this.join(event, dueMs, hasLane ? this.lanesOfBackoff[Math.min(step, BACKOFF_STEPS) - 1]! : -1)
  }

  /** @param lane of the wait's length, or -1 where it has none */
  private join(event: number, dueMs: number, lane: number): void {
    const { events, waiting } = this
    if (!this.isByAcceptance) waiting.joinHeap(dueMs, this.draw(event, PURPOSE.dueOrder), event, events)
    else if (lane < 0) waiting.joinHeap(dueMs, events.rank(event), event, events)
    else waiting.joinLane(lane, dueMs, event, events)
  }

  /** A draw of its own for each wait of an event. */
  private draw(event: number, purpose: number): number {
    const { draws, events } = this
    draws.at(events.name0(event), events.name1(event), purpose, (events.tries(event) << 8) | events.setbacks(event))
    return draws.uniform()
  }
}
