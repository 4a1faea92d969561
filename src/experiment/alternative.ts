import { parseOverride } from '../scenario/override.ts'
import { formatPath } from '../scenario/problem.ts'

/** A quote after one of these opens a quoted text; after anything else it is a character, as in `it's`. */
const BEFORE_QUOTE = /[=.,:[{\s]$|^$/

/**
 * The changes in the text of an alternative: `PATH=VALUE,PATH=VALUE`. A value with commas of its own stands in quotes or
 * brackets, as YAML has it.
 */
export function changesIn(text: string): string[] {
  return partsOf(text).filter((each) => each !== '')
}

/** The same as data: values by path. @throws RangeError for what is no change */
export function valuesIn(text: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    changesIn(text).map((change) => {
      const { path, value } = parseOverride(change)
      return [formatPath(path), value]
    }),
  )
}

/** The parts of a text between its commas, but for those in quotes or brackets. */
export function partsOf(text: string): string[] {
  const changes: string[] = []
  let change = ''
  let depth = 0
  let quote = ''
  for (let place = 0; place < text.length; place++) {
    const character = text[place]!
    if (quote === '' && depth === 0 && character === ',') {
      changes.push(change)
      change = ''
      continue
    }
    if (quote === '') {
      if (/["']/.test(character) && BEFORE_QUOTE.test(change)) quote = character
      else if (/[[{]/.test(character)) depth++
      else if (/[\]}]/.test(character)) depth--
    } else if (character === quote) quote = ''
    change += character
    // In double quotes a backslash takes the next character with it.
    if (quote === '"' && character === '\\') change += text[++place] ?? ''
  }
  return [...changes, change].map((each) => each.trim())
}
