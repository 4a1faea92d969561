import { ASCII, type Glyphs } from '../style.ts'

const CLOCK_ROWS = 3

/** Digits from 0 to 9 in half blocks: three rows of three columns. */
const BLOCKS = ['█▀█ ▀█▀▀█▀▀██ ██▀▀█▀▀▀▀██▀██▀█', '█ █  ██▀▀ ▀█▀▀█▀▀██▀█  ██▀█▀▀█', '▀▀▀  ▀▀▀▀▀▀▀  ▀▀▀▀▀▀▀  ▀▀▀▀▀▀▀']

/** The same in lines, for a terminal without blocks. */
const LINES = [' _     _  _     _  _  _  _  _ ', '| |  | _| _||_||_ |_   ||_||_|', '|_|  ||_  _|  | _||_|  ||_| _|']

/** A time in large digits. @param time of digits and colons: `02:03:11` */
export function bigClock(time: string, glyphs: Glyphs): string[] {
  const isPlain = glyphs === ASCII
  const colon = isPlain ? [' ', '.', '.'] : ['▄', '▄', ' ']
  return Array.from({ length: CLOCK_ROWS }, (_, row) =>
    [...time].map((sign) => (sign === ':' ? colon[row] : digit(Number(sign), row, isPlain))).join(' '),
  )
}

function digit(value: number, row: number, isPlain: boolean): string {
  return (isPlain ? LINES : BLOCKS)[row]!.slice(3 * value, 3 * value + 3)
}
