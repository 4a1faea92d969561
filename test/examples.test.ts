/**
 * Each folder `examples/NN-name` holds `scenario.yaml`, which is run, or else `main.ts`; and `expected.txt`, what that prints
 * but for the elapsed time, with `(exit N)` in a last line where N is not 0. Its `README.md` tells the lesson: the commands in it
 * are run as those of every page are (test/docs.test.ts), and the cookbook leads to it.
 *
 * `UPDATE=1 npx vitest run test/examples.test.ts` writes `expected.txt` anew: look at the difference before you commit it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pages } from './markdown.ts'
import { Shell, withoutElapsed } from './shell.ts'
import { runCommands } from './shown-output.ts'
import { ROOT } from './source-file.ts'

/** A README is read in a minute or two. */
const PROSE_LINES = 25

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8')

const folder = join(ROOT, 'examples')
const shown = new Map(pages().map((page) => [page.path, page]))
const names = existsSync(folder) ? readdirSync(folder).sort() : []

describe.skipIf(names.length === 0)('the examples', () => {
  let shell: Shell
  beforeAll(() => {
    shell = new Shell()
  })
  afterAll(() => shell.remove())

  it('are numbered from 01 on', () => {
    expect(names.map((name) => name.slice(0, 3))).toEqual(
      names.map((_, index) => `${String(index + 1).padStart(2, '0')}-`),
    )
  })

  it.each(names)('%s prints what is stored beside it', async (name) => {
    const path = `examples/${name}`
    const isScenario = existsSync(join(ROOT, path, 'scenario.yaml'))
    const { text, status } = await shell.run(
      isScenario ? `asyncinvoke run ${path}/scenario.yaml` : `cd ${path} && node main.ts`,
    )
    const printed = withoutElapsed(status === 0 ? text : `${text}(exit ${status})\n`)
    const file = join(ROOT, path, 'expected.txt')
    if (process.env.UPDATE) writeFileSync(file, printed)
    expect(existsSync(file), `${path}/expected.txt is missing: run with UPDATE=1`).toBe(true)
    expect(printed).toBe(readFileSync(file, 'utf8'))
  })

  it.each(names)('%s prints what its README shows', async (name) => {
    expect(await runCommands(shown.get(`examples/${name}/README.md`)!, shell)).toEqual([])
  })

  it.each(names)(
    '%s tells its lesson: a question, commands on each of its scenarios, and the rules behind it',
    (name) => {
      const path = `examples/${name}`
      const page = read(path, 'README.md')
      const prose = page.replace(/^```[\s\S]*?^```$/gm, '').trimEnd()
      expect(prose.split('\n').length).toBeLessThanOrEqual(PROSE_LINES)
      for (const part of ['**Question:**', '**What one sees:**', '**Rests on:**']) expect(prose).toContain(part)
      const scenarios = readdirSync(join(ROOT, path)).filter((file) => /\.(yaml|json)$/.test(file))
      expect(scenarios.filter((file) => !page.includes(`$ asyncinvoke run ${path}/${file}`))).toEqual([])
      expect(read('docs/guides', 'cookbook.md')).toContain(`(../../${path}/README.md)`)
    },
  )
})
