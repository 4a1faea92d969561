import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { shellWord } from '../../src/report/shell-word.ts'
import { escaped } from '../../src/report/svg.ts'
import { directory, execute, SCENARIO, start } from './command.ts'

const ENDLESS = SCENARIO.replace('runLength: 10m', 'runLength: 1000d').replace('1/m', '20/s')
const COMPARED = ['--with', 'functions.work.eventInvokeConfig.MaximumRetryAttempts=0', '--replications', '2'] as const

const RETRIES = 'functions.work.eventInvokeConfig.MaximumRetryAttempts'
const FIND = ['--vary', `${RETRIES}=0..2`, '--require', 'work.attempts > 15']

const COMMANDS = [
  ['run', ['run', 'small.yaml']],
  ['run --replications', ['run', 'small.yaml', '--replications', '3']],
  ['compare', ['compare', 'small.yaml', ...COMPARED]],
  ['sweep', ['sweep', 'small.yaml', '--vary', `${RETRIES}=0,2`, '--replications', '2']],
  ['find', ['find', 'small.yaml', ...FIND, '--replications', '60']],
] as const

describe.each(COMMANDS)('%s --html', (_, words) => {
  test('writes a page with the sentence, the command and the scenario, and prints what it prints without', async () => {
    const cwd = directory({ 'small.yaml': SCENARIO })
    const [plain, paged] = await Promise.all([
      execute([...words, '--json'], { cwd }),
      execute([...words, '--json', '--html', 'page.html'], { cwd }),
    ])
    expect(paged).toEqual(plain)
    const page = readFileSync(join(cwd, 'page.html'), 'utf8')
    expect(page).toContain('<title>small · asyncinvoke</title>')
    expect(page).toMatch(/<p id="answer"[^>]*>.{20,}<\/p>/)
    const command = ['asyncinvoke', ...words, '--html', 'page.html'].map(shellWord).join(' ')
    expect(page).toContain(`<code>${escaped(command)}</code>`)
    expect(page).toContain('      errors: { outages: [{ from: 6m, to: 20m }] }\n')
    expect(page.trimEnd().endsWith('</html>')).toBe(true)
    expect(readdirSync(cwd).toSorted()).toEqual(['page.html', 'small.yaml'])
  })

  test('on a full disk costs the page and not the result', async () => {
    const cwd = directory({ 'small.yaml': SCENARIO })
    const { code, stdout, stderr } = await execute([...words, '--html', '/dev/full'], { cwd })
    expect(stderr).toBe(
      'asyncinvoke: --html: /dev/full: expected a file that can be written, but no space is left on the device\n',
    )
    expect(stdout).toContain('small')
    expect(code).toBe(2)
  })

  test('never overwrites the scenario', async () => {
    const cwd = directory({ 'small.html': SCENARIO })
    const given = words.map((word) => (word === 'small.yaml' ? 'small.html' : word))
    const { code, stdout, stderr } = await execute([...given, '--html', './small.html'], { cwd })
    expect(stderr).toBe(
      "asyncinvoke: --html: expected a file of its own, got './small.html', which this run uses too\n",
    )
    expect([code, stdout]).toEqual([2, ''])
    expect(readFileSync(join(cwd, 'small.html'), 'utf8')).toBe(SCENARIO)
  })
})

test('the page of a run tells the answer of its report, and says which words made the run', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO })
  const { stdout } = await execute(['run', 'small.yaml', '--seed', '8', '--set', 'name=a b', '--html', 'page.html'], {
    cwd,
  })
  const page = readFileSync(join(cwd, 'page.html'), 'utf8')
  const [, answer] = /<p id="answer"[^>]*>(.*?)<\/p>/.exec(page)!
  const plain = answer!.replaceAll('<wbr>', '').replaceAll('\u00a0', ' ')
  expect(plain).toMatch(/^40\.0 % never succeeded\. /)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(plain)
  expect(page).toContain("asyncinvoke run small.yaml --seed 8 --set 'name=a b' --html page.html")
  expect(page).toMatch(/Seed 8, asyncinvoke \d+\.\d+\.\d+/)
})

test.each([
  ['a file of another kind', 'page.txt', "--html: expected a file name that ends in .html, got 'page.txt'"],
  [
    'a folder that is not there',
    'no/page.html',
    '--html: no/page.html: expected a file that can be written, but there is no such file or directory',
  ],
])('%s is one line on stderr and exit 2, before anything runs', async (_, path, line) => {
  const cwd = directory({ 'endless.yaml': ENDLESS })
  const { code, stdout, stderr } = await execute(['run', 'endless.yaml', '--records', 'r.jsonl', '--html', path], {
    cwd,
  })
  expect([code, stdout, stderr]).toEqual([2, '', `asyncinvoke: ${line}\n`])
  expect(readdirSync(cwd)).toEqual(['endless.yaml'])
})

test('a run that is interrupted leaves a page that says so, or the old one where it is killed', async () => {
  const cwd = directory({ 'endless.yaml': ENDLESS, 'page.html': 'old' })
  const begun = async () => {
    while (!readdirSync(cwd).some((name) => name.endsWith('.tmp')))
      await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const killed = start(['run', 'endless.yaml', '--html', 'page.html'], { cwd })
  await begun()
  killed.child.kill('SIGKILL')
  await killed.finished
  expect(readFileSync(join(cwd, 'page.html'), 'utf8')).toBe('old')
  for (const name of readdirSync(cwd).filter((each) => each.endsWith('.tmp'))) rmSync(join(cwd, name))

  const { child, finished } = start(['run', 'endless.yaml', '--seed', '2', '--html', 'page.html'], { cwd })
  await begun()
  await new Promise((resolve) => setTimeout(resolve, 500))
  child.kill('SIGINT')
  const { code, stderr } = await finished
  expect(code).toBe(130)
  expect(stderr).toContain('asyncinvoke: interrupted: page.html is not complete\n')
  expect(readFileSync(join(cwd, 'page.html'), 'utf8')).toMatch(/had not ended when the run was stopped/)
})

test('the page of a sweep may not be the file of its rows, and nothing is written before that is said', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO })
  const sweep = ['sweep', 'small.yaml', '--vary', `${RETRIES}=0,2`]
  const { code, stderr } = await execute([...sweep, '--out', 'rows.jsonl', '--html', 'rows.jsonl'], { cwd })
  expect([code, stderr]).toEqual([
    2,
    "asyncinvoke: --html: expected a file name that ends in .html, got 'rows.jsonl'\n",
  ])
  expect(readdirSync(cwd)).toEqual(['small.yaml'])
})

test('a sweep that is interrupted leaves a page of what was whole, which says so', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO })
  const long = ['--vary', `${RETRIES}=0,1,2`, '--replications', '100000', '--html', 'page.html', '--out', 'rows.jsonl']
  const { child, finished } = start(['sweep', 'small.yaml', ...long], { cwd })
  const rows = join(cwd, 'rows.jsonl')
  while (!existsSync(rows) || readFileSync(rows, 'utf8').split('\n').length < 5)
    await new Promise((resolve) => setTimeout(resolve, 20))
  child.kill('SIGINT')
  expect((await finished).code).toBe(130)
  expect(readFileSync(join(cwd, 'page.html'), 'utf8')).toContain('Interrupted: this is what was whole by then.')
})
