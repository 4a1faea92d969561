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
}

const asItIs = (text: string) => text

/** Paints nothing. */
export const PLAIN: Colours = { bold: asItIs, dim: asItIs, red: asItIs, green: asItIs, yellow: asItIs, cyan: asItIs }

/** Columns of a report. */
export const WIDTH = 80
