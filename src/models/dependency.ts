import { PURPOSE } from '../engine/purpose.ts'
import type { Distribution } from '../kernel/distributions/index.ts'
import type { Draws } from '../kernel/draws.ts'
import type { Outage } from './outage.ts'

/** How much worse attempts fare than in good times. */
export interface Harm {
  /** Probability that an attempt fails for it, 0 to 1. */
  readonly errorProbability: number
  /** How many times as long an attempt takes, above 0. */
  readonly slowdown: number
}

/** Up and down by turns, up at first: each time lasts as long as is drawn for it, in ms. */
export interface TwoStates {
  readonly up: Distribution
  readonly down: Distribution
  readonly whenDown: Harm
}

/** Harm that grows with the attempts that use the dependency at one moment: none up to `from`, all of it at `full`. */
export interface Saturation {
  readonly from: number
  /** More than `from`. */
  readonly full: number
  readonly whenFull: Harm
}

/** Something outside, such as a database, that several functions need. */
export interface DependencyModel {
  /** Its name in two words of 32 bits, from which its draws come. */
  readonly name0: number
  readonly name1: number
  readonly outages: readonly Outage[]
  readonly states: TwoStates | undefined
  readonly saturation: Saturation | undefined
}

/** A dependency on its way through a run. Whoever needs it at one moment sees the same state of it. */
export class Dependency implements Harm {
  readonly model: DependencyModel
  /** Attempts in progress that use it. */
  load = 0
  /** As `look` found it. */
  errorProbability = 0
  slowdown = 1
  private isDown = true
  /** The state holds until then. */
  private untilMs = 0
  /** States so far. */
  private turns = 0

  constructor(model: DependencyModel) {
    this.model = model
  }

  /** Finds out how it is at a moment, which lies not before the one asked for last. Leaves `draws` at another stream. */
  look(nowMs: number, draws: Draws): void {
    const { saturation, states } = this.model
    this.errorProbability = 0
    this.slowdown = 1
    if (states) {
      this.turn(states, nowMs, draws)
      if (this.isDown) this.suffer(states.whenDown, 1)
    }
    if (saturation) {
      const { from, full, whenFull } = saturation
      this.suffer(whenFull, Math.min(1, Math.max(0, (this.load - from) / (full - from))))
    }
  }

  /** Goes on to the state that holds now. The length of each depends on its number alone. */
  private turn({ up, down }: TwoStates, nowMs: number, draws: Draws): void {
    while (nowMs >= this.untilMs) {
      this.isDown = !this.isDown
      draws.at((this.model.name0 + this.turns++) | 0, this.model.name1, PURPOSE.dependency, 0)
      this.untilMs += (this.isDown ? down : up).sample(draws)
    }
  }

  /** Adds a share of a harm: to fail for one reason is independent of failing for another. */
  private suffer({ errorProbability, slowdown }: Harm, share: number): void {
    this.errorProbability = 1 - (1 - this.errorProbability) * (1 - share * errorProbability)
    this.slowdown *= 1 + share * (slowdown - 1)
  }
}
