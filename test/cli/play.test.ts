import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openInBrowser } from '../../src/cli/browser.ts'
import { pageAddress } from '../../src/cli/play.ts'
import { readLesson } from '../../src/lesson/lesson.ts'
import { unpacked } from '../../src/scenario/packed.ts'
import { directory, execute, SCENARIO } from './command.ts'

const LESSON = `\
title: A lesson
about: Something
question: What happens?
answers:
  - { text: It works, claim: work.succeeded == 1 }
  - { text: It fails, claim: work.succeeded == 0 }
explanation: It works.
rules: [success]
scenario:
  functions:
    work: { arrivals: [{ at: [3s] }] }
`

/** What the address of the page says behind the `#`. */
function carriedBy(address: string | undefined): [string, unknown] {
  const [, name, value] = /#(\w+)=([\w-]+)$/.exec(address!)!
  return [name!, unpacked(value!)]
}

describe('the address of the page', () => {
  test('carries the scenario, as it is with the changes of the command line', async () => {
    const folder = directory({ 'page.html': '', 'small.yaml': SCENARIO.replace('name: small\n', '') })
    const file = join(folder, 'small.yaml')
    const page = join(folder, 'page.html')
    const address = await pageAddress(file, { seed: 9, set: ['functions.work.timeout=5s'] }, page)
    expect(address).toMatch(pathToFileURL(page).href)
    const [name, scenario] = carriedBy(address)
    expect(name).toBe('scenario')
    expect(scenario).toMatchObject({
      name: 'small',
      seed: 9,
      runLength: '10m',
      functions: { work: { timeout: '5s', model: { duration: '100ms' } } },
      expect: ['work.dropped == 4'],
    })
  })

  test('carries a lesson, with all that its file says', async () => {
    const folder = directory({ 'page.html': '', '07-mine.yaml': LESSON })
    const carried = carriedBy(await pageAddress(join(folder, '07-mine.yaml'), {}, join(folder, 'page.html')))
    expect(carried).toEqual(['ownLesson', readLesson(LESSON, '07-mine.yaml')])
  })

  test('is that of the page alone without a file', async () => {
    const page = join(directory({ 'page.html': '' }), 'page.html')
    expect(await pageAddress(undefined, {}, page)).toBe(pathToFileURL(page).href)
    await expect(pageAddress(undefined, { seed: 1 }, page)).rejects.toThrow(
      '--seed: expected together with a FILE only',
    )
  })

  test('is refused where a link cannot carry the file', async () => {
    const csv = 'function,start_s,handler_ms\nwork,1,5\n'
    const recorded =
      'functions:\n  work:\n    arrivals: [{ recorded: { file: calls.csv, columns: { time: start_s } } }]\n'
    const big = `functions: { work: { payload: "${'x'.repeat(1_000_001)}", arrivals: [{ at: [1s] }] } }\n`
    const folder = directory({ 'page.html': '', 'calls.csv': csv, 'recorded.yaml': recorded, 'big.yaml': big })
    const address = (file: string) => pageAddress(join(folder, file), {}, join(folder, 'page.html'))
    await expect(address('recorded.yaml')).rejects.toThrow(
      /recorded\.yaml: expected a scenario that stands alone, but it names .*calls\.csv, which a link cannot carry/,
    )
    await expect(address('big.yaml')).rejects.toThrow(
      /big\.yaml: too large for a link: expected at most 1,000,000 bytes/,
    )
  })

  test('says how to build the page where there is none', async () => {
    await expect(pageAddress(undefined, {}, '/nowhere/index.html')).rejects.toThrow(
      'expected the page at /nowhere/index.html, but there is no such file: npm run build:page builds it',
    )
  })
})

describe('play', () => {
  test('names the problems of a bad file with their places, and exits 2', async () => {
    const cwd = directory({
      'bad.yaml': SCENARIO.replace('1/m', '1/x'),
      'lesson.yaml': LESSON.replace('succeeded == 0', 'succeeded == 1'),
    })
    const scenario = await execute(['play', 'bad.yaml', '--no-open'], { cwd })
    expect(scenario).toMatchObject({ code: 2, stdout: '' })
    expect(scenario.stderr).toMatch(/^bad\.yaml:10:\d+: functions\.work\.arrivals\[0\]\.constant\.rate: expected/)
    const lesson = await execute(['play', 'lesson.yaml', '--no-open'], { cwd })
    expect(lesson).toMatchObject({ code: 2, stdout: '' })
    expect(lesson.stderr).toMatch(/^lesson\.yaml:5:3: answers: expected one answer of which the claim holds/)
    expect(await execute(['play', 'lesson.yaml', '--seed', '3'], { cwd })).toMatchObject({
      code: 2,
      stderr: 'asyncinvoke: --seed: expected together with a scenario, and lesson.yaml is a lesson\n',
    })
    expect(await execute(['play', 'none.yaml'], { cwd })).toMatchObject({ code: 2 })
  })
})

describe.skipIf(process.platform === 'win32')('the browser', () => {
  const ADDRESS = 'file:///a%20page/index.html#scenario=abc&speed=5&q="<'

  /** A folder with a program that opens files, and does this. */
  const opening = (script: string) => {
    const folder = directory({})
    const opener = join(folder, 'xdg-open')
    writeFileSync(opener, `#!/bin/sh\n${script}\n`)
    chmodSync(opener, 0o755)
    return { folder, open: () => openInBrowser(ADDRESS, { PATH: `${folder}:/usr/bin:/bin` }, 'linux') }
  }

  test('is started with a file that leads to the whole address', async () => {
    const { folder, open } = opening('cp "$1" "$(dirname "$0")/opened.html"')
    expect(await open()).toBeUndefined()
    const opened = readFileSync(join(folder, 'opened.html'), 'utf8')
    expect(opened).toContain('href="file:///a%20page/index.html#scenario=abc&amp;speed=5&amp;q=&quot;&lt;"')
  })

  test('that cannot be started is told of', async () => {
    expect(await opening('exit 3').open()).toBe('xdg-open ended with 3')
    expect(await openInBrowser(ADDRESS, { PATH: '/nowhere' }, 'linux')).toBe(
      'xdg-open: there is no such file or directory',
    )
  })

  test('is not waited for', async () => {
    const { open } = opening('sleep 5')
    const before = performance.now()
    expect(await open()).toBeUndefined()
    expect(performance.now() - before).toBeLessThan(4_000)
  })
})
