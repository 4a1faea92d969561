import { WIDTH } from './style.ts'

/** Breaks text at its spaces into lines of at most `width` columns, each indented. A word longer than that stays whole. */
export function wrap(text: string, indent = '  ', width = WIDTH): string[] {
  const words = unbroken(text).split(' ')
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  if (line !== '') lines.push(line)
  return lines.map((each) => indent + each.replaceAll('\u00a0', ' '))
}

/** A text in which a number and its unit stay together, and the parts of a length of time: with spaces that do not break. */
export function unbroken(text: string): string {
  return text
    .replaceAll(/(\d [dhm]) (?=\d\d\b)/g, '$1\u00a0')
    .replaceAll(/(\d) (?=(?:%|ms|[smhd])(?![a-z]))|(<|>|\$) (?=\d)/g, '$1$2\u00a0')
}

/** Joins parts with a separator into lines of at most `width` columns. */
export function flow(parts: readonly string[], separator: string, indent = '  ', width = WIDTH): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of parts) {
    if (line !== '' && indent.length + line.length + separator.length + part.length > width) {
      lines.push(line)
      line = part
    } else line = line === '' ? part : line + separator + part
  }
  if (line !== '') lines.push(line)
  return lines.map((each) => indent + each)
}

/** Text of one line, at most `width` columns; what is cut off is shown by `more`. Control characters become spaces. */
export function cut(text: string, width: number, more: string): string {
  const clean = text.replaceAll(/\p{Cc}+/gu, ' ')
  return clean.length <= Math.max(0, width) ? clean : clean.slice(0, Math.max(0, width - more.length)) + more
}

/** Text of one line, at most `width` columns, with `more` in the middle for what is left out: both ends tell names apart. */
export function cutInside(text: string, width: number, more: string): string {
  const clean = cut(text, text.length, more)
  if (clean.length <= width) return clean
  const kept = Math.max(0, width - more.length)
  return clean.slice(0, Math.ceil(kept / 2)) + more + clean.slice(clean.length - Math.floor(kept / 2))
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
