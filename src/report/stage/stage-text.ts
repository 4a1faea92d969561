import { Instants } from '../instant.ts'
import type { Style } from '../style.ts'
import { bigClockLines, factLines } from './clock-lines.ts'
import { courseLines } from './course-lines.ts'
import { decisionLines } from './decision-lines.ts'
import { type Line, type Piece, painted, spread } from './line.ts'
import { listLines } from './list-lines.ts'
import { LEAST_MAP_ROWS, mapLines } from './map-lines.ts'
import type { Size, Stage } from './stage.ts'

/** Columns from which on the stage is a map; on a narrower screen it is a list. */
const MAP_COLUMNS = 80
/** Rows from which on the clock is large, parts stand apart, and there are charts. */
const BIG_ROWS = 19
const APART_ROWS = 24
const CHART_ROWS = 14
/** Lines of the log that a screen of 24 rows has; of more rows it gets half. */
const LOG_ROWS = 4
/** Rows of a map beyond which more is no help. */
const MOST_MAP_ROWS = 19

/**
 * One frame of a run for a terminal: what is where, what comes next, how it went, and what was decided last.
 *
 * @returns as many lines as the screen has rows, each at most as wide
 */
export function stageText(stage: Stage, style: Style, { columns, rows }: Size): string[] {
  const instants = new Instants(stage.scenario.startMs)
  const isMap = columns >= MAP_COLUMNS
  const gap: Line[] = rows >= APART_ROWS ? [[]] : []
  const clock = rows >= BIG_ROWS ? bigClockLines(stage, instants, style, columns) : smallClock(stage, instants, style)
  const course = rows >= CHART_ROWS ? courseLines(stage, style, columns) : []
  const fixed = 2 + 3 * gap.length + clock.length + course.length
  const free = Math.max(0, rows - fixed)
  const log = Math.min(free, LOG_ROWS + Math.floor(Math.max(0, rows - APART_ROWS) / 2))
  const height = Math.min(MOST_MAP_ROWS, free - log)
  const places =
    isMap && height >= LEAST_MAP_ROWS
      ? mapLines(stage, style, columns, height)
      : listLines(stage, style, columns, height)
  const told = decisionLines(stage, instants, style, columns, free - places.length)
  const body = [header(stage, style, columns), ...gap, ...clock, ...gap, ...places, ...gap, ...course, ...told]
  const lines = [...body, ...Array.from({ length: Math.max(0, rows - 1 - body.length) }, (): Line => [])]
  return [...lines.slice(0, Math.max(0, rows - 1)), keysLine(stage, style, columns)].map((line) =>
    painted(line, columns, style),
  )
}

/** What runs, and how the clock goes. */
function header({ scenario, isOver, isPlaying, isBehind, speed }: Stage, { glyphs }: Style, columns: number): Line {
  const state = isOver ? 'over' : isPlaying ? 'playing' : 'paused'
  const pace = `${speed.toLocaleString('en-US')}x${isBehind && isPlaying ? ' asked, as fast as it can' : ''}`
  const colour = isOver ? 'green' : isPlaying ? 'cyan' : 'yellow'
  const right: Line = [[`${pace} `], [state, colour], [' ']]
  const left: Line = [
    [` ${scenario.name}`, 'bold'],
    [` ${glyphs.dot} seed ${scenario.seed}`, 'dim'],
  ]
  return spread(left, right, columns, glyphs.more)
}

function smallClock(stage: Stage, instants: Instants, style: Style): Line[] {
  const [time, progress] = factLines(stage, instants, style) as [Line, Line]
  return [[[' '], [time[0]![0], 'bold'], ['  '], ...progress]]
}

/** What keys do. */
function keysLine({ hasKeys, isOver, isPlaying }: Stage, { glyphs }: Style, columns: number): Line {
  if (!hasKeys)
    return [
      [' Ctrl-C', 'bold'],
      [' ends it', 'dim'],
    ]
  const keys: [string, string][] = isOver
    ? [['q', 'the report']]
    : [
        ['space', isPlaying ? 'pause' : 'play'],
        ['.', columns >= MAP_COLUMNS ? 'next decision' : 'next'],
        ['+-', 'speed'],
        ['q', 'quit'],
      ]
  const gap = columns >= MAP_COLUMNS ? ` ${glyphs.dot} ` : '  '
  return keys.flatMap(([key, what], place): Piece[] => [
    [place > 0 ? gap : ' ', 'dim'],
    [key, 'bold'],
    [` ${what}`, 'dim'],
  ])
}
