import { valuesIn } from '../../experiment/alternative.ts'
import { METRICS, QUEUE_METRICS, type Unit } from '../../scenario/metric.ts'
import type { RowHead } from '../row-head.ts'
import { type Column, type Columns, NUMBER, TEXT, TRUTH, WHOLE } from './column.ts'

/** Of a file of rows: the keys of a line of JSON; `values` where something is changed. Functions and targets are found by their names. */
export function rowColumns(head: Pick<RowHead, 'axes' | 'settings'>): Columns {
  const figures = struct(metricColumns(METRICS))
  const changes = [...changesOf(head)].map(([path, values]) => [path, columnOf(values)] as const)
  return {
    point: WHOLE,
    replication: WHOLE,
    seed: WHOLE,
    ...(changes.length > 0 && { values: struct(Object.fromEntries(changes)) }),
    met: { kind: 'list', of: TRUTH },
    figures: struct({
      total: figures,
      functions: { kind: 'map', of: figures },
      destinations: { kind: 'map', of: struct(metricColumns(QUEUE_METRICS)) },
    }),
  }
}

/** All that each path is changed to, by points of a sweep or by settings that are compared. */
function changesOf({ axes = [], settings = [] }: Pick<RowHead, 'axes' | 'settings'>): Map<string, unknown[]> {
  const changes = new Map(axes.map(({ path, values }) => [path, [...values]]))
  for (const setting of settings)
    for (const [path, value] of Object.entries(valuesIn(setting.with)))
      changes.set(path, [...(changes.get(path) ?? []), value])
  return changes
}

/** The narrowest column that takes all of some values. */
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
