import { cut } from '../prose.ts'
import { ASCII, type Colours, type Style } from '../style.ts'

/** A stretch of text in one colour. */
export type Piece = readonly [text: string, colour?: keyof Colours]

/** A line of a screen, before it is painted. */
export type Line = readonly Piece[]

export function lengthOf(line: Line): number {
  return line.reduce((length, [text]) => length + text.length, 0)
}

/** The line in exactly so many columns. What does not fit is left out, and `more` says so. */
export function fitted(line: Line, columns: number, more: string): Line {
  const pieces: Piece[] = []
  let room = columns
  for (const [text, colour] of line) {
    const fits = cut(text, room, more.length <= room ? more : '')
    if (fits !== '') pieces.push(colour ? [fits, colour] : [fits])
    room -= fits.length
    if (fits.length < text.length) break
  }
  return room > 0 ? [...pieces, [' '.repeat(room)]] : pieces
}

/** One line with another at its right end; where there is no room for both, the left one is cut. */
export function spread(left: Line, right: Line, columns: number, more: string): Line {
  return [...fitted(left, Math.max(0, columns - lengthOf(right) - 1), more), [' '], ...right]
}

/** The line as a terminal shows it, at most so many columns. Without other glyphs all is ASCII. */
export function painted(line: Line, columns: number, { colours, glyphs }: Style): string {
  const pieces = [...fitted(line, columns, glyphs.more)]
  // What follows on a line is empty anyway.
  while (pieces.length > 0 && pieces.at(-1)![0].trimEnd() === '') pieces.pop()
  return pieces
    .map(([text, colour], place) => {
      const shown = place === pieces.length - 1 ? text.trimEnd() : text
      const told = glyphs === ASCII ? shown.replaceAll(/\P{ASCII}/gu, '?') : shown
      return colour ? colours[colour](told) : told
    })
    .join('')
}
