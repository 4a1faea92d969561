import { suggestName, suggestNear } from '../../../notation/nearest.ts'
import { showValue } from '../../../notation/value-text.ts'
import { jsonFault } from '../../../scenario/json-syntax.ts'
import { anyOperation, GLOBAL_OPTIONS, OPERATIONS, type OperationName, type OptionKind, optionOf } from './operation.ts'
import type { ShellWord } from './shell-word.ts'
import { readShorthand } from './shorthand.ts'
import type { TextPlace } from './text-place.ts'

/** Something that is wrong at a word. */
export interface WordFault extends TextPlace {
  /** The option that it is about; empty for the command. */
  readonly option: string
  readonly message: string
}

/** A command of the AWS CLI, taken apart. */
export interface Request {
  readonly operation: OperationName | undefined
  /** The request's body and address by the members' names. */
  readonly members: Readonly<Record<string, unknown>>
  /** Where each member was said. */
  readonly places: Readonly<Record<string, TextPlace>>
  readonly faults: readonly WordFault[]
}

const JSON_OPTION = '--cli-input-json'

/** Takes the words of one command for a request of Lambda's API: `aws lambda …`. @param words at least one */
export function requestOf(words: readonly ShellWord[]): Request {
  const faults: WordFault[] = []
  const fault = ({ offset }: TextPlace, option: string, message: string) => faults.push({ offset, option, message })
  const { names, options } = apart(words, fault)
  const operation = operationOf(names, words.at(-1)!, fault)
  const members: Record<string, unknown> = {}
  const places: Record<string, TextPlace> = {}
  if (operation === undefined) return { operation, members, places, faults }
  const kinds = anyOperation(operation).members
  const byOption = new Map(Object.keys(kinds).map((member) => [optionOf(member), member]))
  const put = (member: string, value: unknown, place: TextPlace) => {
    members[member] = value
    places[member] = place
  }
  const attempt = (option: string, place: TextPlace, read: () => void) => {
    try {
      read()
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      fault(place, option, error.message)
    }
  }
  // What an option says counts more than what the JSON says, wherever each stands.
  for (const { name, value } of options.filter(({ name }) => name.text === JSON_OPTION)) {
    attempt(JSON_OPTION, value ?? name, () => {
      const input = structure(JSON_OPTION, value?.text, false)
      for (const [member, each] of Object.entries(input)) {
        if (Object.hasOwn(kinds, member)) put(member, each, value!)
        else fault(value!, JSON_OPTION, `expected a member of the request, got ${quoted(member, Object.keys(kinds))}`)
      }
    })
  }
  for (const { name, value } of options) {
    const option = name.text
    if (option === JSON_OPTION || Object.hasOwn(GLOBAL_OPTIONS, option)) continue
    const member = byOption.get(option)
    if (member === undefined) {
      const known = [...byOption.keys(), JSON_OPTION]
      fault(name, '', `expected an option of ${operation}, got ${quoted(option, known)}`)
    } else
      attempt(option, value ?? name, () => put(member, memberOf(option, value?.text, kinds[member]!), value ?? name))
  }
  const isBroken = faults.length > 0
  for (const member of anyOperation(operation).required) {
    // Where something could not be read, perhaps that was it.
    if (!isBroken && (members[member] === undefined || members[member] === null))
      fault(words.at(-1)!, optionOf(member), 'expected this option, got nothing')
  }
  return { operation, members, places, faults }
}

interface Option {
  readonly name: ShellWord
  readonly value: ShellWord | undefined
}

type Fault = (place: TextPlace, option: string, message: string) => void

/** Names come first, then options, each with the word after it, or with what stands behind its `=`. */
function apart(words: readonly ShellWord[], fault: Fault): { names: ShellWord[]; options: Option[] } {
  const names: ShellWord[] = []
  const options: Option[] = []
  for (let place = 0; place < words.length; place++) {
    const word = words[place]!
    if (!word.text.startsWith('--')) {
      if (names.length < 3) names.push(word)
      else fault(word, '', `expected an option, got ${showValue(word.text)}`)
      continue
    }
    const sign = word.text.indexOf('=')
    const name = sign < 0 ? word : { ...word, text: word.text.slice(0, sign) }
    if (sign >= 0) options.push({ name, value: { ...word, text: word.text.slice(sign + 1) } })
    else if (GLOBAL_OPTIONS[name.text] === false) options.push({ name, value: undefined })
    else {
      const next = words[place + 1]
      const value = next?.text.startsWith('--') ? undefined : next
      if (value) place++
      options.push({ name, value })
    }
  }
  return { names, options }
}

function operationOf(names: readonly ShellWord[], last: ShellWord, fault: Fault): OperationName | undefined {
  for (const [place, expected] of ['aws', 'lambda'].entries()) {
    const word = names[place]
    if (word?.text === expected) continue
    fault(word ?? last, '', `expected aws lambda …, got ${showValue(word?.text)}`)
    return undefined
  }
  const word = names[2]
  if (word && Object.hasOwn(OPERATIONS, word.text)) return word.text as OperationName
  const known = Object.keys(OPERATIONS)
  fault(
    word ?? last,
    '',
    `expected one of ${known.join(', ')}, got ${showValue(word?.text)}${suggestNear(word?.text ?? '', known)}`,
  )
  return undefined
}

function memberOf(option: string, text: string | undefined, kind: OptionKind): unknown {
  if (kind === 'structure') return structure(option, text, true)
  if (kind === 'text') {
    if (text) return text
    throw new RangeError(`expected a value, got ${text === '' ? 'an empty text' : 'nothing'}`)
  }
  if (text !== undefined && /^[+-]?\d+$/.test(text)) return Number(text)
  throw new RangeError(`expected a whole number, got ${showValue(text)}`)
}

function structure(option: string, text: string | undefined, hasShorthand: boolean): Record<string, unknown> {
  const wanted = hasShorthand ? 'JSON, or the shorthand such as OnFailure={Destination=ARN}' : 'JSON'
  if (!text) throw new RangeError(`expected ${wanted}, got nothing`)
  if (/^(?:file|fileb|https?):\/\//.test(text))
    throw new RangeError(`expected ${wanted}, got ${showValue(text)}: this page cannot read files`)
  if (hasShorthand && !/^\s*[{[]/.test(text)) return readShorthand(text)
  const found = jsonFault(text)
  if (found) {
    const message = found.message.replace('the end of the file', 'the end of the text')
    throw new RangeError(`${message} at character ${found.offset + 1} of the JSON`)
  }
  const value: unknown = JSON.parse(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new RangeError(`expected an object in braces as the value of ${option}, got ${showValue(value)}`)
}

function quoted(name: string | undefined, known: readonly string[]): string {
  return `${showValue(name)}${suggestName(name ?? '', known)}`
}
