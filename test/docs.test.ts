/**
 * The pages of the documentation are run:
 *
 * - In a block of language `sh`, a line `$ command` that speaks of `asyncinvoke`, `node src/…`, `node examples/…`,
 *   `npm start`, `npx vitest` or `node --test` is run as at the top of the repository. The lines beneath it, up to the next `$` or the end of the
 *   block, are what it must print (stdout and stderr); a line `…` stands for any lines, and the elapsed time of a report
 *   may be any. Without output on the page the command must exit 0. `$ echo $?` shows another status. Other commands are
 *   not run.
 * - A block of language `yaml` with functions is a scenario and must be without problems. Where its first line is a file
 *   name in a comment, `# orders.yaml`, it is saved under that name, and the commands of the page find it.
 * - A block of language `ts` is run; `asyncinvoke` is this package. Where its first line is a file name in a comment,
 *   `// orders.test.ts`, it is saved under that name instead, and a command of the page must name a test that it is.
 *   Where that line is the path of a file of this repository, `// test/testing/recipes/outage.test.ts`, the block is not run
 *   but shows that file, with `asyncinvoke/testing` where the file imports this package by its path.
 * - A relative link leads to a file that is there, and to a heading that is there.
 * - Text that is no such thing stands in blocks of another language, such as `text`.
 *
 * `UPDATE=1 npx vitest run test/docs.test.ts` writes what commands print into the pages.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readScenario } from '../src/scenario/read.ts'
import { anchorsOf, type Block, commandsOf, linksOf, type Page, pages } from './markdown.ts'
import { Shell, withoutElapsed } from './shell.ts'
import { fileLines, shownFile, updateFiles } from './shown-file.ts'
import { ROOT } from './source-file.ts'

const IS_RUN = /\basyncinvoke\b|\bnode (?:src|examples)\/|^npm start\b|\$\?|^npx vitest\b|\bnode --test\b/
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const ELLIPSIS = '…'

/** Whether what came is what the page shows, where a line `…` may stand for any lines. */
function matches(came: string, shown: readonly string[]): boolean {
  const parts = shown.map((line) =>
    line.trim() === ELLIPSIS ? '(?:.*\\n)*?' : `${escaped(withoutElapsed(line))} *\\n`,
  )
  return new RegExp(`^${parts.join('')}$`).test(withoutElapsed(came.endsWith('\n') ? came : `${came}\n`))
}

function escaped(line: string): string {
  return line.trimEnd().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** The text of a block; in code, `asyncinvoke` and its other entries are this package. */
function codeOf({ language, lines }: Block): string {
  const text = lines.join('\n')
  if (language !== 'ts') return text
  return text.replace(/'asyncinvoke((?:\/[\w-]+)?)'/g, (_, entry) => {
    const { default: built } = manifest.exports[`.${entry}`]
    return `'${pathToFileURL(join(ROOT, built.replace('./dist/', 'src/').replace(/\.js$/, '.ts'))).href}'`
  })
}

/** Runs the commands of a page and returns what came otherwise than shown, or writes it into the page. */
function runCommands(page: Page, shell: Shell): string[] {
  const lines = page.text.split('\n')
  const wrong: string[] = []
  let added = 0
  for (const block of page.blocks) {
    if (block.fileName !== undefined) shell.write(block.fileName, `${codeOf(block)}\n`)
    if (block.language !== 'sh') continue
    for (const { text, output, place } of commandsOf(block).filter((command) => IS_RUN.test(command.text))) {
      const came = shell.run(text)
      const isRight = output.length > 0 ? matches(came.text, output) : came.status === 0
      if (isRight) continue
      wrong.push(`${page.path}:${block.line}: $ ${text}\nexit ${came.status}\n${came.text}`)
      if (output.length === 0 || output.includes(ELLIPSIS)) continue
      const fresh = came.text.trimEnd().split('\n')
      lines.splice(block.line + place + added, output.length, ...fresh)
      added += fresh.length - output.length
    }
  }
  if (!process.env.UPDATE) return wrong
  writeFileSync(join(ROOT, page.path), lines.join('\n'))
  return []
}

function isScenario({ language, lines }: Block): boolean {
  return language === 'yaml' && lines.some((line) => /^functions(From)?:/.test(line))
}

function isTest({ fileName }: Block): boolean {
  return fileName?.endsWith('.test.ts') === true
}

const all = pages()
const withBlocks = (isWanted: (block: Block) => boolean) =>
  all.filter(({ blocks }) => blocks.some(isWanted)).map((page) => [page.path, page] as const)

describe.skipIf(all.length === 0)('the documentation', () => {
  let shell: Shell
  beforeAll(() => {
    shell = new Shell()
  })
  afterAll(() => shell.remove())

  it.each(withBlocks(({ language }) => language === 'sh'))('prints what %s shows', (_, page) => {
    expect(runCommands(page, shell)).toEqual([])
  })

  it.each(withBlocks(isScenario))('has only sound scenarios in %s', async (path, { blocks }) => {
    for (const { lines, line } of blocks.filter(isScenario))
      await expect(readScenario(lines.join('\n'), `${path}:${line}`), `${path}:${line}`).resolves.toBeDefined()
  })

  const showsFile = (block: Block) => shownFile(block) !== undefined
  it.each(withBlocks(showsFile))('shows the files of %s as they are', (_, page) => {
    if (process.env.UPDATE) return updateFiles(page)
    for (const block of page.blocks.filter(showsFile))
      expect(block.lines.slice(1)).toEqual(fileLines(shownFile(block)!))
  })

  const isRun = (block: Block) => block.language === 'ts' && block.fileName === undefined && !showsFile(block)
  it.each(withBlocks(isRun))('runs the code of %s', (path, { blocks }) => {
    for (const block of blocks.filter(isRun)) {
      shell.write('block.ts', codeOf(block))
      const { text, status } = shell.run('node block.ts')
      expect({ at: `${path}:${block.line}`, status, text: status === 0 ? '' : text }).toMatchObject({ status: 0 })
    }
  })

  it.each(withBlocks(isTest))('runs each test of %s', (_, { blocks }) => {
    const commands = blocks.filter(({ language }) => language === 'sh').flatMap(commandsOf)
    const names = blocks.filter(isTest).map(({ fileName }) => fileName!)
    expect(names.filter((name) => !commands.some(({ text }) => text.includes(name)))).toEqual([])
  })

  it.each(all.map((page) => [page.path, page] as const))('leads somewhere with each link of %s', (path, page) => {
    const lost = linksOf(page).filter((target) => {
      if (/^[a-z]+:/.test(target)) return false
      const [file, anchor] = target.split('#') as [string, string?]
      const to = file === '' ? path : posix.join(posix.dirname(path), file)
      if (!existsSync(join(ROOT, to))) return true
      return (
        anchor !== undefined && to.endsWith('.md') && !anchorsOf(readFileSync(join(ROOT, to), 'utf8')).includes(anchor)
      )
    })
    expect(lost).toEqual([])
  })

  it('has no place left to be filled', () => {
    expect(all.filter(({ text }) => /PLACEHOLDER|\bTODO\b/.test(text)).map(({ path }) => path)).toEqual([])
  })
})

describe('a shown output', () => {
  it('matches what came, line by line, and any lines where it shows …', () => {
    expect(matches('a\nb\nc\n', ['a', 'b', 'c'])).toBe(true)
    expect(matches('a\nb\nc\n', ['a', '…', 'c'])).toBe(true)
    expect(matches('a\nc', ['a', '…', 'c'])).toBe(true)
    expect(matches('a\nb\nc\n', ['a', 'c'])).toBe(false)
    expect(matches('a\nb\nc\n', ['a', 'b'])).toBe(false)
    expect(matches('a.b\n', ['a+b'])).toBe(false)
  })
})
