import { expect } from 'vitest'
import type { CallObserver, EngineView } from '../../src/engine/ports.ts'
import { SilentObserver } from '../../src/engine/silent-observer.ts'
import { EVENT_AGE_EXCEEDED, SUCCESS } from '../../src/rules/condition.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { Simulation } from '../../src/scenario/simulation.ts'
import { contains, interval } from './interval.ts'

/** Independent runs of each station. */
export const REPLICATIONS = 20

/** Probability that a right engine fails one comparison. A test makes fewer than ten: it fails below 1e-4. */
const FALSE_ALARM = 1e-5

/** What one replication saw of the events and calls that came after its warm-up. Times in milliseconds. */
export interface Replication {
  readonly received: number
  readonly attempts: number
  readonly dropped: number
  readonly meanWaitMs: number
  /** Mean age of the events that were dropped for their age. */
  readonly meanDropAgeMs: number
  /** Share of synchronous calls that were refused. */
  readonly refusedShare: number
  /** Share of starts, of events and calls, that were cold. */
  readonly coldShare: number
  /** Share of events that waited longer than each of the times asked for. */
  readonly tails: readonly number[]
}

/**
 * Runs a scenario once for each of the seeds 1, 2, 3 … All events that are accepted between the warm-up and the run
 * length count, however late they end, so that only the empty start can bias a replication: the warm-up is there to
 * forget it.
 *
 * @param tailsMs waits of which the tail is counted
 */
export async function replicate(
  input: ScenarioInput,
  { warmUpMs = 0, tailsMs = [] as readonly number[] } = {},
): Promise<Replication[]> {
  const { scenario } = await takeScenario(input)
  return Array.from({ length: REPLICATIONS }, (_, index) => {
    const sample = new Sample(warmUpMs, tailsMs)
    const simulation = new Simulation({ ...scenario, seed: index + 1 }, { observers: [sample], metrics: false })
    simulation.run()
    return sample.replication()
  })
}

/**
 * Expects the replications to agree with theory, and to be precise enough to tell it from what theory says of a
 * parameter that is slightly off: so a comparison that always holds cannot pass.
 *
 * @param wrong what theory says of the wrong parameter
 */
export function expectAgreement(values: readonly number[], exact: number, wrong: number): void {
  const found = interval(values, FALSE_ALARM)
  const told = `${found.mean} ± ${found.halfWidth}`
  expect(contains(found, exact), `expected ${exact}, came ${told}`).toBe(true)
  expect(contains(found, wrong), `${told} cannot tell ${exact} from ${wrong}`).toBe(false)
}

/** Watches the events and calls that come after the warm-up. */
class Sample extends SilentObserver {
  readonly calls: CallObserver = {
    called: (call) => {
      if (this.isMeant(call)) this.made++
    },
    refused: (call) => {
      if (this.isMeant(call)) this.refused++
    },
    missed: () => {},
    started: (call, attempt) => this.noteStart(call, attempt),
    ended: () => {},
  }
  private readonly warmUpMs: number
  private readonly tailsMs: readonly number[]
  private readonly longer: number[]
  private made = 0
  private refused = 0
  private starts = 0
  private coldStarts = 0
  private received = 0
  private attempts = 0
  private waitMs = 0
  private dropped = 0
  private tooOld = 0
  private dropAgeMs = 0
  private engine!: EngineView

  constructor(warmUpMs: number, tailsMs: readonly number[]) {
    super()
    this.warmUpMs = warmUpMs
    this.tailsMs = tailsMs
    this.longer = tailsMs.map(() => 0)
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override accepted(): void {
    if (this.engine.nowMs >= this.warmUpMs) this.received++
  }

  override started(event: number, attempt: number): void {
    const { events, nowMs } = this.engine
    this.noteStart(event, attempt)
    const acceptedMs = events.acceptedMs(event)
    if (acceptedMs < this.warmUpMs) return
    const waitMs = nowMs - acceptedMs
    this.attempts++
    this.waitMs += waitMs
    for (let place = 0; place < this.tailsMs.length; place++) if (waitMs > this.tailsMs[place]!) this.longer[place]!++
  }

  override finished(event: number, condition: number): void {
    const { events, nowMs } = this.engine
    const acceptedMs = events.acceptedMs(event)
    if (acceptedMs < this.warmUpMs || condition === SUCCESS) return
    this.dropped++
    if (condition !== EVENT_AGE_EXCEEDED) return
    this.tooOld++
    this.dropAgeMs += nowMs - acceptedMs
  }

  private noteStart(event: number, attempt: number): void {
    if (!this.isMeant(event)) return
    this.starts++
    if (this.engine.attempts.isCold(attempt)) this.coldStarts++
  }

  private isMeant(event: number): boolean {
    return this.engine.events.acceptedMs(event) >= this.warmUpMs
  }

  replication(): Replication {
    return {
      refusedShare: this.refused / this.made,
      coldShare: this.coldStarts / this.starts,
      received: this.received,
      attempts: this.attempts,
      dropped: this.dropped,
      meanWaitMs: this.waitMs / this.attempts,
      meanDropAgeMs: this.dropAgeMs / this.tooOld,
      tails: this.longer.map((count) => count / this.attempts),
    }
  }
}
