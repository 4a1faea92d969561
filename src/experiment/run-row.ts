import { METRICS, QUEUE_METRICS } from '../scenario/metric.ts'
import { type ByFigure, byFigure, type Figure, type Subject } from './figure.ts'

/**
 * One replication of one point of a sweep, or of one setting: what is measured, and so what is kept. Plain data, of which JSON
 * gives back every bit.
 */
export interface RunRow {
  /** Number of the point or setting, from 1. */
  readonly point: number
  /** From 1, in order. */
  readonly replication: number
  /** That run alone: `run FILE --seed …`. */
  readonly seed: number
  /** Values that were changed, by path. */
  readonly values: Readonly<Record<string, unknown>>
  /** Of each expectation, whether it was met. */
  readonly met: readonly boolean[]
  readonly figures: ByFigure<number>
}

/** Who is told of runs, and which were told before. */
export interface RowKeeping {
  /** Is told of each run, in order: what `--out` writes. */
  readonly onRow?: (row: RunRow) => void
  /** Rows that `onRow` was told of before, from the first on: they are not simulated again. */
  readonly rows?: Iterable<RunRow>
}

export function rowFigures(figures: readonly Figure[], values: Float64Array): ByFigure<number> {
  return byFigure(figures, (_, place) => values[place]!)
}

/** The figures of a row, in an order that is the same in every row of its point. */
export function figuresOfRow({ figures: { total, functions, destinations = {} } }: RunRow): Figure[] {
  return [
    ...named('total', 'total', total),
    ...Object.entries(functions).flatMap(([name, part]) => named('function', name, part)),
    ...Object.entries(destinations).flatMap(([name, part]) => named('destination', name, part)),
  ]
}

/** What they come to, in that order. */
export function valuesOfRow({ figures: { total, functions, destinations = {} } }: RunRow): Float64Array {
  const parts = [total, ...Object.values(functions), ...Object.values(destinations)]
  return Float64Array.from(parts.flatMap((part) => Object.values(part)))
}

function named(subject: Subject, name: string, part: Readonly<Record<string, number>>): Figure[] {
  const units = subject === 'destination' ? QUEUE_METRICS : METRICS
  return Object.keys(part).map((metric) => ({ subject, name, metric, unit: units[metric]! }))
}
