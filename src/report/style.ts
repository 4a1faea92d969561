/** Paints text for a terminal; an object of picocolors is one. Painting must not change the width. */
export interface Colours {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  cyan(text: string): string
}

/** The characters that reports draw with. */
export interface Glyphs {
  /** A full cell of a bar. */
  readonly full: string
  /** Parts of a cell, smallest first, in equal steps below a full one. */
  readonly parts: readonly string[]
  /** Levels of a chart: the first is zero and nothing else. */
  readonly levels: readonly string[]
  readonly arrow: string
  /** A moment on an axis. */
  readonly mark: string
  readonly dot: string
  readonly met: string
  readonly unmet: string
  readonly more: string
  /** Marks of a timeline, one column each. */
  readonly timeline: TimelineGlyphs
  /** What a stage is drawn with, one column each. */
  readonly stage: StageGlyphs
}

export interface TimelineGlyphs {
  readonly start: string
  readonly end: string
  readonly wait: string
  readonly throttle: string
  readonly kept: string
  readonly drop: string
  readonly send: string
}

export interface StageGlyphs {
  /** An event that waits for its first dispatch. */
  readonly event: string
  /** A slot in which an attempt runs, and a free one. */
  readonly used: string
  readonly free: string
  /** Ways from place to place: straight, where they branch off and come in, and where they turn. */
  readonly way: string
  readonly rail: string
  readonly right: string
  readonly up: string
  readonly left: string
  readonly out: string
  readonly in: string
  readonly lastOut: string
  readonly lastIn: string
}

/** How a report looks. It says the same without colours, and in ASCII. */
export interface Style {
  readonly colours: Colours
  readonly glyphs: Glyphs
  /** Columns that sentences are broken at; tables and charts keep theirs. Default, and most: `WIDTH`. */
  readonly width?: number
}

/** For a terminal that shows UTF-8. */
export const UNICODE: Glyphs = {
  full: '█',
  parts: ['▏', '▎', '▍', '▌', '▋', '▊', '▉'],
  levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  arrow: '→',
  mark: '▲',
  dot: '·',
  met: '✓',
  unmet: '✗',
  more: '…',
  timeline: { start: '┬', end: '┴', wait: '·', throttle: '×', kept: '✓', drop: '✗', send: '→' },
  stage: {
    event: '●',
    used: '■',
    free: '□',
    way: '─',
    rail: '│',
    right: '▶',
    up: '▲',
    left: '◀',
    out: '┤',
    in: '├',
    lastOut: '┘',
    lastIn: '└',
  },
}

/** For any other terminal. */
export const ASCII: Glyphs = {
  full: '#',
  parts: ['.'],
  levels: ['_', '.', ':', '-', '=', '+', '*', '#'],
  arrow: '->',
  mark: '^',
  dot: '|',
  met: 'ok',
  unmet: 'NOT MET',
  more: '...',
  timeline: { start: '+', end: '+', wait: ':', throttle: 'x', kept: '*', drop: 'X', send: '>' },
  stage: {
    event: 'o',
    used: '#',
    free: '.',
    way: '-',
    rail: '|',
    right: '>',
    up: '^',
    left: '<',
    out: '+',
    in: '+',
    lastOut: '+',
    lastIn: '+',
  },
}

const asItIs = (text: string) => text

/** Paints nothing. */
export const PLAIN: Colours = { bold: asItIs, dim: asItIs, red: asItIs, green: asItIs, yellow: asItIs, cyan: asItIs }

/** Columns of a report. */
export const WIDTH = 80
