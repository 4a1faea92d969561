import type { Timeline } from '../measure/timeline.ts'
import { ageRuler, RULER_HEIGHT } from './age-ruler.ts'
import type { ExplainedRun, Explanation } from './explanation.ts'
import { Footnotes } from './footnotes.ts'
import { Instants } from './instant.ts'
import { countText } from './number.ts'
import { cut, wrap } from './prose.ts'
import { element, escaped } from './svg.ts'
import { COLOUR, DARK_RULES } from './timeline-colour.ts'
import { type Row, type RowKind, rowsOf } from './timeline-row.ts'
import { fateText } from './timeline-sentence.ts'

/** How a picture is laid out, in its own units: as wide as it is, with times on the left of an axis and texts on its right. */
interface Layout {
  readonly width: number
  readonly margin: number
  /** Where times end. */
  readonly timeX: number
  readonly axisX: number
  readonly textX: number
  /** Characters of a line: at 15 pixels a letter of a system font is less than 8 wide. */
  readonly columns: number
}

/** `wide` is for a slide or a desk, `narrow` for a telephone held upright. */
export const LAYOUTS = {
  wide: { width: 960, margin: 32, timeX: 152, axisX: 180, textX: 208, columns: 86 },
  narrow: { width: 384, margin: 4, timeX: 112, axisX: 128, textX: 146, columns: 27 },
} as const satisfies Record<string, Layout>

const LINE_SPACE = 26
/** How many more characters of a note than of a text fit into a line. */
const SMALLER = 15 / 13
const LINE_HEIGHT = 20
const ROW_GAP = 12

/** What only a reader with style sheets gets: the dark, and digits of one width. */
const STYLE = `
.timeline .time { font-variant-numeric: tabular-nums; }
@media (prefers-color-scheme: dark) {
  ${DARK_RULES}
}
`
const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, sans-serif'

/** How each kind of text looks. */
const TEXTS = {
  head: { 'font-size': 22, 'font-weight': 600, fill: COLOUR.ink },
  fate: { 'font-size': 18, fill: COLOUR.ink },
  text: { fill: COLOUR.ink },
  time: { class: 'time', 'text-anchor': 'end', fill: COLOUR.ink },
  quiet: { 'font-size': 13, fill: COLOUR.quiet },
  aside: { 'font-size': 13, 'text-anchor': 'end', fill: COLOUR.quiet },
} as const

/** The mark of each kind of row, and its colour. */
const LOOKS: Readonly<
  Record<RowKind, readonly [shape: 'dot' | 'ring' | 'cross' | 'diamond' | 'arrow' | 'none', colour: string]>
> = {
  accepted: ['ring', COLOUR.quiet],
  start: ['none', COLOUR.running],
  success: ['dot', COLOUR.good],
  failure: ['cross', COLOUR.bad],
  retryWait: ['none', COLOUR.retry],
  backOff: ['none', COLOUR.backoff],
  queue: ['none', COLOUR.backoff],
  throttle: ['diamond', COLOUR.backoff],
  fold: ['none', COLOUR.backoff],
  kept: ['dot', COLOUR.good],
  drop: ['cross', COLOUR.bad],
  delivery: ['arrow', COLOUR.running],
  lost: ['cross', COLOUR.quiet],
  note: ['none', COLOUR.quiet],
}

/** A row with its place in the picture. */
interface Placed {
  readonly row: Row
  readonly lines: readonly string[]
  /** How old the event was and how sure the rules are; in lines of their own beneath where there is no room. */
  readonly notes: readonly string[]
  /** Whether the note stands at the right of the only line, and not beneath. */
  readonly isNoteBeside: boolean
  /** The middle of its first line. */
  readonly y: number
}

/** How a timeline is drawn beside others. */
interface TimelineDrawing {
  readonly layout: Layout
  /** Begins the ids of its elements, which no other picture of a page may have. */
  readonly id: string
  /** Whether the event, its fate and the run stand above the rows. */
  readonly hasHeading: boolean
}

/**
 * The timeline of the first event as one picture of its own, for a slide: it needs no other file, and follows the
 * reader's choice of light or dark; without style sheets it is light. Rows have equal distances: an attempt of 100 ms stays visible beside a wait of 60 s.
 */
export function timelineSvg({ scenario, timelines }: Explanation): string {
  return timelinePicture(timelines[0]!, scenario, { layout: LAYOUTS.wide, id: 'timeline', hasHeading: true })
}

/** A timeline as a picture among others. */
export function timelinePicture(timeline: Timeline, scenario: ExplainedRun, drawing: TimelineDrawing): string {
  const { layout, id, hasHeading } = drawing
  const { margin, width } = layout
  const instants = new Instants(scenario.startMs)
  const name = cut(timeline.function, 60, '…')
  const heading = `event ${countText(timeline.event)} · ${name}`
  const fate = fateText(timeline)
  const heads = [
    { text: heading, kind: 'head' },
    { text: fate, kind: 'fate' },
    { text: subtitle(timeline, scenario, instants), kind: 'quiet' },
  ] as const
  const headHeight = hasHeading ? 44 + heads.length * LINE_SPACE + 2 : 0
  const placed = place(rowsOf(timeline, scenario), headHeight + 16, layout)
  const last = placed.at(-1)!
  const bottom = last.y + heightOf(last)
  const height = bottom + (timeline.end ? RULER_HEIGHT : 0) + LAYOUTS.wide.margin / 2
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'timeline',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    'font-family': FONT,
    'font-size': 15,
    role: 'img',
    'aria-labelledby': `${id}-title ${id}-desc`,
  }
  return element('svg', attributes, [
    element('title', { id: `${id}-title` }, [escaped(`${heading} · ${fate}`)]),
    element('desc', { id: `${id}-desc` }, [escaped(description(placed, instants))]),
    element('style', {}, [STYLE]),
    element('rect', { width, height, fill: COLOUR.ground }),
    ...(hasHeading ? heads.map(({ text, kind }, line) => label(margin, 44 + line * LINE_SPACE, text, kind)) : []),
    ...placed.slice(1).map((each, index) => link(placed[index]!, each, layout)),
    ...placed.map((each) => drawn(each, instants, layout)),
    ...(timeline.end ? [ageRuler(timeline.end, { x: margin, y: bottom + 8, width: width - 2 * margin })] : []),
  ])
}

function place(rows: readonly Row[], top: number, { columns }: Layout): Placed[] {
  const footnotes = new Footnotes()
  let y = top
  return rows.map((row) => {
    const lines = wrap(row.text, '', columns)
    // A picture has no footnotes: it says how sure, and the text says the rest.
    const sure = footnotes.mark(row.rules).replaceAll(/ ?\[\d+\]/g, '')
    const note = [row.aside, sure].filter((text) => text !== '').join(' · ')
    const isNoteBeside = lines.length === 1 && row.text.length + 3 + note.length / SMALLER <= columns
    const notes = note === '' ? [] : isNoteBeside ? [note] : wrap(note, '', Math.floor(columns * SMALLER))
    const placed = { row, lines, notes, isNoteBeside, y }
    y += heightOf(placed) + ROW_GAP
    return placed
  })
}

function heightOf({ lines, notes, isNoteBeside }: Omit<Placed, 'y'>): number {
  return (lines.length + (isNoteBeside ? 0 : notes.length)) * LINE_HEIGHT
}

function drawn({ row, lines, notes, isNoteBeside, y }: Placed, instants: Instants, layout: Layout): string {
  const { width, margin, timeX, axisX, textX } = layout
  const time = row.atMs === undefined ? [] : [label(timeX, y + 5, instants.time(row.atMs), 'time')]
  const texts = lines.map((line, index) => label(textX, y + 5 + index * LINE_HEIGHT, line, 'text'))
  const beneath = y + 3 + lines.length * LINE_HEIGHT
  const asides = notes.map((note, line) =>
    isNoteBeside
      ? label(width - margin, y + 5, note, 'aside')
      : label(textX, beneath + line * LINE_HEIGHT, note, 'quiet'),
  )
  return element('g', {}, [...time, mark(row.kind, axisX, y), ...texts, ...asides])
}

function label(x: number, y: number, text: string, kind: keyof typeof TEXTS): string {
  return element('text', { x, y, ...TEXTS[kind] }, [escaped(text)])
}

function mark(kind: RowKind, axisX: number, y: number): string {
  const [shape, colour] = LOOKS[kind]
  const line = {
    fill: 'none',
    stroke: colour,
    'stroke-width': 3,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  }
  // The axis ends at a mark of lines, and does not go through it.
  const path = (d: string) =>
    element('path', { d, ...line, stroke: COLOUR.ground, 'stroke-width': 9 }) + element('path', { d, ...line })
  switch (shape) {
    case 'dot':
      return element('circle', { cx: axisX, cy: y, r: 7, fill: colour })
    case 'ring':
      return element('circle', { cx: axisX, cy: y, r: 5, ...line, fill: COLOUR.ground })
    case 'cross':
      return path(`M${axisX - 6} ${y - 6}l12 12m0 -12l-12 12`)
    case 'diamond':
      return element('path', { d: `M${axisX} ${y - 7}l7 7l-7 7l-7 -7z`, fill: colour })
    case 'arrow':
      return path(`M${axisX - 8} ${y}h16m-6 -6l6 6l-6 6`)
    case 'none':
      return ''
  }
}

/** What joins a row to the next one: an attempt is a bar, a wait a dotted line, all else no time. */
function link(from: Placed, to: Placed, { axisX }: Layout): string {
  const ends = { x1: axisX, y1: from.y, x2: axisX, y2: to.y }
  if (from.row.kind === 'start' && (to.row.kind === 'success' || to.row.kind === 'failure')) {
    return element('rect', {
      x: axisX - 7,
      y: from.y - 8,
      width: 14,
      height: to.y - from.y - (to.row.kind === 'failure' ? 4 : 0),
      rx: 4,
      fill: LOOKS.start[1],
    })
  }
  const wait = [from, to].find(({ row }) => ['retryWait', 'backOff', 'queue', 'fold'].includes(row.kind))
  const throttle = from.row.kind === 'throttle' && to.row.kind !== 'drop' ? from : undefined
  const colour = LOOKS[(wait ?? throttle)?.row.kind ?? 'accepted'][1]
  if (!wait && !throttle) return element('line', { ...ends, stroke: COLOUR.rule, 'stroke-width': 2 })
  return element('line', {
    ...ends,
    stroke: colour,
    'stroke-width': 3,
    'stroke-dasharray': '0.1 7',
    'stroke-linecap': 'round',
  })
}

function subtitle({ acceptedMs }: Timeline, { name, seed }: ExplainedRun, instants: Instants): string {
  return `${cut(name, 60, '…')} · seed ${seed} · accepted ${instants.day(acceptedMs)} ${instants.time(acceptedMs)} UTC`
}

/** The rows as sentences, for those who hear the picture. */
function description(placed: readonly Placed[], instants: Instants): string {
  return placed.map(({ row }) => `${row.atMs === undefined ? '' : `${instants.time(row.atMs)} `}${row.text}`).join('. ')
}
