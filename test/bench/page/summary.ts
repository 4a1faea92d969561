import Table from 'cli-table3'
import { spread } from '../summary.ts'
import type { Figure } from './figures.ts'

/** A figure with what was measured, one value a round. */
export interface Measured {
  readonly figure: Pick<Figure, 'name' | 'unit' | 'target'>
  readonly values: readonly number[]
}

/** A line a figure: the median over the rounds with the smallest and the largest, beside what it is to be. */
export function figureTable(measured: readonly Measured[]): string {
  const table = new Table({
    head: ['', 'median', 'min – max', 'target', ''],
    colAligns: ['left', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  })
  for (const { figure, values } of measured) {
    const { name, unit, target } = figure
    const { median, min, max } = spread(values)
    const show = (value: number) => value.toFixed(unit === '/s' ? 1 : 0)
    const wanted = 'atLeast' in target ? `≥ ${target.atLeast}` : `< ${target.below}`
    const isMet = 'atLeast' in target ? median >= target.atLeast : median < target.below
    table.push([
      name,
      `${show(median)} ${unit}`,
      `${show(min)} – ${show(max)}`,
      `${wanted} ${unit}`,
      isMet ? 'met' : 'missed',
    ])
  }
  return table.toString()
}
