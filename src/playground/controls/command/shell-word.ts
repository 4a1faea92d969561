import type { TextPlace } from './text-place.ts'

/** One word of a command line, without its quotes, and where it begins. */
export interface ShellWord extends TextPlace {
  readonly text: string
}

/** A place in a command line where a shell does something that a page cannot do, or knows no way on. */
export class ShellFault extends RangeError {
  readonly offset: number

  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}

const SPACE = /[^\S\n]/
/** What a shell would put something else in the place of, or start something with. */
const EXPANDED = /[$`]/
const OPERATOR = /[|<>()&]/

/**
 * Takes command lines apart as a POSIX shell does: quotes, backslashes, `\` at the end of a line, comments. A line end, `;` or
 * `&&` ends a command. A `$` before a command, as in documents, is left out.
 *
 * @returns the words of each command
 * @throws ShellFault where a quote is not closed, or a shell would do more than take words apart
 */
export function shellWords(text: string): ShellWord[][] {
  return new Splitter(text).commands()
}

class Splitter {
  private readonly text: string
  private offset = 0

  constructor(text: string) {
    this.text = text
  }

  commands(): ShellWord[][] {
    const commands: ShellWord[][] = [[]]
    while (this.skipSpace()) {
      if (this.takeEnd()) commands.push([])
      else commands.at(-1)!.push(this.word())
    }
    return commands
      .map((words) => (words[0]?.text === '$' ? words.slice(1) : words))
      .filter((words) => words.length > 0)
  }

  /** Past spaces, comments and line ends that are taken back. @returns whether anything follows */
  private skipSpace(): boolean {
    const { text } = this
    for (;;) {
      const escaped = /^\\[^\S\n]*\r?\n/.exec(text.slice(this.offset, this.offset + 200))
      if (escaped) this.offset += escaped[0].length
      else if (SPACE.test(text[this.offset] ?? '')) this.offset++
      else if (text[this.offset] === '#') this.offset += /^[^\n]*/.exec(text.slice(this.offset))![0].length
      else return this.offset < text.length
    }
  }

  private takeEnd(): boolean {
    const end = /^(?:\n|;|&&)/.exec(this.text.slice(this.offset, this.offset + 2))
    if (!end) return false
    this.offset += end[0].length
    return true
  }

  private word(): ShellWord {
    const start = this.offset
    let word = ''
    for (;;) {
      const character = this.text[this.offset]
      if (character === undefined || /[\s;]/.test(character)) break
      if (character === "'") word += this.singleQuoted()
      else if (character === '"') word += this.doubleQuoted()
      else if (character === '\\') {
        if (/^\\[^\S\n]*\r?\n/.test(this.text.slice(this.offset, this.offset + 200))) break
        word += this.text[this.offset + 1] ?? ''
        this.offset += 2
      } else if (character === '$' && this.offset === start && /\s/.test(this.text[start + 1] ?? '')) {
        word += character
        this.offset++
      } else {
        if (this.text.startsWith('&&', this.offset)) break
        if (EXPANDED.test(character)) this.refuseExpansion(this.offset)
        if (OPERATOR.test(character)) throw new ShellFault(this.offset, `expected words and options, got ${character}`)
        word += character
        this.offset++
      }
    }
    return { text: word, offset: start }
  }

  private singleQuoted(): string {
    const start = this.offset
    const end = this.text.indexOf("'", start + 1)
    if (end < 0) throw new ShellFault(start, "expected a closing ', got the end of the text")
    this.offset = end + 1
    return this.text.slice(start + 1, end)
  }

  private doubleQuoted(): string {
    const start = this.offset++
    let word = ''
    for (;;) {
      const character = this.text[this.offset]
      if (character === undefined) throw new ShellFault(start, 'expected a closing ", got the end of the text')
      if (character === '"') break
      if (EXPANDED.test(character)) this.refuseExpansion(this.offset)
      const next = this.text[this.offset + 1]
      if (character === '\\' && next !== undefined && '$`"\\\n'.includes(next)) {
        if (next !== '\n') word += next
        this.offset += 2
      } else {
        word += character
        this.offset++
      }
    }
    this.offset++
    return word
  }

  private refuseExpansion(offset: number): never {
    const [came] = /^(?:\$\w+|.)/s.exec(this.text.slice(offset))!
    throw new ShellFault(
      offset,
      `expected plain text, got ${came}, which a shell would replace; single quotes '…' keep it as it is`,
    )
  }
}
