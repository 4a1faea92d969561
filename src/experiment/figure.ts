import type { ExpectationTerm } from '../scenario/expectation.ts'
import { METRICS, metricOf, QUEUE_METRICS, type Unit } from '../scenario/metric.ts'
import type { RunResult } from '../scenario/result.ts'

/** What a figure is of: all functions together, one of them, or a target. */
export type Subject = 'total' | 'function' | 'destination'

/** One number of a run's result, by the words that expectations use for it. Plain data. */
export interface Figure {
  readonly subject: Subject
  /** Name of the function, ARN of the target, `total`. */
  readonly name: string
  /** `dropped`, `eventAge.p99` */
  readonly metric: string
  readonly unit: Unit
}

/** All figures of a result, in an order that is the same for every run of a scenario: the total first. */
export function figuresOf({ total, functions, destinations = {} }: RunResult): Figure[] {
  return [
    ...figures('total', 'total', METRICS, total),
    ...Object.entries(functions).flatMap(([name, result]) => figures('function', name, METRICS, result)),
    ...Object.entries(destinations).flatMap(([name, result]) => figures('destination', name, QUEUE_METRICS, result)),
  ]
}

function figures(
  subject: Subject,
  name: string,
  metrics: Readonly<Record<string, Unit>>,
  result: Parameters<typeof metricOf>[0],
): Figure[] {
  return Object.entries(metrics).flatMap(([metric, unit]) =>
    metricOf(result, metric) === undefined ? [] : [{ subject, name, metric, unit }],
  )
}

/** What the figures come to in a run: all that is kept of it. */
export function valuesOf(result: RunResult, figures: readonly Figure[]): Float64Array {
  return Float64Array.from(figures, ({ subject, name, metric }) => {
    const part = { total: result.total, function: result.functions[name], destination: result.destinations?.[name] }
    return metricOf(part[subject]!, metric)!
  })
}

/** What tells a figure from others. */
export type FigureName = Omit<Figure, 'unit'>

/** The figure that a term of an expectation is of. */
export function figureOf({ name, metric, isTarget }: ExpectationTerm): FigureName {
  return { subject: isTarget ? 'destination' : name === 'total' ? 'total' : 'function', name, metric }
}

export function keyOf({ subject, name, metric }: FigureName): string {
  return JSON.stringify([subject, name, metric])
}

/** As expectations write it: `checkout.eventAge.p99`. */
export function wordsOf({ name, metric }: Figure): string {
  return `${name}.${metric}`
}

/** Something for each figure, as documents have it: by subject, then by metric. */
export interface ByFigure<T> {
  readonly total: Readonly<Record<string, T>>
  readonly functions: Readonly<Record<string, Readonly<Record<string, T>>>>
  /** Left out where the scenario names no targets. */
  readonly destinations?: Readonly<Record<string, Readonly<Record<string, T>>>>
}

/** @param of gets each figure and its place */
export function byFigure<T>(figures: readonly Figure[], of: (figure: Figure, place: number) => T): ByFigure<T> {
  const total: Record<string, T> = {}
  const named = { function: new Map<string, Record<string, T>>(), destination: new Map<string, Record<string, T>>() }
  for (const [place, figure] of figures.entries()) {
    const { subject, name, metric } = figure
    let part = subject === 'total' ? total : named[subject].get(name)
    if (!part) {
      part = {}
      if (subject !== 'total') named[subject].set(name, part)
    }
    part[metric] = of(figure, place)
  }
  const destinations = Object.fromEntries(named.destination)
  return {
    total,
    functions: Object.fromEntries(named.function),
    ...(named.destination.size > 0 && { destinations }),
  }
}
