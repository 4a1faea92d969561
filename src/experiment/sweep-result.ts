import type { DocumentHead } from '../scenario/document-head.ts'
import type { Stop } from './effort.ts'
import type { Estimate } from './estimate.ts'
import type { ByFigure } from './figure.ts'
import type { Best } from './front.ts'
import type { ObjectiveName } from './objective.ts'

/** A scenario at every point of a grid, all under the same draws. */
export interface SweepResult extends DocumentHead {
  /** Share of intervals that contain the true mean: 0.95. */
  readonly confidence: number
  /** Whether all points are there. */
  readonly complete: boolean
  /** Only where one was asked for: 0.05 is 5 %. */
  readonly precision?: number
  /** What varies: paths and their values. The grid has every combination; those of the last axis change first. */
  readonly axes: readonly { readonly path: string; readonly values: readonly unknown[] }[]
  /** Points of the grid, those that were not reached too. */
  readonly size: number
  /** In order; those that were not reached are left out. */
  readonly points: readonly PointResult[]
  readonly best: Readonly<Record<ObjectiveName, Best>>
  /**
   * Numbers of the points that no other one surely beats, the cheapest first: the Pareto front. To beat a point is to be
   * cheaper and lose no more, or to lose less and cost no more.
   */
  readonly front: readonly number[]
  /** Those of them that another one may beat: more replications would decide it. */
  readonly undecided: readonly number[]
  readonly warnings: readonly string[]
}

export interface PointResult {
  /** Its number, from 1. */
  readonly point: number
  /** Values of the axes, by path. */
  readonly values: Readonly<Record<string, unknown>>
  readonly replications: number
  /** Why no more of them were made. */
  readonly stopped: Stop
  readonly objectives: Readonly<Record<ObjectiveName, Estimate>>
  /** By the words of expectations: `figures.total['eventAge.p99']`. */
  readonly figures: ByFigure<Estimate>
  /** In how many replications each expectation was met. */
  readonly expectations: readonly { readonly expectation: string; readonly met: number }[]
}
