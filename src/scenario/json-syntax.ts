/** Where a text is not JSON, and why. */
export interface JsonFault {
  /** Characters from the start of the text. */
  readonly offset: number
  /** What was expected and what came. */
  readonly message: string
}

/** A sign, a text in quotes, or another value. */
const TOKEN =
  /([{}[\],:])|("[^"\\]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\]*)*")|((?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/y
const SPACE = /[ \t\r\n]*/y
const UNKNOWN = /[\w.+-]+|./suy

/** A thing that JSON is made of: a sign, a text in quotes, another value, the end, or something that JSON does not know. */
interface Token {
  readonly kind: 'sign' | 'text' | 'value' | 'end' | 'unknown'
  readonly text: string
  readonly offset: number
}

/** What may come next: within a map a key, its colon, its value or a comma, and so on. */
type Expected = 'value' | 'valueOrClose' | 'key' | 'keyOrClose' | 'colon' | 'commaOrClose' | 'end'

const WORDS: Readonly<Record<Expected, string>> = {
  value: 'a value',
  valueOrClose: 'a value or ]',
  key: 'a key in double quotes',
  keyOrClose: 'a key in double quotes or }',
  colon: 'a colon after the key',
  commaOrClose: 'a comma or a closing bracket',
  end: 'the end of the file',
}

/**
 * The first thing that makes a text no JSON (RFC 8259), or undefined where it is JSON. The parser of scenario files is one of
 * YAML, which takes more: a trailing comma, a comment, single quotes.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  for (let token = tokenAt(text, 0); ; token = tokenAt(text, token.offset + token.text.length)) {
    const next = after(token, expected, open)
    if (next === undefined) return { offset: token.offset, message: `expected ${WORDS[expected]}, got ${shown(token)}` }
    if (token.kind === 'end') return undefined
    expected = next
  }
}

/** What may come after a token; undefined where the token may not come itself. */
function after({ kind, text }: Token, expected: Expected, open: ('{' | '[')[]): Expected | undefined {
  const closed = () => (open.length === 0 ? 'end' : 'commaOrClose')
  const isValue = expected === 'value' || expected === 'valueOrClose'
  if (kind === 'end') return expected === 'end' ? 'end' : undefined
  if (kind === 'text' && (expected === 'key' || expected === 'keyOrClose')) return 'colon'
  if (kind === 'text' || kind === 'value') return isValue ? closed() : undefined
  if (isValue && (text === '{' || text === '[')) {
    open.push(text)
    return text === '{' ? 'keyOrClose' : 'valueOrClose'
  }
  if (text === ':') return expected === 'colon' ? 'value' : undefined
  if (text === ',') return expected === 'commaOrClose' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined
  if (kind !== 'sign') return undefined
  const isClosed = expected === 'commaOrClose' || expected === (text === '}' ? 'keyOrClose' : 'valueOrClose')
  if (!isClosed || open.at(-1) !== (text === '}' ? '{' : '[')) return undefined
  open.pop()
  return closed()
}

function tokenAt(text: string, start: number): Token {
  SPACE.lastIndex = start
  const offset = start + SPACE.exec(text)![0].length
  TOKEN.lastIndex = offset
  const found = TOKEN.exec(text)
  if (found?.[1] !== undefined) return { kind: 'sign', text: found[1], offset }
  if (found?.[2] !== undefined && !hasControl(found[2])) return { kind: 'text', text: found[2], offset }
  if (found?.[3] !== undefined) return { kind: 'value', text: found[3], offset }
  if (offset === text.length) return { kind: 'end', text: '', offset }
  UNKNOWN.lastIndex = offset
  return { kind: 'unknown', text: UNKNOWN.exec(text)![0], offset }
}

/** A text in quotes may hold a line feed or another character below the space only as an escape. */
function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ')
}

function shown({ kind, text }: Token): string {
  if (kind === 'end') return 'the end of the file'
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
