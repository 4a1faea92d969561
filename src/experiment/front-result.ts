import type { DocumentHead } from '../scenario/document-head.ts'
import type { Estimate } from './estimate.ts'
import type { TermResult } from './find-result.ts'
import type { Objective } from './objective.ts'
import type { Verdict } from './requirement.ts'

/** The settings of a scenario of which none is better than another in every objective, among those that satisfy a requirement. */
export interface FrontResult extends DocumentHead {
  /** Null where there is none: then all settings will do. */
  readonly requirement: string | null
  /** What one would rather have less of. */
  readonly objectives: readonly Pick<Objective, 'name' | 'unit'>[]
  /** What varies: paths, between which values, and how many values there are. */
  readonly axes: readonly {
    readonly path: string
    readonly low: unknown
    readonly high: unknown
    readonly size: number
  }[]
  /** Settings that there are, tried or not. */
  readonly size: number
  readonly confidence: number
  /** Most replications of a setting. */
  readonly replications: number
  /** Most runs of all settings together. */
  readonly budget: number
  /** Runs that were made. */
  readonly runs: number
  /** `found`; `none` where no setting that was tried was shown to suffice; `interrupted`. */
  readonly outcome: 'found' | 'none' | 'interrupted'
  /**
   * Settings that were not tried and may be better, or be the only ones that suffice: the budget was spent before. Settings
   * at the borders of what is left count twice. 0: if figures go one way along each axis, there is none.
   */
  readonly open: number
  /** Numbers of the points that no other one beats, that with the least of the first objective first. */
  readonly front: readonly number[]
  /** Those of them that another one may beat, or of which it was not decided whether they suffice. */
  readonly undecided: readonly number[]
  /** Where there is none: the terms that no setting meets, or if each is met by some, those that are not met together. */
  readonly binding: readonly string[]
  /** What speaks against the supposition that figures go one way, in sentences. */
  readonly doubts: readonly string[]
  /** What was tried, by number. */
  readonly points: readonly CandidateResult[]
}

export interface CandidateResult {
  /** Its number, from 1, as in a sweep over all settings. */
  readonly point: number
  /** Values of the axes, by path. */
  readonly values: Readonly<Record<string, unknown>>
  readonly replications: number
  /** Whether it satisfies the requirement. */
  readonly verdict: Verdict
  /** By name. */
  readonly objectives: Readonly<Record<string, Estimate>>
  readonly terms: readonly TermResult[]
}
