import type { CandidateResult, FrontResult } from '../experiment/front-result.ts'
import { valueText } from './figure-text.ts'
import { type Style, WIDTH } from './style.ts'

/** Columns and lines of the picture, most of them. */
const [COLUMNS, LINES] = [56, 12]
const MARKS = { tried: '.', close: '?', front: 'o' } as const
/** Room around the front, as a share of its width and height: what lies farther away is not drawn. */
const MARGIN = 0.15

/**
 * The front by its first two objectives, with what was tried beside it. In characters of ASCII. Nothing where there are
 * fewer than three points, or all are alike in one objective.
 */
export function frontPicture(result: FrontResult, { colours, width = WIDTH }: Style): string[] {
  const [across, up] = result.objectives
  if (!across || !up || result.front.length < 3) return []
  const at = ({ objectives }: CandidateResult) => [objectives[across.name]!.mean, objectives[up.name]!.mean] as const
  const front = result.points.filter(({ point }) => result.front.includes(point)).map(at)
  const x = extent(front.map(([value]) => value))
  const y = extent(front.map(([, value]) => value))
  if (x.span === 0 || y.span === 0) return []
  const labels = [y.high, y.low].map((value) => valueText(value, up.unit))
  const gutter = Math.max(...labels.map(({ length }) => length))
  const columns = Math.max(10, Math.min(COLUMNS, width - gutter - 5))
  const cells = Array.from({ length: LINES }, () => Array<string>(columns).fill(' '))
  for (const mark of ['tried', 'close', 'front'] as const)
    for (const point of result.points.filter(({ point }) => markOf(result, point) === mark)) {
      const [right, above] = at(point)
      const column = Math.round(((right - x.from) / (x.to - x.from)) * (columns - 1))
      const line = Math.round(((y.to - above) / (y.to - y.from)) * (LINES - 1))
      if (cells[line]?.[column] !== undefined) cells[line][column] = MARKS[mark]
    }
  const lineOf = (value: number) => Math.round(((y.to - value) / (y.to - y.from)) * (LINES - 1))
  const label = (line: number) => (line === lineOf(y.high) ? labels[0]! : line === lineOf(y.low) ? labels[1]! : '')
  const [least, most] = [valueText(x.low, across.unit), valueText(x.high, across.unit)]
  const indent = ' '.repeat(gutter + 4)
  return [
    `  ${up.name}`,
    ...cells.map((line, place) => `  ${label(place).padStart(gutter)} |${line.join('').trimEnd()}`.trimEnd()),
    `  ${' '.repeat(gutter)} +${'-'.repeat(columns)}`,
    `${indent}${least}${most.padStart(Math.max(most.length + 2, columns - least.length))}  ${across.name}`,
    colours.dim(`${indent}o front${result.undecided.length > 0 ? '  ? close' : ''}  . also tried`),
  ]
}

function markOf({ front, undecided }: FrontResult, point: number): keyof typeof MARKS {
  if (undecided.includes(point)) return 'close'
  return front.includes(point) ? 'front' : 'tried'
}

/** From where to where values go, and from where to where they are drawn. */
function extent(values: readonly number[]) {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const span = high - low
  return { low, high, span, from: low - MARGIN * span, to: high + MARGIN * span }
}
