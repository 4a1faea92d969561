import { describe, expect, it } from 'vitest'
import { directory, execute } from './command.ts'

const SCENARIO = `\
name: desk
seed: 7
runLength: 10m
functions:
  work:
    reservedConcurrency: 2
    model: { duration: { exponential: { mean: 900ms } } }
    arrivals: [{ poisson: { rate: 2/s }, invocation: RequestResponse }]
`
const SLOTS = 'functions.work.reservedConcurrency'

describe('find', () => {
  it('prints the value first, then why not the next, and what was tried', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const args = ['desk.yaml', '--vary', `${SLOTS}=1..20`, '--require', 'work.synchronous.throttledShare < 0.05']
    const { code, stdout, stderr } = await execute(['find', ...args], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    // Erlang's formula B at a load of 1.8: 7.5 % are refused with 4 slots, 2.6 % with 5.
    expect(stdout.split('\n\n')[1]!.replaceAll(/\s+/g, ' ')).toMatch(
      /^ reservedConcurrency=5 is the smallest with which "work\.synchronous\.throttledShare < 0\.05" holds, for \$ 0\.\d+ ± .* a run\. With 4 ".*" does not hold: it is 0\.0\d+ ± 0\.00\d+\.$/,
    )
    expect(stdout).toMatch(/^ {2}5 +found +\d+ /m)
    expect(stdout).toMatch(/^ {2}4 +fails +\d+ /m)
    expect(stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('  asyncinvoke'))).toEqual([])
  })

  it('exits 1 where there is none, and says what binds', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const args = ['desk.yaml', '--vary', `${SLOTS}=1..2`, '--require', 'work.synchronous.throttledShare < 0.05']
    const text = await execute(['find', ...args], { cwd })
    expect(text.code).toBe(1)
    expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'No reservedConcurrency of 1 to 2 suffices: what binds is "work.synchronous.throttledShare < 0.05", with 0.3',
    )
    const { code, stdout } = await execute(['find', ...args, '--json'], { cwd })
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, outcome: 'none', value: null, sought: 'smallest' })
  })

  it('names every problem at once and exits 2', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const args = ['desk.yaml', '--vary', `${SLOTS}=few,many`, '--require', 'work.synchronous.throttled < 0.05']
    const { code, stdout, stderr } = await execute(['find', ...args], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`--vary ${SLOTS}=few: ${SLOTS}: expected`)
    expect(stderr).toContain(`--vary ${SLOTS}=many: ${SLOTS}: expected`)
    expect(stderr.split('--require work.synchronous.throttled < 0.05: unknown metric')).toHaveLength(2)
  })

  it('names a value between the ends that cannot be, when its turn comes, and exits 2', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const args = ['desk.yaml', '--vary', `${SLOTS}=1,some,20`, '--require', 'work.synchronous.throttledShare < 0.05']
    const { code, stdout, stderr } = await execute(['find', ...args], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /^--vary functions\.work\.reservedConcurrency=some: functions\.work\.reservedConcurrency: expected/,
    )
  })

  it.each([
    [[], 'asyncinvoke: expected --vary PATH=LOW..HIGH, got none\nasyncinvoke: expected --require EXPRESSION'],
    [
      ['--vary', `${SLOTS}=1..9`, '--require', 'total.dropped == 0', '--replications', '9'],
      'asyncinvoke: --replications: expected 59 or more to decide == and !=, got 9\n',
    ],
    [['--vary', `${SLOTS}=9..1`, '--require', 'total.dropped == 0'], 'expected LOW at or below HIGH, got 9..1'],
    [['--vary', `${SLOTS}=1..9`, '--require', ''], 'expected NAME.metric'],
  ])('refuses %j with exit code 2', async (args, message) => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const { code, stdout, stderr } = await execute(['find', 'desk.yaml', ...args], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})
