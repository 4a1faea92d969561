import type { Problem } from '../../../scenario/problem.ts'

/** Where something stands in a text that somebody wrote: characters from its start. */
export interface TextPlace {
  readonly offset: number
}

/** A problem at a place of such a text, with its line and column. @param path what it is about; empty for nothing in particular */
export function problemAt(text: string, offset: number, path: string, message: string): Problem {
  const lines = text.slice(0, offset).split('\n')
  return {
    severity: 'error',
    path,
    message,
    line: lines.length,
    column: lines.at(-1)!.length + 1,
    snippet: text.split(/\r?\n/)[lines.length - 1],
  }
}

/** One line: `line 2, column 5: --option: message`. */
export function placedText({ line, column, path, message }: Problem): string {
  const place = line === undefined ? '' : `line ${line}, column ${column}: `
  return `${place}${path === '' ? '' : `${path}: `}${message}`
}
