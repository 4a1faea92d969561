import type { DocumentHead } from '../scenario/document-head.ts'
import type { Estimate } from './estimate.ts'
import type { Verdict } from './requirement.ts'

/** Which end of the values is sought. */
export type Extreme = 'smallest' | 'largest'

/** The smallest or largest value of something in a scenario for which a requirement holds. */
export interface FindResult extends DocumentHead {
  readonly requirement: string
  readonly sought: Extreme
  /** What varies, between which values, and how many of them there are. */
  readonly path: string
  readonly low: unknown
  readonly high: unknown
  readonly size: number
  readonly confidence: number
  /** Most replications of a value. */
  readonly replications: number
  /** `found`; `none` where no value was shown to suffice, if the requirement gets better or
   * worse all the way (`undecided` says where more runs might); `interrupted`. */
  readonly outcome: 'found' | 'none' | 'interrupted'
  /** The value; null where there is none. The next value of the other side, if there is one, was not shown to suffice. */
  readonly value: unknown
  /** What a run costs there, in US dollars. */
  readonly cost: Estimate | null
  /**
   * The terms that keep the answer from going on, in the words of the requirement: those not met at the next value, or
   * where there is none, those that no value meets together. Empty where the first value suffices.
   */
  readonly binding: readonly string[]
  /** Values for which it was not decided: intervals still had a bound in them after the most replications. */
  readonly undecided: readonly unknown[]
  /** What speaks against the supposition that each term gets better or worse all the way, in sentences. */
  readonly doubts: readonly string[]
  /** What was tried, in the order of the values. */
  readonly trials: readonly TrialResult[]
}

export interface TrialResult {
  readonly value: unknown
  /** As which value it was first tried, from 1. */
  readonly turn: number
  readonly replications: number
  readonly verdict: Verdict
  readonly terms: readonly TermResult[]
  readonly cost: Estimate
}

export interface TermResult {
  /** As it was written. */
  readonly term: string
  readonly verdict: Verdict
  /** The figure that it is of. */
  readonly estimate: Estimate
}
