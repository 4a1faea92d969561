import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { directory } from '../cli/command.ts'
import { serving } from '../cli/serving.ts'
import { commandsOf, pages } from '../markdown.ts'
import { ROOT } from '../source-file.ts'
import { isInstalled, output } from './api/installed.ts'

const PAGE = 'docs/tutorial/first-endpoint.md'
const ADDRESS = 'http://127.0.0.1:9001'
const isThere = isInstalled('curl', '--version')

/** A line of output where `…` stands for what differs from run to run. */
function shown(lines: readonly string[]): RegExp {
  const text = lines.join('\n').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^${text.replaceAll('…', '.*?')}\\s*$`)
}

test.skipIf(!isThere)(`the endpoint answers what ${PAGE} shows${isThere ? '' : ' (no curl here)'}`, async () => {
  const { blocks } = pages().find(({ path }) => path === PAGE)!
  const files = blocks.flatMap(({ lines }) => {
    const name = /^(?:#|\/\/) (\S+\.(?:mjs|yaml))$/.exec(lines[0]!)?.[1]
    return name ? [[name, lines.join('\n')] as const] : []
  })
  const commands = blocks.filter(({ language }) => language === 'text').flatMap(commandsOf)
  const [start, ...rest] = commands
  const [, args] = /^asyncinvoke serve (.+)$/.exec(start!.text)!
  const { stop, url } = await serving(args!.split(' '), directory(Object.fromEntries(files)))
  expect(start!.output).toEqual([`asyncinvoke listens on ${ADDRESS}`])
  expect(rest.length).toBeGreaterThan(5)
  for (const { text, output: expected } of rest) {
    expect(text).toMatch(/^curl /)
    expect(await output('sh', ['-c', text.replaceAll(ADDRESS, url)], process.env)).toMatch(shown(expected))
  }
  await stop()
  expect(readFileSync(join(ROOT, PAGE), 'utf8')).toContain('exits 130')
})
