import { valuesIn } from '../experiment/alternative.ts'
import { keyOf } from '../experiment/figure.ts'
import { placesAt } from '../experiment/grid.ts'
import { replicationSeed } from '../experiment/replication-seed.ts'
import { figuresOfRow, type RunRow } from '../experiment/run-row.ts'
import { type RowHead, rowsTogether } from './row-head.ts'

/** Holds what stands in a file, row by row, against what its program writes: somebody may have been at it. */
export class RowCheck {
  private readonly head: RowHead
  private before = { point: 0, replication: 0 }
  /** What the first row of each setting has, or of the point that is being read. */
  private readonly shapes = new Map<number, string>()

  constructor(head: RowHead) {
    this.head = head
  }

  /** @returns what was expected of the next row, where it is not that; undefined where it is */
  fault(value: unknown): string | undefined {
    const { point, replication } = this.before
    if (!isRow(value)) return 'expected a run: its point, replication, seed, values, met and figures'
    if (!this.isNext(value)) return `expected the run after point ${point}, replication ${replication}`
    const seed = replicationSeed(this.head.seed, value.replication)
    if (value.seed !== seed) return `expected seed ${seed}, got ${value.seed}`
    const values = JSON.stringify(this.valuesOf(value.point))
    if (JSON.stringify(value.values) !== values) return `expected the values ${values} of point ${value.point}`
    if (this.head.axes && value.replication === 1) this.shapes.clear()
    const shape = shapeOf(value)
    if ((this.shapes.get(value.point) ?? shape) !== shape)
      return `expected the figures and expectations that point ${value.point} has in its first run`
    this.shapes.set(value.point, shape)
    this.before = value
    return undefined
  }

  /** What a point changes: of a grid, or of the settings that are compared. */
  private valuesOf(point: number): RunRow['values'] {
    const { axes, settings } = this.head
    if (!axes) return settings ? valuesIn(settings[point - 1]!.with) : {}
    const places = placesAt(
      point,
      axes.map(({ values }) => values.length),
    )
    return Object.fromEntries(axes.map(({ path, values }, index) => [path, values[places[index]!]]))
  }

  private isNext({ point, replication }: RunRow): boolean {
    const { head, before } = this
    const isNextPoint = point === before.point + 1
    if (head.axes) {
      if (point === before.point) return replication === before.replication + 1
      return isNextPoint && replication === 1
    }
    const isFirst = before.point === 0 || before.point === rowsTogether(head)
    if (isFirst) return point === 1 && replication === before.replication + 1
    return isNextPoint && replication === before.replication
  }
}

function isRow(value: unknown): value is RunRow {
  if (!isObject(value)) return false
  const { point, replication, seed, values, met, figures } = value
  if (![point, replication, seed].every(Number.isSafeInteger) || !isObject(values)) return false
  if (!Array.isArray(met) || !met.every((each) => typeof each === 'boolean') || !isObject(figures)) return false
  const { total, functions, destinations = {} } = figures
  if (!isObject(functions) || !isObject(destinations)) return false
  return [total, ...Object.values(functions), ...Object.values(destinations)].every(isOfNumbers)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOfNumbers(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(Number.isFinite)
}

function shapeOf(row: RunRow): string {
  return `${row.met.length} ${figuresOfRow(row).map(keyOf).join()}`
}
