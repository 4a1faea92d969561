import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../source-file.ts'
import { directory, execute } from './command.ts'

const NAMES = ['scenario.test.mjs', 'scenario.yaml']

describe('init', () => {
  test('writes a scenario and a test, and says what to do with them', async () => {
    const cwd = directory({})
    const { code, stdout, stderr } = await execute(['init'], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(`\
wrote scenario.yaml and scenario.test.mjs

  asyncinvoke check scenario.yaml
  asyncinvoke run scenario.yaml
  asyncinvoke explain scenario.yaml --why dropped
  node --test scenario.test.mjs
`)
    expect(readdirSync(cwd).toSorted()).toEqual(NAMES)
  })

  test('makes the directory, and quotes its name', async () => {
    const cwd = directory({})
    const { code, stdout } = await execute(['init', "my dir/it's"], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain(`  asyncinvoke run 'my dir/it'\\''s/scenario.yaml'\n`)
    expect(readdirSync(join(cwd, "my dir/it's")).toSorted()).toEqual(NAMES)
  })

  test('writes a scenario without a fault, whose expectations are met, and in which something is dropped', async () => {
    const cwd = directory({})
    await execute(['init'], { cwd })
    const check = await execute(['check', 'scenario.yaml', '--strict'], { cwd })
    expect([check.code, check.stderr]).toEqual([0, ''])
    const run = await execute(['run', 'scenario.yaml', '--json'], { cwd })
    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(JSON.parse(run.stdout).total.dropped.RetriesExhausted).toBeGreaterThan(0)
    expect((await execute(['explain', 'scenario.yaml', '--why', 'dropped'], { cwd })).stdout).toContain(
      'RetriesExhausted',
    )
  })

  test('writes a test that passes with this package, and fails when the package does otherwise', async () => {
    const cwd = directory({})
    await execute(['init'], { cwd })
    const path = join(cwd, 'scenario.test.mjs')
    const run = (text: string) => {
      writeFileSync(path, text.replace("'asyncinvoke'", `'${pathToFileURL(join(ROOT, 'src/index.ts')).href}'`))
      const { NODE_TEST_CONTEXT: _, ...env } = process.env
      return spawnSync(process.execPath, ['--test', path], { encoding: 'utf8', env })
    }
    const text = readFileSync(path, 'utf8')
    expect(text).toContain("from 'asyncinvoke'")
    const { status, stdout } = run(text)
    expect([status, /^(?:# |ℹ )pass 2$/m.test(stdout)]).toEqual([0, true])
    expect(run(text.replace('deadLetterConfig', 'description')).status).toBe(1)
    expect(run(text.replace('total.succeeded, total.received', 'total.succeeded, 0')).status).toBe(1)
  })

  test('overwrites nothing: it names what is there, and writes nothing at all', async () => {
    const cwd = directory({ 'scenario.yaml': 'mine' })
    const { code, stdout, stderr } = await execute(['init', '.'], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      'asyncinvoke: scenario.yaml is there already\nasyncinvoke: nothing was written; init never overwrites\n',
    )
    expect(readdirSync(cwd)).toEqual(['scenario.yaml'])
    expect(readFileSync(join(cwd, 'scenario.yaml'), 'utf8')).toBe('mine')
  })

  test('takes a link for a file that is there, even one that leads nowhere', async () => {
    const cwd = directory({})
    symlinkSync('nowhere', join(cwd, 'scenario.test.mjs'))
    expect((await execute(['init'], { cwd })).code).toBe(2)
    expect(readdirSync(cwd)).toEqual(['scenario.test.mjs'])
  })

  test.each([
    ['file', 'file: expected a directory that can be written to, but it is a file'],
    ['file/sub', 'file/sub: expected a directory that can be written to, but part of the path is not a directory'],
    [
      '/proc/asyncinvoke',
      '/proc/asyncinvoke: expected a directory that can be written to, but there is no such file or directory',
    ],
  ])('says what is wrong with a place that cannot be written to: %s', async (path, line) => {
    const cwd = directory({ file: '' })
    mkdirSync(join(cwd, 'other'))
    const { code, stdout, stderr } = await execute(['init', path], { cwd })
    expect(stderr).toBe(`asyncinvoke: ${line}\n`)
    expect([code, stdout]).toEqual([2, ''])
    expect(readdirSync(cwd).toSorted()).toEqual(['file', 'other'])
  })
})
