import type { PointResult, SweepResult } from '../experiment/sweep-result.ts'
import { cellsTable } from './cells-table.ts'
import { briefText, durationText } from './duration.ts'
import { figureCells, halfWidthText, valueText } from './figure-text.ts'
import { lengthText } from './length-text.ts'
import { countOf, countText } from './number.ts'
import { cut, cutInside, flow, wrap } from './prose.ts'
import { sectionsText } from './sections.ts'
import { shellWord } from './shell-word.ts'
import { type Style, WIDTH } from './style.ts'
import { OBJECTIVE_FIGURES, pointMark, pointWords, sweptFigures } from './swept-figure.ts'
import { shortNames, variedCell, variedText } from './varied-value.ts'

/** All that the report of a sweep is made from. */
export interface SweepReport {
  readonly result: SweepResult
  /** The scenario's file as the commands to try next name it. */
  readonly file: string
  /** Words of the command line that hold for all points: `--seed`, `7`. */
  readonly changes: readonly string[]
  /** Real time that it took, in ms; left out, the report is the same for the same seed. */
  readonly elapsedMs?: number
}

/** Figures that are there however narrow the table is. */
const ALWAYS = OBJECTIVE_FIGURES.length

/** Points up to which all have a row. */
const MOST_ROWS = 40
/** Columns that a name keeps where many things vary. */
const NARROWEST_NAME = 6
/** Columns between two of a table. */
const GAP = 2
/** Columns that the last column takes. */
const MARK_COLUMNS = 10 + GAP

/** What a sweep says, for a terminal: the answer first, then the grid with the figures that differ. */
export function sweepText(report: SweepReport, style: Style): string {
  const { result } = report
  const { width = WIDTH } = style
  const sections = [
    title(report, style),
    wrap(sweepAnswer(result), '  ', width),
    table(result, style),
    notes(result).flatMap((line) => wrap(line, '  ', width)),
    nextSteps(report),
  ]
  return sectionsText(sections, style)
}

function title(report: SweepReport, { colours, glyphs, width = WIDTH }: Style): string[] {
  const name = colours.bold(cut(report.result.name, width, glyphs.more))
  return [name, ...flow(sweepFacts(report), ` ${glyphs.dot} `, '', width)]
}

/** How much was simulated, and the seed. */
export function sweepFacts({ result, elapsedMs }: Pick<SweepReport, 'result' | 'elapsedMs'>): string[] {
  const { size, points, runLength, warmUp, seed } = result
  const counts = points.map(({ replications }) => replications)
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)]
  const times =
    fewest === most ? countOf(most, 'replication') : `${countText(fewest)} to ${countOf(most, 'replication')}`
  const took = elapsedMs === undefined ? '' : ` in ${durationText(elapsedMs)}`
  const length = lengthText(
    runLength,
    result.axes.map(({ path }) => path),
  )
  const reached =
    points.length < size ? `${countText(points.length)} of ${countOf(size, 'point')}` : countOf(size, 'point')
  return [
    `${reached}, ${times}${length} each, simulated${took}`,
    `seed ${seed}`,
    ...(warmUp > 0 ? [`the first ${briefText(warmUp)} left out`] : []),
  ]
}

/** Which point loses least, and which is the cheapest. */
export function sweepAnswer(result: SweepResult): string {
  const { best, points } = result
  const [least, cheapest] = [pointAt(result, best.loss.point), pointAt(result, best.cost.point)]
  const cost = ({ objectives }: PointResult) => `${valueText(objectives.cost.mean, 'money')} a run`
  const lost = ({ objectives }: PointResult) => valueText(objectives.loss.mean, 'share')
  const within = least.objectives.loss.halfWidth ? ` ± ${halfWidthText(least.objectives.loss, 'share')}` : ''
  const others = best.loss.asGood.length
  const alike =
    others === 0
      ? ''
      : `; ${others === points.length - 1 ? 'all others' : countOf(others, 'other point')} may be as good`
  const cheap =
    cheapest === least
      ? 'It is the cheapest, too.'
      : `Cheapest is ${pointWords(result, cheapest)}: ${cost(cheapest)}, with ${lost(cheapest)} lost.`
  if (points.every(({ objectives }) => objectives.loss.mean === 0))
    return `Nothing is lost at any point. Cheapest is ${pointWords(result, cheapest)}: ${cost(cheapest)}.`
  return `Least is lost with ${pointWords(result, least)}: ${lost(least)}${within}, for ${cost(least)}${alike}. ${cheap}`
}

function table(result: SweepResult, style: Style): string[] {
  const { best, front, points } = result
  const marked = new Set([...front, best.loss.point, best.cost.point])
  const shown =
    points.length <= MOST_ROWS ? points : points.filter(({ point }) => marked.has(point)).slice(0, MOST_ROWS)
  const columns = sweptFigures(result).map((column) => {
    const cells = shown.map((point) => figureCells(column.of(point), column.notation))
    return { heads: [column.label, '±'], cells, widths: [widthOf([column.label], cells, 0), widthOf(['±'], cells, 1)] }
  })
  let room = (style.width ?? WIDTH) - MARK_COLUMNS
  for (const { widths } of columns.slice(0, ALWAYS)) room -= widths[0]! + widths[1]!
  const values = shown.map((point) => result.axes.map(({ path }) => variedCell(point.values[path], style.glyphs.more)))
  const names = fitted(shortNames(result.axes.map(({ path }) => path)), room, style.glyphs.more)
  for (const [place, name] of names.entries()) room -= widthOf([name], values, place)
  // Where there is no room for an interval, a mean is better than nothing.
  const kept = columns.flatMap(({ heads, cells, widths }, place) => {
    let count = 2
    if (place >= ALWAYS) {
      count = widths[0]! > room ? 0 : widths[0]! + widths[1]! > room ? 1 : 2
      for (const width of widths.slice(0, count)) room -= width
    }
    return count === 0 ? [] : [{ heads: heads.slice(0, count), cells: cells.map((cell) => cell.slice(0, count)) }]
  })
  const rows = shown.map(({ point }, row) => [
    ...values[row]!,
    ...kept.flatMap(({ cells }) => cells[row]!),
    pointMark(result, point),
  ])
  const heads = [...names, ...kept.flatMap((column) => column.heads), '']
  return cellsTable(heads, rows, { ...style, width: Number.POSITIVE_INFINITY })
}

/** Columns of a terminal that a column of a table takes. */
function widthOf(head: readonly string[], rows: readonly (readonly string[])[], place: number): number {
  return GAP + Math.max(...[...head, ...rows.map((row) => row[place]!)].map((cell) => cell.length))
}

/** Names cut so far that all of them fit. */
function fitted(names: readonly string[], room: number, more: string): string[] {
  const widest = Math.max(NARROWEST_NAME, Math.floor(room / names.length) - GAP)
  const isWide = names.reduce((sum, name) => sum + GAP + name.length, 0) > room
  return names.map((name) => (isWide ? cutInside(name, widest, more) : name))
}

function notes(result: SweepResult): string[] {
  const { points } = result
  const hidden = points.length - Math.min(points.length, MOST_ROWS)
  return [
    ...markNotes(result),
    ...(hidden > 0
      ? [`${countText(points.length)} points were simulated; these are the best. --json and --out have them all.`]
      : []),
    ...sweepNotes(result),
  ]
}

/** What marks of points between the best ones mean, as far as there are any. */
export function markNotes({ front, undecided, best }: SweepResult): string[] {
  const between = front.filter((point) => point !== best.loss.point && point !== best.cost.point)
  const isClose = (point: number) => undecided.includes(point)
  return [
    ...(between.some((point) => !isClose(point)) ? ['front: no other point is cheaper and loses as little.'] : []),
    ...(between.some(isClose)
      ? ['close: another point may be cheaper and lose as little; more replications tell.']
      : []),
  ]
}

/** What the sweep did not get to: its precision, or its end. */
export function sweepNotes({ points, size, precision, complete }: SweepResult): string[] {
  const loose = points.filter(({ stopped }) => stopped === 'maximum').length
  return [
    ...(precision !== undefined && loose > 0
      ? [
          `${countOf(loose, 'point')} ${loose === 1 ? 'is' : 'are'} not known to ${Number((precision * 100).toPrecision(3))} %.`,
        ]
      : []),
    ...(points.length < size || !complete ? ['Interrupted: this is what was whole by then.'] : []),
  ]
}

function nextSteps(report: SweepReport): string[] {
  const { result, file, changes } = report
  const least = pointAt(result, result.best.loss.point)
  const set = result.axes.map(({ path }) => `${path}=${variedText(least.values[path])}`)
  const words = [
    'asyncinvoke',
    'compare',
    shellWord(file),
    ...changes.map(shellWord),
    '--with',
    shellWord(set.join(',')),
  ]
  return [`  ${words.join(' ')}`]
}

function pointAt({ points }: SweepResult, number: number): PointResult {
  return points.find(({ point }) => point === number)!
}
