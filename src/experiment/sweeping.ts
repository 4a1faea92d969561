import { documentHead } from '../scenario/document-head.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { ReadWith } from './axes-reader.ts'
import { valuesOf } from './axis.ts'
import { type Conduct, type Effort, mostOf } from './effort.ts'
import { figuresOf } from './figure.ts'
import { bestOf, frontOf } from './front.ts'
import type { Grid } from './grid.ts'
import { CONFIDENCE } from './interval.ts'
import { PointEstimates } from './point-estimates.ts'
import { replicatePoints } from './point-runs.ts'
import { FEWEST_REPLICATIONS, Precision } from './precision.ts'
import type { Replication } from './replication.ts'
import { replicationSeed } from './replication-seed.ts'
import { type RowKeeping, type RunRow, rowFigures } from './run-row.ts'
import type { SweepResult } from './sweep-result.ts'
import type { Runner } from './workers.ts'

/** A grid that was read. */
export interface SweptGrid {
  readonly grid: Grid
  /** The scenario as it is. */
  readonly base: Scenario
  /** Makes the scenario of a point. */
  readonly read: ReadWith
}

/**
 * Sweeps over a grid that was read, with runs made by somebody else.
 *
 * @returns undefined where it was ended before one replication was whole
 */
export async function sweepWith(
  runner: Runner,
  { grid, base, read }: SweptGrid,
  warnings: readonly string[],
  options: Effort & Omit<Conduct, 'workers'> & RowKeeping = {},
): Promise<SweepResult | undefined> {
  const most = mostOf(options)
  const precision = options.precision === undefined ? undefined : new Precision(options.precision)
  const points: PointEstimates[] = []

  const keep = (row: RunRow): number => {
    if (row.replication === 1) points.push(new PointEstimates(row, base.expectations, most, precision))
    return points.at(-1)!.add(row)
  }
  const known = function* () {
    for (const row of options.rows ?? []) yield { point: row.point, needed: keep(row) }
  }
  const rowOf = (point: number, replication: number, { result, values, met }: Replication): RunRow => {
    const figures = result ? figuresOf(result) : points.at(-1)!.figures
    const seed = result ? result.seed : replicationSeed(points.at(-1)!.seed, replication)
    return { point, replication, seed, values: grid.point(point).values, met, figures: rowFigures(figures, values) }
  }
  const end = await replicatePoints(runner, {
    size: grid.size,
    fewest: precision ? Math.min(FEWEST_REPLICATIONS, most) : most,
    known: known(),
    scenarioOf: async (point) => (await read(grid.point(point).set)).scenario,
    onReplication(point, replication, made) {
      const row = rowOf(point, replication, made)
      options.onRow?.(row)
      return keep(row)
    },
    onProgress: options.onProgress,
    signal: options.signal,
  })
  if (points.length === 0) return undefined
  const standings = points.map(({ standing }) => standing)
  const front = frontOf(standings, 'cost')
  return {
    ...documentHead(base),
    confidence: CONFIDENCE,
    complete: end === 'all',
    ...(options.precision !== undefined && { precision: options.precision }),
    axes: grid.axes.map((axis) => ({ path: axis.name, values: valuesOf(axis) })),
    size: grid.size,
    points: points.map((point) => point.result()),
    best: { loss: bestOf(standings, 'loss'), cost: bestOf(standings, 'cost') },
    front: front.points,
    undecided: front.undecided,
    warnings,
  }
}
