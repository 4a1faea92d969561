import { showValue } from '../notation/value-text.ts'
import type { Problem } from './problem.ts'

const COMMA = 44
const QUOTE = 34
const CARRIAGE_RETURN = 13
const NEWLINE = 10
const ZERO = 48

/**
 * A CSV file (RFC 4180) with a header: cells divided by commas, lines by LF or CRLF, cells in double quotes where they
 * hold commas, quotes or line breaks. Empty lines are passed over. Rows that do not fit are left out and stand in
 * `problems`.
 */
export class CsvTable {
  readonly file: string
  readonly columns: readonly string[] = []
  readonly problems: readonly Problem[]
  private readonly text: string
  /** Start and end of each cell in the text, row by row. */
  private readonly bounds: number[] = []
  /** Line of each row, from 1. */
  private readonly lines: number[] = []

  /** @param file the name that problems carry */
  constructor(text: string, file: string) {
    this.file = file
    this.text = text.replace(/^\uFEFF/, '')
    const problems: Problem[] = []
    this.problems = problems
    const { bounds } = this
    const scanner = new RowScanner(this.text, bounds)
    let width = 0
    for (let begin = 0; scanner.next(); begin = bounds.length) {
      const { line, fault } = scanner
      const cells = (bounds.length - begin) / 2
      if (fault) problems.push(this.problemAt(fault.offset, fault.line, fault.message))
      else if (width === 0) {
        this.columns = columnNames(this.text, bounds)
        width = cells
      } else if (cells !== width) {
        const message = `expected ${width} cells (${this.columns.join(', ')}), got ${cells}`
        problems.push(this.problemAt(bounds[begin]!, line, message))
      } else {
        this.lines.push(line)
        continue
      }
      bounds.length = begin
    }
    if (width === 0 && problems.length === 0) {
      problems.push(this.problemAt(0, 1, 'expected a header with the names of the columns, got an empty file'))
    }
  }

  /** Number of rows that fit, the header not counted. */
  get size(): number {
    return this.lines.length
  }

  /** Index of a column, or -1. */
  column(name: string): number {
    return this.columns.indexOf(name)
  }

  cell(row: number, column: number): string {
    const place = 2 * (row * this.columns.length + column)
    return cellText(this.text, this.bounds[place]!, this.bounds[place + 1]!)
  }

  /** Whether a cell says exactly this. */
  cellIs(row: number, column: number, text: string): boolean {
    const place = 2 * (row * this.columns.length + column)
    const start = this.bounds[place]!
    if (this.text.charCodeAt(start) === QUOTE) return this.cell(row, column) === text
    return this.bounds[place + 1]! - start === text.length && this.text.startsWith(text, start)
  }

  /** A cell as a number, or NaN where it is none. */
  number(row: number, column: number): number {
    const text = this.cell(row, column)
    return text.trim() === '' ? Number.NaN : Number(text)
  }

  /** A cell as a whole number of at most 15 digits, or NaN where it is none. */
  whole(row: number, column: number): number {
    const place = 2 * (row * this.columns.length + column)
    const start = this.bounds[place]!
    const end = this.bounds[place + 1]!
    let value = 0
    for (let offset = start; offset < end; offset++) {
      const digit = this.text.charCodeAt(offset) - ZERO
      // Spaces, quotes, signs and fractions are rare: what is in the way goes the long way.
      if (digit < 0 || digit > 9) return wholeOf(this.number(row, column))
      value = value * 10 + digit
    }
    return end > start && end - start <= 15 ? value : Number.NaN
  }

  /** A problem at a cell: what was expected there. */
  unexpected(row: number, column: number, expected: string): Problem {
    const came = showValue(this.cell(row, column))
    const offset = this.bounds[2 * (row * this.columns.length + column)]!
    return this.problemAt(offset, this.lines[row]!, `expected ${expected} as ${this.columns[column]}, got ${came}`)
  }

  /** A problem at a row, or at the header. */
  problem(row: number | 'header', message: string): Problem {
    if (row === 'header') return this.problemAt(0, 1, message)
    return this.problemAt(this.bounds[2 * row * this.columns.length]!, this.lines[row]!, message)
  }

  private problemAt(offset: number, line: number, message: string): Problem {
    const start = offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1
    const [snippet] = this.text.slice(start, start + 1000).split(/\r?\n/, 1)
    return { severity: 'error', path: '', message, file: this.file, line, column: offset - start + 1, snippet }
  }
}

/** Goes through a text row by row and notes where its cells begin and end. */
class RowScanner {
  /** Line at which the row begins. */
  line = 0
  /** What is wrong with the row. */
  fault: { offset: number; line: number; message: string } | undefined
  private readonly text: string
  private readonly bounds: number[]
  private offset = 0
  private nextLine = 1

  constructor(text: string, bounds: number[]) {
    this.text = text
    this.bounds = bounds
  }

  /** Takes the next row that is not empty; false at the end. */
  next(): boolean {
    const { text, bounds } = this
    const { length } = text
    this.passEmptyLines()
    if (this.offset >= length) return false
    this.fault = undefined
    this.line = this.nextLine
    let start = this.offset
    let offset = start
    for (;;) {
      if (text.charCodeAt(offset) === QUOTE && offset === start) offset = this.quotedEnd(start)
      const code = offset < length ? text.charCodeAt(offset) : NEWLINE
      if (code === COMMA || code === NEWLINE) {
        const isCrlf = code === NEWLINE && offset > start && text.charCodeAt(offset - 1) === CARRIAGE_RETURN
        bounds.push(start, isCrlf ? offset - 1 : offset)
        start = offset + 1
        if (code === NEWLINE) break
      }
      offset++
    }
    this.offset = start
    this.nextLine++
    return true
  }

  private passEmptyLines(): void {
    const { text } = this
    for (;;) {
      const code = text.charCodeAt(this.offset)
      if (code === NEWLINE) this.nextLine++
      else if (code !== CARRIAGE_RETURN || text.charCodeAt(this.offset + 1) !== NEWLINE) return
      this.offset++
    }
  }

  /** Where a quoted cell ends: after its closing quote. */
  private quotedEnd(start: number): number {
    const { text } = this
    const { length } = text
    let lines = 0
    for (let offset = start + 1; offset < length; offset++) {
      const code = text.charCodeAt(offset)
      if (code === NEWLINE) lines++
      if (code !== QUOTE) continue
      if (text.charCodeAt(offset + 1) !== QUOTE) {
        this.nextLine += lines
        this.refuseRest(offset + 1)
        return offset + 1
      }
      offset++
    }
    this.fault ??= { offset: start, line: this.nextLine, message: 'expected a closing quote, got the end of the file' }
    return length
  }

  /** After a closing quote nothing may follow in the cell. */
  private refuseRest(offset: number): void {
    const isEnd = offset >= this.text.length || /[,\r\n]/.test(this.text.charAt(offset))
    if (isEnd) return
    this.fault ??= { offset, line: this.nextLine, message: 'expected a comma or the end of the line after the quotes' }
  }
}

function columnNames(text: string, bounds: readonly number[]): string[] {
  const names: string[] = []
  for (let place = 0; place < bounds.length; place += 2) {
    names.push(cellText(text, bounds[place]!, bounds[place + 1]!).trim())
  }
  return names
}

function wholeOf(value: number): number {
  return Number.isInteger(value) ? value : Number.NaN
}

function cellText(text: string, start: number, end: number): string {
  if (end === start || text.charCodeAt(start) !== QUOTE) return text.slice(start, end)
  return text.slice(start + 1, end - 1).replaceAll('""', '"')
}
