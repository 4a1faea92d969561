import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commandsOf, pages } from './markdown.ts'
import { plainWords } from './shell.ts'

test('the words of a plain command are those that sh makes of it, in every command of the documentation', () => {
  const commands = pages()
    .flatMap(({ blocks }) => blocks.filter(({ language }) => language === 'sh').flatMap(commandsOf))
    .flatMap(({ text }) => (plainWords(text) ? [text] : []))
  expect(commands.length).toBeGreaterThan(100)
  const script = commands.map((text) => `printf '%s\\n' ${text}; echo`).join('\n')
  const split = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
  expect(
    commands.map((text) =>
      plainWords(text)!
        .map((word) => `${word}\n`)
        .join(''),
    ),
  ).toEqual(split.slice(0, -1).split(/(?<=\n)\n/))
})

test.each([
  'a | b',
  'a > b',
  'a; b',
  'a $B',
  'a "$B"',
  'a "\\b"',
  'a *',
  'a [b]',
  'a {b,c}',
  'a `b`',
  "a 'b",
  'a & b',
  'a ~',
  'A=1\nb',
  '',
])('%j is no plain command', (command) => {
  expect(plainWords(command)).toBeUndefined()
})
