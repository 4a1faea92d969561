import type { CandidateResult, FrontResult } from '../experiment/front-result.ts'
import { cellsTable } from './cells-table.ts'
import { briefText, durationText } from './duration.ts'
import { figureCells, valueText } from './figure-text.ts'
import { frontPicture } from './front-picture.ts'
import { lengthText } from './length-text.ts'
import { countOf, countText } from './number.ts'
import { cut, cutInside, flow, listed, wrap } from './prose.ts'
import { sectionsText } from './sections.ts'
import { shellWord } from './shell-word.ts'
import { type Style, WIDTH } from './style.ts'
import { pointWords } from './swept-figure.ts'
import { shortNames, variedCell, variedText } from './varied-value.ts'

/** All that the report of a front is made from. */
export interface FrontReport {
  readonly result: FrontResult
  /** The scenario's file as the commands to try next name it. */
  readonly file: string
  /** Words of the command line that hold for all settings: `--seed`, `7`. */
  readonly changes: readonly string[]
  /** Real time that it took, in ms; left out, the report is the same for the same seed. */
  readonly elapsedMs?: number
}

/** Settings of a front that have a row, most of them. */
const MOST_ROWS = 30
/** Columns that the head of a column takes at most. */
const HEAD_COLUMNS = 16

/** What was found, for a terminal: the answer first, then the front as a picture and as a table. */
export function frontText(report: FrontReport, style: Style): string {
  const { result } = report
  const { width = WIDTH } = style
  const sections = [
    title(report, style),
    wrap(frontAnswer(result), '  ', width),
    frontPicture(result, style),
    table(result, style),
    [...(result.front.length > MOST_ROWS ? [manyText(result)] : []), ...frontNotes(result)].flatMap((line) =>
      wrap(line, '  ', width),
    ),
    nextSteps(report),
  ]
  return sectionsText(sections, style)
}

function title({ result, elapsedMs }: FrontReport, { colours, glyphs, width = WIDTH }: Style): string[] {
  const parts = frontFacts({ result, ...(elapsedMs !== undefined && { elapsedMs }) })
  return [colours.bold(cut(result.name, width, glyphs.more)), ...flow(parts, ` ${glyphs.dot} `, '', width)]
}

/** What was simulated, part by part. */
export function frontFacts({ result, elapsedMs }: Pick<FrontReport, 'result' | 'elapsedMs'>): string[] {
  const { axes, size, points, runs, runLength, warmUp, seed } = result
  const took = elapsedMs === undefined ? '' : ` in ${durationText(elapsedMs)}`
  const length = lengthText(
    runLength,
    axes.map(({ path }) => path),
  )
  return [
    `${countText(points.length)} of ${countOf(size, 'setting')} tried, ${countOf(runs, 'run')}${length} simulated${took}`,
    `seed ${seed}`,
    ...(warmUp > 0 ? [`the first ${briefText(warmUp)} left out`] : []),
  ]
}

/** The answer in a sentence or two. */
export function frontAnswer(result: FrontResult): string {
  const { outcome, front, requirement, objectives } = result
  if (outcome === 'none') return noneText(result)
  const lead = outcome === 'interrupted' ? 'Interrupted: this is what was tried by then. ' : ''
  const [first, last] = [pointAt(result, front[0]), pointAt(result, front.at(-1))]
  if (!first || !last) return `${lead}No setting was shown to suffice.`
  const holds = mayFail(result) ? 'holds or may hold' : 'holds'
  const held = requirement === null ? '' : ` with which "${requirement}" ${holds}`
  const told = (point: CandidateResult) => `${pointWords(result, point)} (${listed(figuresOf(result, point))})`
  if (first === last) {
    const all = objectives.length > 1 ? 'everything' : objectives[0]!.name
    if (result.points.length === 1) return `${lead}One setting was tried${held}: ${told(first)}.`
    return `${lead}One setting${held} has the least of ${all}: ${told(first)}.`
  }
  return `${lead}Of ${countOf(front.length, 'setting')}${held} none is better than another in ${listed(objectives.map(({ name }) => name))}: from ${told(first)} to ${told(last)}.`
}

function noneText({ points, binding }: FrontResult): string {
  const bound = listed(binding.map((term) => `"${term}"`))
  const isUnsure = points.some(({ verdict }) => verdict === 'undecided')
  const none = isUnsure ? 'was shown to suffice' : 'suffices'
  return binding.length > 1
    ? `No setting that was tried ${none}: ${bound} are not met together.`
    : `No setting that was tried ${none}: what binds is ${bound}.`
}

function table(result: FrontResult, style: Style): string[] {
  const { axes, objectives, undecided } = result
  const rows = shownOf(result).map((point) => [
    ...axes.map(({ path }) => variedCell(point.values[path], style.glyphs.more)),
    undecided.includes(point.point) ? 'close' : '',
    countText(point.replications),
    ...objectives.flatMap(({ name, unit }) => figureCells(point.objectives[name], unit)),
  ])
  if (rows.length === 0) return []
  const head = (name: string) => cutInside(name, HEAD_COLUMNS, style.glyphs.more)
  const names = shortNames(axes.map(({ path }) => path)).map(head)
  return cellsTable([...names, '', 'runs', ...objectives.flatMap(({ name }) => [head(name), '±'])], rows, style)
}

/** The front, or of a long one settings that are evenly spread. */
function shownOf(result: FrontResult): CandidateResult[] {
  const { front } = result
  const rows = Math.min(front.length, MOST_ROWS)
  return Array.from({ length: rows }, (_, row) => {
    const place = rows === 1 ? 0 : Math.round((row * (front.length - 1)) / (rows - 1))
    return pointAt(result, front[place])!
  })
}

function manyText({ front }: FrontResult): string {
  return `The front has ${countText(front.length)} settings; every so many of them is here. --json has them all.`
}

/** What is not sure about it, in sentences. */
export function frontNotes(result: FrontResult): string[] {
  const { undecided, outcome, requirement, doubts } = result
  return [
    ...(undecided.length > 0
      ? [
          `close: its runs do not decide whether another setting is better${mayFail(result) ? `, or whether "${requirement}" holds` : ''}.`,
        ]
      : []),
    ...(outcome === 'interrupted' ? [] : [coverage(result)]),
    ...doubts,
  ]
}

/** Whether it is open for something of the front if it satisfies the requirement. */
function mayFail({ undecided, points }: FrontResult): boolean {
  return points.some(({ point, verdict }) => undecided.includes(point) && verdict === 'undecided')
}

function coverage({ open, budget, outcome }: FrontResult): string {
  const [does, ones] = outcome === 'none' ? ['suffices', 'some that do'] : ['is better', 'better ones']
  return open === 0
    ? `No setting that was not tried ${does}, as long as each figure goes one way along each path.`
    : `The budget of ${countOf(budget, 'run')} was spent before all was looked at: among up to ${countOf(open, 'setting')} there may be ${ones}. --budget gives more.`
}

function nextSteps({ result, file, changes }: FrontReport): string[] {
  const words = (command: string, ...more: readonly string[]) =>
    ['  asyncinvoke', command, shellWord(file), ...changes.map(shellWord), ...more].join(' ')
  const ends = [...new Set([pointAt(result, result.front[0]), pointAt(result, result.front.at(-1))])]
  const set = (point: CandidateResult) =>
    shellWord(result.axes.map(({ path }) => `${path}=${variedText(point.values[path])}`).join(','))
  return ends[0] ? [words('compare', ...ends.flatMap((point) => ['--with', set(point!)]))] : []
}

function figuresOf({ objectives }: FrontResult, point: CandidateResult): string[] {
  return objectives.map(({ name, unit }) => `${name} ${valueText(point.objectives[name]!.mean, unit)}`)
}

function pointAt({ points }: FrontResult, number: number | undefined): CandidateResult | undefined {
  return points.find(({ point }) => point === number)
}
