import { grown } from '../kernel/column.ts'
import type { Distribution } from '../kernel/distributions/index.ts'
import { nextEnvironmentMs, refilledMs, type ScalingRate } from '../rules/scaling-rate.ts'
import { type AttemptTable, NO_SLOT } from './attempt-table.ts'
import type { EngineState } from './engine-state.ts'
import type { Fleet } from './fleet.ts'
import { PURPOSE } from './purpose.ts'
import type { FunctionState, VersionState } from './target.ts'

// A constant of this module, not of another: the compiler folds only those, and every attempt reads it.
const NONE = NO_SLOT

/**
 * Execution environments: each version of a function has its own, the one that became idle last is used first, and
 * one that was idle for longer than its life is gone. That is found out when somebody looks: with a life that is the
 * same for all, whoever finds the newest gone knows that all are, so nobody has to walk along the others.
 */
export class Environments {
  private readonly engine: EngineState
  private readonly attempts: AttemptTable
  private readonly rate: ScalingRate | undefined
  private readonly lifeMs: number
  /** Undefined: every life is `lifeMs`. */
  private readonly lives: Distribution | undefined
  /** The longest that an environment lives, in use or idle. */
  private readonly longestMs: number
  /** Whether neither lives vary nor is there a longest one: nothing but `lifeMs` is to be looked at. */
  private readonly isPlain: boolean
  /** When environments were made, by slot; left empty where there is no longest life. */
  private madeMs = new Float64Array(0)

  constructor(engine: EngineState, lives: Distribution | undefined) {
    const { environmentLife, idleLife, scalingRate } = engine.choices
    this.engine = engine
    this.attempts = engine.attempts
    this.rate = scalingRate === 'off' ? undefined : scalingRate
    this.lifeMs = idleLife === 'forever' ? Number.POSITIVE_INFINITY : idleLife
    this.lives = lives
    this.longestMs = environmentLife === 'forever' ? Number.POSITIVE_INFINITY : environmentLife
    this.isPlain = lives === undefined && environmentLife === 'forever'
  }

  /**
   * An environment for an attempt: its slot, or `NO_SLOT` where none is idle and the scaling rate lets none be made.
   *
   * @param place of the version
   */
  take(event: number, place: number): number {
    const { attempts, engine } = this
    const { versionLines } = engine
    const slot = versionLines.idle(place)
    if (slot === NONE || attempts.expiresMs(slot) < engine.nowMs) return this.find(event, engine.versions[place]!)
    versionLines.setIdle(place, attempts.below(slot))
    attempts.reuse(slot, event)
    return slot
  }

  /** Whether `take` would find one. */
  has(state: FunctionState, version: VersionState): boolean {
    this.prune(state, version)
    return version.idle !== NONE || this.nextMs(state) <= this.engine.nowMs
  }

  /** When the scaling rate lets a function have one more: now, where the moment is not later. */
  nextMs({ fleet }: FunctionState): number {
    return this.rate ? nextEnvironmentMs(fleet.fullMs, fleet.taken, this.rate) : 0
  }

  /** Milliseconds from one environment to the next while a function gains them as fast as it may. */
  get gapMs(): number {
    return this.rate ? this.rate.perMs / this.rate.environments : 0
  }

  /** Takes back the environment of an attempt that has ended. */
  free(attempt: number, event: number, place: number): void {
    const { attempts, engine } = this
    const { versionLines } = engine
    if (attempts.isSpokenFor(attempt)) return this.giveBack(attempt, engine.versions[place]!.function)
    attempts.rest(attempt, versionLines.idle(place))
    versionLines.setIdle(place, attempt)
    if (this.isPlain) attempts.expire(attempt, engine.nowMs + this.lifeMs)
    else this.expire(attempt, event, engine.versions[place]!)
  }

  /** So many environments are made ahead; the scaling rate knows nothing of them. */
  grow(state: FunctionState, count: number): void {
    const { fleet } = state
    fleet.madeMs += count * this.engine.nowMs
    fleet.size += count
    if (fleet.size > fleet.max) this.noteMost(state)
  }

  /** So many of those go. */
  shrink({ fleet }: FunctionState, count: number): void {
    fleet.goneMs += count * this.engine.nowMs
    fleet.size -= count
  }

  /** Starts a version from cold: idle environments go now, those in use when their attempts end. */
  clear(state: FunctionState, version: VersionState): void {
    while (version.idle !== NONE) this.dropIdle(state.fleet, version)
    this.attempts.recall(version.place)
  }

  /** Time that the environments of a function have lived in all, in use or idle, until the present or a later moment. */
  livedMs({ fleet, versions }: FunctionState, untilMs: number): number {
    const { attempts } = this
    let livedMs = fleet.goneMs - fleet.madeMs
    let busy = fleet.size
    for (const version of versions) {
      for (let slot = version?.idle ?? NONE; slot !== NONE; slot = attempts.below(slot)) {
        livedMs += Math.min(attempts.expiresMs(slot), untilMs)
        busy--
      }
    }
    return livedMs + busy * untilMs
  }

  /** Counts the environments that there are and the time that they live from the present moment on. */
  count({ fleet, versions }: FunctionState): void {
    for (const version of versions) if (version) this.sweep(fleet, version)
    fleet.max = fleet.size
    fleet.madeMs = fleet.size * this.engine.nowMs
    fleet.goneMs = 0
  }

  private giveBack(attempt: number, state: FunctionState): void {
    if (this.attempts.isProvisioned(attempt)) this.engine.provisioning.free(attempt, state)
    else this.lose(attempt, state.fleet, this.engine.nowMs)
  }

  /** What `take` does where the newest environment is gone, or there is none. */
  private find(event: number, version: VersionState): number {
    const { function: state } = version
    this.prune(state, version)
    if (version.idle !== NONE) return this.take(event, version.place)
    const { engine, rate } = this
    const { fleet } = state
    const { nowMs } = engine
    if (rate) {
      if (nextEnvironmentMs(fleet.fullMs, fleet.taken, rate) > nowMs) return NONE
      if (refilledMs(fleet.fullMs, fleet.taken, rate) <= nowMs) {
        fleet.fullMs = nowMs
        fleet.taken = 0
      }
      fleet.taken++
    }
    fleet.madeMs += nowMs
    if (++fleet.size > fleet.max) this.noteMost(state)
    const slot = this.attempts.create(event, version.place)
    if (this.longestMs !== Number.POSITIVE_INFINITY) this.noteMade(slot)
    return slot
  }

  private noteMade(slot: number): void {
    if (slot >= this.madeMs.length) this.madeMs = grown(this.madeMs, Math.max(64, slot * 2))
    this.madeMs[slot] = this.engine.nowMs
  }

  private noteMost({ fleet, versions }: FunctionState): void {
    // Other versions may have environments that are gone and not known to be.
    if (versions.length > 1) for (const version of versions) if (version) this.sweep(fleet, version)
    fleet.max = Math.max(fleet.max, fleet.size)
  }

  /** Gives up the environments that are gone, down to the newest that is not. */
  private prune({ fleet }: FunctionState, version: VersionState): void {
    const { attempts, engine } = this
    while (version.idle !== NONE && attempts.expiresMs(version.idle) < engine.nowMs) this.dropIdle(fleet, version)
  }

  /** Gives up all environments that are gone. */
  private sweep(fleet: Fleet, version: VersionState): void {
    const { attempts, engine } = this
    let kept = NONE
    for (let slot = version.idle, below = NONE; slot !== NONE; slot = below) {
      below = attempts.below(slot)
      if (attempts.expiresMs(slot) >= engine.nowMs) {
        kept = slot
        continue
      }
      if (kept === NONE) version.idle = below
      else attempts.rest(kept, below)
      this.lose(slot, fleet, attempts.expiresMs(slot))
    }
  }

  private dropIdle(fleet: Fleet, version: VersionState): void {
    const slot = version.idle
    version.idle = this.attempts.below(slot)
    this.lose(slot, fleet, Math.min(this.attempts.expiresMs(slot), this.engine.nowMs))
  }

  private lose(slot: number, fleet: Fleet, goneMs: number): void {
    fleet.size--
    fleet.goneMs += goneMs
    this.attempts.release(slot)
  }

  /** Says until when the newest idle environment lasts; one that has outlived its longest life goes at once. */
  private expire(attempt: number, event: number, version: VersionState): void {
    const { nowMs } = this.engine
    const lastsMs = this.lives ? this.draw(event, this.lives) : this.lifeMs
    const goneMs = this.longestMs === Number.POSITIVE_INFINITY ? this.longestMs : this.madeMs[attempt]! + this.longestMs
    this.attempts.expire(attempt, Math.max(nowMs, Math.min(nowMs + lastsMs, goneMs)))
    if (goneMs < nowMs) this.dropIdle(version.function.fleet, version)
  }

  /** Draws the life of an environment: for each of its idle times anew, by the attempt before it. */
  private draw(event: number, lives: Distribution): number {
    const { draws, events } = this.engine
    draws.at(events.name0(event), events.name1(event), PURPOSE.idleLife, events.tries(event))
    return lives.sample(draws)
  }
}
