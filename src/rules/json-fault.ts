/** Something open in a JSON text: where it began. */
interface Opened {
  readonly isObject: boolean
  readonly offset: number
}

/** What may stand next. */
type Expected = 'value' | 'valueOrClose' | 'name' | 'nameOrClose' | 'colon' | 'commaOrClose' | 'end'

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
const WORD = /[\p{L}\p{N}_$]+/uy
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const SPACE = /[ \t\r\n]*/y

/**
 * What makes a text no JSON, in the words of Jackson, the parser behind Lambda's API; undefined where it is JSON. The end
 * of the text in an object is recorded; the other sentences are Jackson's own, and where AWS points in them is inferred.
 */
export function jsonFault(text: string): string | undefined {
  const opened: Opened[] = []
  let expected: Expected = 'value'
  let offset = 0
  for (;;) {
    offset += match(SPACE, text, offset).length
    if (offset === text.length) return expected === 'end' ? undefined : endFault(text, expected, opened.at(-1))
    const character = text[offset]!
    const top = opened.at(-1)
    if (isClose(expected, character, top)) {
      opened.pop()
      offset++
      expected = opened.length === 0 ? 'end' : 'commaOrClose'
    } else if (expected === 'colon' && character === ':') {
      offset++
      expected = 'value'
    } else if (expected === 'commaOrClose' && character === ',') {
      offset++
      expected = top!.isObject ? 'name' : 'value'
    } else if (character === '"' && (takesName(expected) || takesValue(expected))) {
      const end = textEnd(text, offset)
      if (typeof end === 'string') return end
      offset = end
      expected = takesName(expected) ? 'colon' : afterValue(opened)
    } else if (takesValue(expected) && (character === '{' || character === '[')) {
      opened.push({ isObject: character === '{', offset })
      offset++
      expected = character === '{' ? 'nameOrClose' : 'valueOrClose'
    } else if (takesValue(expected)) {
      const scalar = match(NUMBER, text, offset) || match(WORD, text, offset)
      const next = match(WORD, text, offset + scalar.length)
      if (!isScalar(scalar) || next !== '') return valueFault(text, offset, scalar + next)
      offset += scalar.length
      expected = afterValue(opened)
    } else return placeFault(text, offset, expected, top)
  }
}

function isClose(expected: Expected, character: string, top: Opened | undefined): boolean {
  if (!top || character !== (top.isObject ? '}' : ']')) return false
  return expected === 'commaOrClose' || expected === (top.isObject ? 'nameOrClose' : 'valueOrClose')
}

function takesName(expected: Expected): boolean {
  return expected === 'name' || expected === 'nameOrClose'
}

function takesValue(expected: Expected): boolean {
  return expected === 'value' || expected === 'valueOrClose'
}

function afterValue(opened: readonly Opened[]): Expected {
  return opened.length === 0 ? 'end' : 'commaOrClose'
}

function isScalar(text: string): boolean {
  return text === 'true' || text === 'false' || text === 'null' || (text !== '' && !Number.isNaN(Number(text)))
}

/** The offset behind a text in quotes, or what is wrong with it. */
function textEnd(text: string, start: number): number | string {
  for (let offset = start + 1; offset < text.length; offset++) {
    const character = text[offset]!
    if (character === '"') return offset + 1
    if (character < ' ')
      return fault(
        text,
        offset,
        `Illegal unquoted character ((CTRL-CHAR, code ${character.charCodeAt(0)})): has to be escaped using backslash to be included in string value`,
      )
    if (character !== '\\') continue
    offset++
    const escaped = text[offset]
    if (escaped === undefined) break
    if (escaped === 'u' && /^[\da-f]{4}$/i.test(text.slice(offset + 1, offset + 5))) offset += 4
    else if (escaped === 'u')
      return fault(text, offset, 'Unexpected character: expected a hex-digit for character escape sequence')
    else if (!'"\\/bfnrt'.includes(escaped))
      return fault(text, offset, `Unrecognized character escape ${shown(escaped)}`)
  }
  return fault(text, text.length, 'Unexpected end-of-input: was expecting closing quote for a string value')
}

function endFault(text: string, expected: Expected, top: Opened | undefined): string {
  if (!top) return fault(text, text.length, 'No content to map due to end-of-input')
  if (expected === 'colon' || (expected === 'value' && top.isObject))
    return fault(text, text.length, 'Unexpected end-of-input within/between Object entries')
  const kind = top.isObject ? 'Object' : 'Array'
  return fault(
    text,
    text.length,
    `Unexpected end-of-input: expected close marker for ${kind} (start marker at ${place(text, top.offset)})`,
  )
}

function valueFault(text: string, offset: number, word: string): string {
  if (/^-?0\d/.test(word)) return fault(text, offset, 'Invalid numeric value: Leading zeroes not allowed')
  if (word !== '') return fault(text, offset + word.length, `Unrecognized token '${word}': was expecting ${VALUES}`)
  return fault(text, offset, `Unexpected character (${shown(text[offset]!)}): expected a valid value ${VALUES}`)
}

function placeFault(text: string, offset: number, expected: Expected, top: Opened | undefined): string {
  const character = text[offset]!
  if (expected === 'commaOrClose' && top && (character === '}' || character === ']')) {
    const [close, kind] = top.isObject ? ['}', 'Object'] : [']', 'Array']
    const begin = place(text, top.offset)
    return fault(
      text,
      offset,
      `Unexpected close marker '${character}': expected '${close}' (for ${kind} starting at ${begin})`,
    )
  }
  const wanted: Readonly<Record<string, string>> = {
    colon: 'was expecting a colon to separate field name and value',
    commaOrClose: `was expecting comma to separate ${top?.isObject ? 'Object' : 'Array'} entries`,
    end: 'expected the end of the payload',
  }
  const what = wanted[expected] ?? 'was expecting double-quote to start field name'
  return fault(text, offset, `Unexpected character (${shown(character)}): ${what}`)
}

function shown(character: string): string {
  return `'${character}' (code ${character.charCodeAt(0)})`
}

function fault(text: string, offset: number, what: string): string {
  return `${what}\n at ${place(text, offset)}`
}

/** Lines and columns from 1. */
function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `[Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${before.length}, column: ${before.at(-1)!.length + 1}]`
}

/** The match at an offset; empty where there is none. */
function match(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0] ?? ''
}
