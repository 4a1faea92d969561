/**
 * The pages of the documentation are run:
 *
 * - In a block of language `sh`, a line `$ command` that speaks of `asyncinvoke`, `node src/…`, `node examples/…`,
 *   `npm start`, `npx vitest` or `node --test` is run as at the top of the repository. The lines beneath it, up to the next `$` or the end of the
 *   block, are what it must print (stdout and stderr); a line `…` stands for any lines, and the elapsed time of a report
 *   may be any. Without output on the page the command must exit 0. `$ echo $?` shows another status. Other commands are
 *   not run. Those of the examples' pages are run by test/examples.test.ts.
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
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readScenario } from '../src/scenario/read.ts'
import { anchorsOf, type Block, commandsOf, linksOf, pages } from './markdown.ts'
import { Shell } from './shell.ts'
import { fileLines, shownFile, updateFiles } from './shown-file.ts'
import { codeOf, matches, runCommands } from './shown-output.ts'
import { ROOT } from './source-file.ts'

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

  const isOfAnExample = (path: string) => path.startsWith('examples/')
  const withCommands = withBlocks(({ language }) => language === 'sh').filter(([path]) => !isOfAnExample(path))
  it.each(withCommands)('prints what %s shows', async (_, page) => {
    expect(await runCommands(page, shell)).toEqual([])
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
  it.each(withBlocks(isRun))('runs the code of %s', async (path, { blocks }) => {
    for (const block of blocks.filter(isRun)) {
      shell.write('block.ts', codeOf(block))
      const { text, status } = await shell.run('node block.ts')
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
