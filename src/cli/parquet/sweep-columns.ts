import { METRICS, QUEUE_METRICS, type Unit } from '../../scenario/metric.ts'
import type { SweepHead } from '../sweep-file.ts'
import { type Column, type Columns, NUMBER, TEXT, TRUTH, WHOLE } from './column.ts'

/** Of a file of a sweep: the keys of a line of JSON. Functions and targets are found by their names. */
export function sweepColumns({ axes }: Pick<SweepHead, 'axes'>): Columns {
  const figures = struct(metricColumns(METRICS))
  return {
    point: WHOLE,
    replication: WHOLE,
    seed: WHOLE,
    values: struct(Object.fromEntries(axes.map(({ path, values }) => [path, columnOf(values)]))),
    met: { kind: 'list', of: TRUTH },
    figures: struct({
      total: figures,
      functions: { kind: 'map', of: figures },
      destinations: { kind: 'map', of: struct(metricColumns(QUEUE_METRICS)) },
    }),
  }
}

/** The narrowest column that takes all values of an axis. */
function columnOf(values: readonly unknown[]): Column {
  const present = values.filter((value) => value !== null)
  if (present.every((value) => Number.isSafeInteger(value))) return WHOLE
  if (present.every((value) => typeof value === 'number')) return NUMBER
  return present.every((value) => typeof value === 'boolean') ? TRUTH : TEXT
}

function metricColumns(metrics: Readonly<Record<string, Unit>>): Columns {
  return Object.fromEntries(
    Object.entries(metrics).map(([metric, unit]) => [metric, unit === 'count' ? WHOLE : NUMBER]),
  )
}

function struct(columns: Columns): Column {
  return { kind: 'struct', columns }
}
