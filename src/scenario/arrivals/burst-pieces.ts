import { PURPOSE } from '../../engine/purpose.ts'
import { standardExponential } from '../../kernel/distributions/index.ts'
import type { Draws } from '../../kernel/draws.ts'
import type { BurstState } from '../arrival-spec.ts'
import { equilibrium } from './equilibrium.ts'
import { laterName } from './name.ts'
import { RatePieces } from './rate-pieces.ts'

/** Gaps between events are occasion 0. */
const STATE = 1

/**
 * The rate of a Markov-modulated Poisson process: a state for an exponential time, then another. The first state is
 * drawn as one meets the chain that has been going on for ever, so that there is nothing to warm up.
 *
 * The n-th stay has its draws under the n-th name of the source, apart from those of the gaps.
 */
export class BurstPieces extends RatePieces {
  private readonly states: readonly BurstState[]
  private readonly draws: Draws
  private state!: BurstState
  private readonly name0: number
  private readonly name1: number
  private stays = 0

  /** @param fromMs where it begins */
  constructor(name0: number, name1: number, states: readonly BurstState[], fromMs: number, draws: Draws) {
    super()
    this.name0 = name0
    this.name1 = name1
    this.states = states
    this.draws = draws
    this.toMs = fromMs
    this.stay(timesIn(states))
  }

  override next(): void {
    this.stay(this.state.next)
  }

  /** Enters one of the states for a time. What is left of an exponential time is exponential: so for the first, too. */
  private stay(weights: readonly number[]): void {
    const { draws } = this
    draws.at(...laterName(this.name0, this.name1, this.stays++), PURPOSE.arrival, STATE)
    this.state = this.states[choice(weights, draws.uniform())]!
    this.fromMs = this.toMs
    this.toMs = this.fromMs + this.state.meanMs * standardExponential(draws)
    this.startRatePerMs = this.state.ratePerMs
    this.endRatePerMs = this.state.ratePerMs
  }
}

/** Events a millisecond over a long time. */
export function meanBurstRate(states: readonly BurstState[]): number {
  const times = timesIn(states)
  const sum = times.reduce((total, each) => total + each, 0)
  return states.reduce((mean, { ratePerMs }, index) => mean + (ratePerMs * times[index]!) / sum, 0)
}

/** How much of the time each state takes, as weights. */
function timesIn(states: readonly BurstState[]): number[] {
  const visits = equilibrium(states.map(({ next }) => next))
  return states.map(({ meanMs }, index) => meanMs * visits[index]!)
}

/** An index, each as likely as its weight says. */
function choice(weights: readonly number[], uniform: number): number {
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0)
  const found = weights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
  // Rounding may leave a rest behind the last of them.
  return found >= 0 ? found : weights.findLastIndex((weight) => weight > 0)
}
