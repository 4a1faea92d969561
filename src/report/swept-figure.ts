import type { Estimate } from '../experiment/estimate.ts'
import type { PointResult, SweepResult } from '../experiment/sweep-result.ts'
import type { Notation } from './figure-text.ts'
import { shortNames, variedText } from './varied-value.ts'

/** A figure in which points of a sweep may differ. */
export interface SweptFigure {
  readonly label: string
  readonly of: (point: PointResult) => Estimate | undefined
  readonly notation: Notation
}

const total = (label: string, metric: string, notation: Notation): SweptFigure => ({
  label,
  of: ({ figures }) => figures.total[metric],
  notation,
})

/** What a sweep is about: always told. */
export const OBJECTIVE_FIGURES: readonly [loss: SweptFigure, cost: SweptFigure] = [
  { label: 'lost', of: ({ objectives }) => objectives.loss, notation: 'share' },
  { label: 'cost', of: ({ objectives }) => objectives.cost, notation: 'money' },
]

const OTHERS: readonly SweptFigure[] = [
  total('age p99', 'eventAge.p99', 'duration'),
  total('completion p99', 'completion.p99', 'duration'),
  total('response p99', 'synchronous.response.p99', 'duration'),
  total('throttles', 'throttles', 'count'),
  total('running', 'concurrency.mean', 'amount'),
  total('attempts', 'attempts', 'count'),
  total('cold starts', 'coldStarts', 'count'),
]

/** The objectives, then the others that differ between points. */
export function sweptFigures({ points }: SweepResult): SweptFigure[] {
  return [...OBJECTIVE_FIGURES, ...OTHERS.filter((figure) => differs(figure, points))]
}

function differs({ of }: SweptFigure, points: readonly PointResult[]): boolean {
  const means = points.flatMap((point) => of(point)?.mean ?? [])
  return means.some((mean) => mean !== means[0])
}

/** The values of a point or setting in words: `slots=8, retries=2`. */
export function pointWords(
  { axes }: { readonly axes: readonly { readonly path: string }[] },
  { values }: { readonly values: Readonly<Record<string, unknown>> },
): string {
  const names = shortNames(axes.map(({ path }) => path))
  return axes.map(({ path }, place) => `${names[place]}=${variedText(values[path])}`).join(', ')
}

/** What a point is among the others; `''` where it is nothing of note. */
export function pointMark({ best, front, undecided, points }: SweepResult, point: number): string {
  if (points.length === 1) return ''
  if (best.loss.point === point && best.cost.point === point) return 'best'
  if (best.loss.point === point) return 'least lost'
  if (best.cost.point === point) return 'cheapest'
  if (undecided.includes(point)) return 'close'
  return front.includes(point) ? 'front' : ''
}

/** How many of the point's replications met all that is expected, at least: the expectation that was met least often. */
export function leastMet({ expectations, replications }: PointResult): number {
  return Math.min(replications, ...expectations.map(({ met }) => met))
}
