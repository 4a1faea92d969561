import type { Timeline } from '../measure/timeline.ts'
import { briefText } from './duration.ts'
import type { ExplainedRun, Explanation, Question } from './explanation.ts'
import { Footnotes } from './footnotes.ts'
import { Instants, isOffMidnight } from './instant.ts'
import { countOf, countText } from './number.ts'
import { cut, wrap } from './prose.ts'
import { sectionsText } from './sections.ts'
import { type Colours, type Style, type TimelineGlyphs, WIDTH } from './style.ts'
import { type Row, type RowKind, rowsOf } from './timeline-row.ts'
import { fateText } from './timeline-sentence.ts'

const DAY_MS = 86_400_000
/** Columns before the text of a row: indent, time, mark. */
const TEXT_COLUMN = 17
/** Columns that the text of a row has at least. */
const LEAST_COLUMNS = 24
/** Events of a chain that are named. */
const CHAIN_SHOWN = 6

/** The mark and the colour of each kind of row. */
export const LOOKS: Readonly<
  Record<RowKind, readonly [mark: keyof TimelineGlyphs | undefined, colour: keyof Colours | undefined]>
> = {
  accepted: [undefined, undefined],
  start: ['start', 'cyan'],
  success: ['end', 'green'],
  failure: ['end', 'red'],
  retryWait: ['wait', 'yellow'],
  backOff: ['wait', 'yellow'],
  queue: ['wait', 'yellow'],
  throttle: ['throttle', 'yellow'],
  fold: ['wait', 'dim'],
  kept: ['kept', 'green'],
  drop: ['drop', 'red'],
  delivery: ['send', undefined],
  lost: ['drop', 'red'],
  note: ['wait', 'dim'],
}

/** The timelines of some events for a terminal, with the rules that made them beneath. Every line ends in a line feed. */
export function timelineText(explanation: Explanation, style: Style): string {
  const { scenario, timelines, question, isTitled = true } = explanation
  const { width = WIDTH } = style
  const footnotes = new Footnotes()
  const page = new Page(explanation, style, footnotes, Math.max(width, TEXT_COLUMN + LEAST_COLUMNS))
  const name = cut(scenario.name, width - 24, style.glyphs.more)
  const sections = [
    [
      ...(isTitled ? [`${style.colours.bold(name)} ${style.glyphs.dot} seed ${scenario.seed}`] : []),
      ...clockLines(scenario, style),
    ],
    question ? wrap(questionText(question, timelines.length), '', width) : [],
    ...timelines.flatMap((timeline) => [page.heading(timeline), page.body(timeline)]),
    footnotes.lines(width).map((line) => style.colours.dim(line)),
  ]
  return sectionsText(sections, style)
}

/** What clock the times are of, where it differs from what the scenario and the report count in. */
function clockLines({ startMs }: ExplainedRun, { colours, width = WIDTH }: Style): string[] {
  if (!isOffMidnight(startMs)) return []
  const instants = new Instants(startMs)
  const text = `times are UTC: the run starts at ${instants.second(0)} on ${instants.day(0)}`
  return wrap(text, '', width).map((line) => colours.dim(line))
}

/** How many events met a fate, of how many, and which of them are shown. */
export function questionText({ fate, met, total, functionName, others }: Question, shown: number): string {
  const of = functionName === undefined ? '' : ` of ${functionName}`
  const events = `${countText(met)} of ${countOf(total, 'event')}${of}`
  if (total === 0) return `No event${of} arrived.`
  if (met === 0) {
    const there = others.map(({ fate, count }) => `${fate} (${countText(count)})`)
    return `None of ${countOf(total, 'event')}${of} ${VERBS[fate] ?? `ended as ${fate}`}. There are: ${there.join(', ')}.`
  }
  const had =
    fate === 'slow'
      ? `${events} took longest from acceptance to end (the slowest 1 %).`
      : `${events} ${VERBS[fate] ?? `ended as ${fate}`}.`
  const order = `by ${fate === 'throttled' ? 'throttles' : 'attempts'}, then by age at the end`
  if (met === shown) return had
  return shown === 1 ? `${had} Shown is the median one ${order}.` : `${had} Shown are ${shown}, evenly spread ${order}.`
}

const VERBS: Readonly<Partial<Record<Question['fate'], string>>> = {
  dropped: 'were dropped',
  discarded: 'were discarded',
  throttled: 'were throttled',
  retried: 'were retried',
}

/** Lays out timelines of one run. */
class Page {
  private readonly explanation: Explanation
  private readonly style: Style
  private readonly footnotes: Footnotes
  private readonly width: number
  private readonly instants: Instants

  constructor(explanation: Explanation, style: Style, footnotes: Footnotes, width: number) {
    this.explanation = explanation
    this.style = style
    this.footnotes = footnotes
    this.width = width
    this.instants = new Instants(explanation.scenario.startMs)
  }

  /** Which event it is, what became of it, and what it was allowed. */
  heading(timeline: Timeline): string[] {
    const { colours, glyphs } = this.style
    const { function: name, qualifier, event, end, origin } = timeline
    const called = qualifier === '$LATEST' ? name : `${name}:${qualifier}`
    const parts = [`event ${countText(event)}`, called, fateText(timeline)].join(` ${glyphs.dot} `)
    const lines = wrap(parts, '', this.width).map((line) => colours.bold(line))
    if (end) {
      const { maximumRetries, maximumAgeMs } = end
      const limits = `${countOf(maximumRetries, 'retry', 'retries')} and an age of ${briefText(maximumAgeMs)}`
      lines.push(...wrap(`in force at its end: ${limits}`, '', this.width))
    }
    if (origin) lines.push(...wrap(this.chainText(origin.chain, event), '', this.width))
    return lines
  }

  body(timeline: Timeline): string[] {
    const { scenario } = this.explanation
    const { instants } = this
    const lastMs = timeline.steps.at(-1)!.atMs
    const isDated = scenario.runLengthMs > DAY_MS || instants.day(timeline.acceptedMs) !== instants.day(lastMs)
    let day = ''
    let time = ''
    return rowsOf(timeline, scenario).flatMap((row) => {
      const lines: string[] = []
      if (row.atMs !== undefined && isDated && instants.day(row.atMs) !== day) {
        day = instants.day(row.atMs)
        lines.push(`  ${this.style.colours.dim(day)}`)
      }
      if (row.atMs !== undefined) time = instants.time(row.atMs)
      lines.push(...this.lines(row, row.atMs === undefined ? '' : time))
      return lines
    })
  }

  private lines(row: Row, time: string): string[] {
    const { colours, glyphs } = this.style
    const [mark, colour] = LOOKS[row.kind]
    const paint = colour === undefined ? (text: string) => text : colours[colour]
    const drawn = mark === undefined ? ' ' : glyphs.timeline[mark]
    const note = [row.aside, this.footnotes.mark(row.rules)].filter((text) => text !== '').join('  ')
    const texts = wrap(row.text, '', this.width - TEXT_COLUMN)
    const indent = ' '.repeat(TEXT_COLUMN)
    const lines = texts.map((text, place) =>
      place === 0 ? `  ${time.padEnd(12)} ${paint(drawn)} ${text}` : `${indent}${text}`,
    )
    if (note === '') return lines
    // The note stands at the right, behind the text where there is room.
    const used = TEXT_COLUMN + texts.at(-1)!.length
    if (used + 2 + note.length <= this.width) {
      lines.push(lines.pop()! + ' '.repeat(this.width - used - note.length) + colours.dim(note))
    } else {
      const notes = wrap(note, '', this.width - TEXT_COLUMN)
      lines.push(...notes.map((text) => ' '.repeat(this.width - text.length) + colours.dim(text)))
    }
    return lines
  }

  private chainText(chain: readonly number[], event: number): string {
    const { arrow, more } = this.style.glyphs
    const numbers = [...chain, event].map(countText)
    const shown = numbers.length > CHAIN_SHOWN ? [numbers[0]!, numbers[1]!, more, ...numbers.slice(-3)] : numbers
    return `chain of events: ${shown.join(` ${arrow} `)}`
  }
}
