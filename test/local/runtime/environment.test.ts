import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createRuntime } from '../../../src/local/runtime/function-runtime.ts'
import { ProcessPool } from '../../../src/local/runtime/process-pool.ts'
import { archive, ended, HANDLERS, handler, isAlive, running } from './attempts.ts'
import { attempt } from './fixture/attempt.ts'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const by = (how: string) => ({ requestId: 'event-2', payload: json({ by: how }) })
const exit = (reason: string) => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: event-2 Error: Runtime exited ${reason}`,
})

test('an environment keeps its state from attempt to attempt, and another has its own', async () => {
  const run = handler('count')
  expect((await run()).value).toBe(1)
  const warm = await run()
  expect([warm.value, warm.result.initMs]).toEqual([2, undefined])
  expect((await run({ environment: 2, isCold: true })).value).toBe(1)
  expect((await run()).value).toBe(3)
})

test('an exception leaves the environment as it is', async () => {
  const run = handler('ends')
  await run()
  expect((await run(by('throw'))).outcome).toBe('error')
  expect((await run()).value).toBe(2)
})

test('a cold attempt finds nothing of what was there under its number', async () => {
  const run = handler('count')
  await run()
  const cold = await run({ isCold: true })
  expect(cold.value).toBe(1)
  expect(cold.result.initMs).toBeGreaterThan(0)
})

test.each([
  ['exit 0', exit('without providing a reason')],
  ['exit 3', exit('with error: exit status 3')],
  ['abort', exit('with error: signal: aborted')],
  ['memory', exit('with error: signal: killed')],
])(
  'a process that ends (%s) is a function error, and the next attempt starts it anew in its own time',
  async (how, expected) => {
    const run = handler('ends')
    expect((await run()).value).toBe(1)
    const failed = await run(by(how))
    expect([failed.outcome, failed.value]).toEqual(['error', expected])
    expect(failed.lines).toContain(`${expected.errorMessage}`)
    expect(failed.lines.at(-1)).toContain('\tStatus: error\tError Type: Runtime.ExitError')
    const next = await run()
    expect([next.value, next.result.initMs]).toEqual([1, undefined])
    expect(next.result.durationMs).toBeGreaterThan(20)
  },
)

test.each(['hang', 'loop'])('an attempt that takes too long (%s) is ended at its timeout', async (how) => {
  const run = handler('ends')
  await run()
  const { outcome, value, lines, result } = await run({ ...by(how), timeoutMs: 300 })
  expect([outcome, value, result.durationMs]).toEqual([
    'timeout',
    { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: event-2 Error: Task timed out after 0.30 seconds' },
    300,
  ])
  expect(lines.slice(1, 3).map((line) => line.replace(/^\S+Z/, 'TIME'))).toEqual([
    `TIME\tevent-2\tINFO\tby ${how}`,
    'TIME event-2 Task timed out after 0.30 seconds',
  ])
  expect(lines.at(-1)).toMatch(/\tDuration: 300\.00 ms\t.*\tStatus: timeout$/)
  const next = await run()
  expect([next.outcome, next.value]).toEqual(['success', 1])
})

test('two environments run at the same time: each waits for the other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const run = handler('meets')
  const [first, second] = await Promise.all(
    [1, 2].map((environment) => run({ environment, payload: json({ folder }) })),
  )
  expect([first!.outcome, second!.outcome]).toEqual(['success', 'success'])
  expect(first!.value).not.toBe(second!.value)
})

test('a process that ends between attempts is started anew', async () => {
  const run = handler('exitsAfterAnswer')
  const { value: pid } = await run()
  await vi.waitFor(() => expect(isAlive(pid as number)).toBe(false))
  // The system shows the end of the first thread, and tells of the process when the last one has ended.
  await sleep(100)
  const { outcome, value } = await run()
  expect([outcome, value === pid]).toEqual(['success', false])
})

test('what a handler started ends with it', async () => {
  const run = handler('spawns')
  const { lines } = await run({ timeoutMs: 5_000 })
  const pid = Number(/started (\d+)/.exec(lines.join('\n'))![1])
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false))
})

test('an environment’s folder for temporary files outlives a crash, not a cold start', async () => {
  const code = `const { existsSync, writeFileSync } = require('node:fs')
    exports.handler = async (event) => {
      const file = require('node:os').tmpdir() + '/kept'
      const was = existsSync(file)
      writeFileSync(file, '')
      if (event.crash) process.exit(1)
      return was
    }`
  const run = running(archive({ 'index.js': code }))
  await run({ payload: json({ crash: true }) })
  expect((await run()).value).toBe(true)
  expect((await run({ isCold: true })).value).toBe(false)
})

test('a start that takes longer than the timeout after a crash is a timeout', async () => {
  const slow = `const until = Date.now() + 400; while (Date.now() < until); exports.handler = async () => process.exit(1)`
  const run = running(archive({ 'index.js': slow }))
  const first = await run({ timeoutMs: 300 })
  expect([first.outcome, first.result.initMs! > 300]).toEqual(['error', true])
  const second = await run({ timeoutMs: 300 })
  expect(second.outcome).toBe('timeout')
  expect(second.lines.some((line) => /^INIT_REPORT .*\tPhase: invoke\tStatus: timeout/.test(line))).toBe(true)
})

test('a start over the limit is tried again in the attempt, within the function’s timeout', async () => {
  const hangs =
    'setInterval(() => {}, 1000); module.exports = require("node:child_process").execFileSync("sleep", ["60"])'
  const run = running(archive({ 'index.js': hangs }), { initLimitMs: 300 })
  const { outcome, lines, result } = await run({ timeoutMs: 200 })
  expect([outcome, result.durationMs, result.initMs]).toEqual(['timeout', 200, undefined])
  expect(
    lines.map((line) => line.replace(/Duration: [\d.]+ ms.*Phase/, 'Phase').replace(/^\S+Z |\t(?:Duration|$).*/, '')),
  ).toEqual([
    'INIT_REPORT Init Phase: init\tStatus: timeout',
    'START RequestId: event-1 Version: $LATEST',
    'INIT_REPORT Init Phase: invoke\tStatus: timeout',
    'event-1 Task timed out after 0.20 seconds',
    '',
    'END RequestId: event-1',
    'REPORT RequestId: event-1',
  ])
})

test('of a flood of output the end is kept', async () => {
  const run = handler('floods')
  const { result, lines } = await run({ payload: json({ megabytes: 20 }) })
  expect(result.log.length).toBeLessThan(2_200_000)
  expect(lines[1]).toMatch(/^asyncinvoke: \d+ bytes before this are left out$/)
  expect(lines.at(-3)).toMatch(/the end$/)
})

test('while no process can start, a waiting attempt takes one that becomes idle: a burst needs few', async () => {
  const run = handler('count', {}, { starting: 1 })
  const ends = await Promise.all(Array.from({ length: 20 }, (_, i) => run({ environment: i, isCold: true })))
  const starts = ends.filter(({ result }) => result.initMs !== undefined).length
  expect(starts).toBeLessThan(10)
  // Each process counts its own attempts, and all of them are there.
  expect(ends.filter(({ value }) => value === 1)).toHaveLength(starts)
  expect((await run({ environment: 0 })).outcome).toBe('success')
})

test('a process that nobody uses ends, and the next attempt starts another', async () => {
  const run = handler('sleeps', {}, { idleMs: 50 })
  const { value: pid } = await run({ payload: json({ ms: 0 }) })
  await vi.waitFor(() => expect(isAlive(pid as number)).toBe(false))
  const { value, result } = await run({ payload: json({ ms: 0 }) })
  expect(value).not.toBe(pid)
  expect(result.initMs).toBeGreaterThan(0)
})

test('where there are as many processes as may be, the one that waits longest makes room', async () => {
  const run = handler('sleeps', {}, { processes: 2 })
  const payload = json({ ms: 0 })
  const pids: unknown[] = []
  for (const environment of [1, 2, 1, 3]) pids.push((await run({ environment, payload })).value)
  expect(pids[0]).toBe(pids[2])
  await vi.waitFor(() => expect(isAlive(pids[1] as number)).toBe(false))
  expect(isAlive(pids[2] as number)).toBe(true)
})

test('no more attempts run than there may be processes; the others wait, and their timeout does not run', async () => {
  const run = handler('sleeps', {}, { processes: 1 })
  const begun = performance.now()
  const attempts = [1, 2, 3].map((environment) => run({ environment, timeoutMs: 1_000, payload: json({ ms: 500 }) }))
  const all = await Promise.all(attempts)
  expect(all.map(({ outcome }) => outcome)).toEqual(['success', 'success', 'success'])
  expect(performance.now() - begun).toBeGreaterThan(1_490)
})

test('closing ends attempts in progress and those that wait as system errors', async () => {
  const pool = new ProcessPool({ processes: 1 })
  const runtime = createRuntime({ kind: 'module', path: HANDLERS, export: 'ends' }, pool)
  await runtime.run(attempt())
  const inProgress = [1, 2].map((environment) => runtime.run(attempt({ ...by('hang'), environment })))
  await sleep(50)
  await runtime.close()
  pool.close()
  const outcomes = (await Promise.all(inProgress)).map((result) => [ended(result).outcome, result.payload])
  expect(outcomes).toEqual([
    ['system', undefined],
    ['system', undefined],
  ])
})
