import type { ColourName } from '../../report/timeline-colour.ts'
import { DROP_CONDITIONS } from '../../rules/condition.ts'
import type { LiveColumn } from './live-course.ts'

/** A curve of a chart. */
export interface ChartCurve {
  readonly column: LiveColumn
  readonly label: string
  readonly colour: ColourName
  /** Lengths of strokes and gaps in pixels: what tells it from the others without its colour. */
  readonly dash?: number[]
}

/** A chart of the run over time. */
export interface ChartWords {
  readonly id: string
  readonly title: string
  /** What a point is. @param period such as `1 s` */
  what(period: string): string
  /** What is said where there is nothing to draw. */
  readonly none: string
  readonly unit: 'count' | 'duration'
  readonly curves: readonly ChartCurve[]
}

const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3]] as const

export const CHARTS: readonly ChartWords[] = [
  {
    id: 'backlog',
    title: 'Backlog',
    what: () => 'most that waited at one moment',
    none: 'No event has waited.',
    unit: 'count',
    curves: [{ column: 'backlog', label: 'waiting', colour: 'retry' }],
  },
  {
    id: 'age',
    title: 'Age',
    what: () => 'of the oldest at its dispatch',
    none: 'Every event was dispatched at once.',
    unit: 'duration',
    curves: [{ column: 'oldestMs', label: 'age', colour: 'backoff' }],
  },
  {
    id: 'attempts',
    title: 'Attempts',
    what: (period) => `ended in each ${period}`,
    none: 'No attempt has ended.',
    unit: 'count',
    curves: [
      { column: 'attempts', label: 'attempts', colour: 'running' },
      { column: 'errors', label: 'errors', colour: 'bad', dash: [6, 3] },
    ],
  },
  {
    id: 'concurrency',
    title: 'Concurrency',
    what: () => 'most that ran at one moment',
    none: 'Nothing has run.',
    unit: 'count',
    curves: [{ column: 'running', label: 'running', colour: 'running' }],
  },
  {
    id: 'throttles',
    title: 'Throttles',
    what: (period) => `refused in each ${period}`,
    none: 'No dispatch was throttled.',
    unit: 'count',
    curves: [{ column: 'throttles', label: 'throttles', colour: 'backoff' }],
  },
  {
    id: 'drops',
    title: 'Drops by condition',
    what: (period) => `in each ${period}`,
    none: 'No event was dropped.',
    unit: 'count',
    curves: DROP_CONDITIONS.map((condition, place) => ({
      column: condition,
      label: condition,
      colour: place % 2 === 0 ? 'bad' : 'ink',
      dash: [...DASHES[place]!],
    })),
  },
]
