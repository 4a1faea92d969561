/** Most tests call the command line in their own process (`call.ts`). That it does the same in one of its own is held here. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withoutElapsed } from '../shell.ts'
import { directory, execute, executeApart, SCENARIO } from './command.ts'

const REPEATED = ['--replications', '2'] as const
const SLOTS = 'functions.work.reservedConcurrency'
const UNMET = SCENARIO.replace('dropped == 4', 'dropped == 0')

test.each<[readonly string[], string?]>([
  [['run', 'small.yaml', '--records', 'records.jsonl', '--series', 'series.csv', '--html', 'page.html']],
  [['run', 'small.yaml', ...REPEATED]],
  [['run', '-', '--json'], UNMET],
  [['run', 'small.yaml', '--seed', 'many']],
  [['run', 'none.yaml']],
  [['compare', 'small.yaml', '--with', `${SLOTS}=1`, ...REPEATED, '--html', 'page.html']],
  [['sweep', 'small.yaml', '--vary', `${SLOTS}=1,2`, ...REPEATED, '--out', 'rows.jsonl']],
  [['find', 'small.yaml', '--vary', `${SLOTS}=1..4`, '--require', 'work.dropped < 5', ...REPEATED]],
  [['check', 'small.yaml', '--set', 'functions.work.timeot=5s']],
  [['explain', 'small.yaml', '--event', '8', '--svg', 'event.svg']],
  [['init', 'here']],
  [[]],
  [['run', '--help']],
  [['--version']],
])('%j prints, writes and exits in a process of its own as it does in that of a test', async (args, input) => {
  const [here, there] = [directory({ 'small.yaml': SCENARIO }), directory({ 'small.yaml': SCENARIO })]
  const [called, spawned] = [await execute(args, { cwd: here, input }), await executeApart(args, { cwd: there, input })]
  expect({ ...called, stdout: withoutElapsed(called.stdout) }).toEqual({
    ...spawned,
    stdout: withoutElapsed(spawned.stdout),
  })
  expect(`${called.stdout}${called.stderr}`).not.toBe('')
  expect(filesOf(here)).toEqual(filesOf(there))
})

/** What stands in each file; in a page all but the elapsed time. */
function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  return Object.fromEntries(
    files.map(({ name, parentPath }) => [name, withoutElapsed(readFileSync(join(parentPath, name), 'utf8'))]),
  )
}
