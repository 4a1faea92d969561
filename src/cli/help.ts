import { Help } from 'commander'
import { wrap } from '../report/prose.ts'
import { WIDTH } from '../report/style.ts'

/** Columns that a description needs beside its term; with fewer it stands below. */
const BESIDE_COLUMNS = 40
const INDENT = ' '.repeat(6)

const EXAMPLES = [
  ['run scenario.yaml', 'what became of every event'],
  ['run scenario.yaml --seed 7 --json', 'another draw, for machines'],
  ['run scenario.yaml --records e.jsonl', 'one line of JSON an event'],
  ['run scenario.yaml --set functions.checkout.reservedConcurrency=40', ''],
  ['compare scenario.yaml --with functions.checkout.timeout=5s', ''],
  ['sweep scenario.yaml --vary functions.checkout.timeout=1s..9s/2s', ''],
  ['check scenario.yaml', 'every problem, without a run'],
  ['explain scenario.yaml --why dropped', "one event's timeline"],
  ['play scenario.yaml', 'watch it, in the browser'],
  ['play --terminal scenario.yaml', 'or in the terminal'],
] as const
const NOTE_COLUMN = 48

/** A code and what it means stay together. */
const EXIT_CODES =
  'Exit codes: 0\u00a0all well; 1\u00a0an expectation failed; 2\u00a0bad usage or a bad file; 3\u00a0internal error; 130\u00a0interrupted.'

/** A term and its description: on a narrow terminal the description stands below, and is wrapped. */
export function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? WIDTH
  if (description === '' || width - termWidth - 4 >= BESIDE_COLUMNS)
    return Help.prototype.formatItem.call(helper, term, termWidth, description, helper)
  return [`  ${term}`, ...wrap(description, INDENT, width)].join('\n')
}

/** What stands below the list of commands: examples and exit codes. */
export function examplesText(columns: number | undefined): string {
  const width = Math.min(WIDTH, columns ?? WIDTH)
  const lines = EXAMPLES.flatMap(([words, note]) => {
    const command = `  asyncinvoke ${words}`
    if (note === '') return [command]
    return width === WIDTH ? [command.padEnd(NOTE_COLUMN + 2) + note] : [command, INDENT + note]
  })
  return ['', 'Examples:', ...lines, '', ...wrap(EXIT_CODES, '', width)].join('\n')
}
