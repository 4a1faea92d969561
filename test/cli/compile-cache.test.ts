import { expect, test } from 'vitest'
import { directory, executeApart, SCENARIO } from './command.ts'

/** Node says what it reads from where it keeps compiled code. */
const NODE_DEBUG_NATIVE = 'COMPILE_CACHE'

test('the second start compiles nothing of a command again, nor do its threads', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO })
  const options = { cwd, env: { TMPDIR: cwd, NODE_DEBUG_NATIVE } }
  const read = async () => {
    const { code, stderr } = await executeApart(['run', 'small.yaml', '--replications', '2'], options)
    expect(code).toBe(0)
    const found = stderr.matchAll(/cache for ESM file:\S+\/src\/(\S+) was (accepted|not initialized)/g)
    return Map.groupBy(found, ([, , outcome]) => outcome!)
  }
  const names = (found: Map<string, RegExpMatchArray[]>, outcome: string) =>
    new Set((found.get(outcome) ?? []).map(([, name]) => name))
  expect(names(await read(), 'accepted')).not.toContain('cli/run.ts')
  const again = await read()
  expect(names(again, 'not initialized')).toEqual(new Set())
  expect(names(again, 'accepted')).toContain('cli/run.ts')
  expect(names(again, 'accepted')).toContain('experiment/worker.ts')
})
