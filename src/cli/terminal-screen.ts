import type { Size } from '../report/stage/stage.ts'

/** The screen that programs draw on, beside that of the shell; no cursor, and lines that are too long are not broken. */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J'
const LEAVE = '\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l'
const CLEAR = '\x1b[2J'

/** Of a terminal that does not say. */
const DEFAULT_SIZE: Size = { columns: 80, rows: 24 }

/** What a screen asks of a stream. */
export type ScreenStream = Pick<NodeJS.WriteStream, 'write' | 'once'> & Partial<Size>

/** Draws frames on a terminal: each one takes as few bytes as changed. */
export class TerminalScreen {
  private readonly stream: ScreenStream
  private isOpen = false
  /** Whether the terminal has not yet taken what was written. */
  private isFull = false
  private shown: readonly string[] = []

  constructor(stream: ScreenStream) {
    this.stream = stream
  }

  get size(): Size {
    const { columns, rows } = this.stream
    return { columns: columns || DEFAULT_SIZE.columns, rows: rows || DEFAULT_SIZE.rows }
  }

  /** Takes the terminal. Again: after somebody else may have written on it. */
  open(): void {
    this.isOpen = true
    this.shown = []
    this.write(ENTER)
  }

  /** Gives the terminal back as it was. */
  close(): void {
    if (this.isOpen) this.write(LEAVE)
    this.isOpen = false
  }

  /** Forgets what is shown: the terminal has another size. */
  clear(): void {
    this.shown = []
    if (this.isOpen) this.write(CLEAR)
  }

  /**
   * Shows lines from the top on.
   *
   * @returns whether it did: while the terminal is slow, frames are left out
   */
  draw(lines: readonly string[]): boolean {
    if (!this.isOpen || this.isFull) return false
    const changes = lines.flatMap((line, row) => (line === this.shown[row] ? [] : [`\x1b[${row + 1};1H\x1b[2K${line}`]))
    this.shown = lines
    if (changes.length > 0) this.write(changes.join(''))
    return true
  }

  private write(text: string): void {
    if (this.stream.write(text)) return
    this.isFull = true
    this.stream.once('drain', () => {
      this.isFull = false
    })
  }
}
