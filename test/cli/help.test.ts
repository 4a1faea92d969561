import { Command } from 'commander'
import { expect, test } from 'vitest'
import { examplesText, formatItem } from '../../src/cli/help.ts'

/** The help of a command with one option, in a terminal that is so wide. */
function helpOf(width: number): string {
  return new Command('run')
    .configureHelp({ formatItem })
    .configureOutput({ getOutHelpWidth: () => width })
    .option('--records <file>', 'write one line of JSON an event, in order of their ends (.jsonl)')
    .helpInformation()
}

test('a description stands beside its term where there is room, else below', () => {
  expect(helpOf(80)).toContain(
    '\n  --records <file>  write one line of JSON an event, in order of their ends\n                    (.jsonl)\n',
  )
  expect(helpOf(40)).toContain(
    '\n  --records <file>\n      write one line of JSON an event,\n      in order of their ends (.jsonl)\n  -h, --help\n',
  )
})

test('on a narrow terminal only commands are longer than a line', () => {
  const lines = `${helpOf(40)}${examplesText(40)}`.split('\n')
  expect(lines.filter((line) => line.length > 40).every((line) => line.startsWith('  asyncinvoke '))).toBe(true)
  expect(examplesText(undefined)).toBe(examplesText(200))
  for (const line of examplesText(80).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})
