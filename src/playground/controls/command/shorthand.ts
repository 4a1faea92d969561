/** A value in the shorthand of the AWS CLI. */
export type ShorthandValue = string | ShorthandValue[] | { readonly [name: string]: ShorthandValue }

/** Texts that stand in the shorthand as they are. */
const PLAIN = /^[\w:/.@+-]+$/

/**
 * Reads a structure in the shorthand of the AWS CLI: `OnSuccess={Destination=a},OnFailure={Destination=b}`. Documented: "Using
 * shorthand syntax in the AWS CLI".
 *
 * @throws RangeError that says what was expected and what came
 */
export function readShorthand(text: string): Readonly<Record<string, ShorthandValue>> {
  const reader = new Reader(text)
  const value = reader.members('')
  reader.end()
  return value
}

/** A structure in the shorthand; undefined where a text of it cannot stand there plainly. */
export function shorthandOf(structure: Readonly<Record<string, unknown>>): string | undefined {
  const parts = Object.entries(structure).map(([name, value]) => {
    if (typeof value === 'string') return PLAIN.test(value) ? `${name}=${value}` : undefined
    const inner = shorthandOf(value as Record<string, unknown>)
    return inner === undefined ? undefined : `${name}={${inner}}`
  })
  return parts.includes(undefined) ? undefined : parts.join(',')
}

class Reader {
  private readonly text: string
  private offset = 0

  constructor(text: string) {
    this.text = text
  }

  /** `name=value,name=value` up to a sign. @param close `}`, or '' for the end of the text */
  members(close: string): Record<string, ShorthandValue> {
    const members: Record<string, ShorthandValue> = {}
    if (close !== '' && this.peek() === close) return members
    do {
      this.space()
      const name = this.take(/[\w.-]*/y)
      if (name === '') this.refuse('a name')
      if (this.text.startsWith('@=', this.offset)) this.refuse('= (a page cannot read files)')
      this.expect('=')
      members[name] = this.value(close)
    } while (this.takeIf(','))
    return members
  }

  end(): void {
    if (this.peek() !== '') this.refuse(', or the end')
  }

  private value(close: string): ShorthandValue {
    this.space()
    const sign = this.peek()
    if (sign === '{') {
      this.offset++
      const members = this.members('}')
      this.expect('}')
      return members
    }
    if (sign === '[') return this.list()
    if (sign === '"' || sign === "'") return this.quoted(sign)
    return this.take(close === '' ? /[^,]*/y : /[^,}\]]*/y).trim()
  }

  private list(): ShorthandValue[] {
    this.offset++
    const values: ShorthandValue[] = []
    if (this.takeIf(']')) return values
    do values.push(this.value(']'))
    while (this.takeIf(','))
    this.expect(']')
    return values
  }

  private quoted(quote: string): string {
    const inner = this.take(quote === '"' ? /"(?:[^"\\]|\\.)*/sy : /'(?:[^'\\]|\\.)*/sy)
    this.expect(quote)
    return inner.slice(1).replace(/\\(.)/gs, '$1')
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.offset
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.offset += found.length
    return found
  }

  private space(): void {
    this.take(/\s*/y)
  }

  private peek(): string {
    this.space()
    return this.text[this.offset] ?? ''
  }

  private takeIf(sign: string): boolean {
    if (this.peek() !== sign) return false
    this.offset++
    return true
  }

  private expect(sign: string): void {
    if (!this.takeIf(sign)) this.refuse(sign)
  }

  private refuse(expected: string): never {
    const rest = this.text.slice(this.offset)
    const came = rest === '' ? 'the end' : JSON.stringify(rest.length > 20 ? `${rest.slice(0, 20)}…` : rest)
    throw new RangeError(`expected ${expected} at character ${this.offset + 1} of the shorthand, got ${came}`)
  }
}
