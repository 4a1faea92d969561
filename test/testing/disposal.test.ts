import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { harness } from '../../src/testing/index.ts'
import { ROOT } from '../source-file.ts'

/** All that a harness puts stand-ins in the place of, with its descriptor. */
function globals() {
  const names = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'Date']
  return [
    ...names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name)),
    ...names.map((name) => Object.getOwnPropertyDescriptor(timers, name)),
    ...['setTimeout', 'setInterval', 'setImmediate'].map((name) =>
      Object.getOwnPropertyDescriptor(timersPromises, name),
    ),
    Object.getOwnPropertyDescriptor(performance, 'now'),
    Object.getOwnPropertyDescriptor(AbortSignal, 'timeout'),
    Object.getOwnPropertyDescriptor(timersPromises.scheduler, 'wait'),
  ]
}

it('leaves the globals as they were, once the last harness is stopped', () => {
  const before = globals()
  const [first, second] = [harness(), harness()]
  expect(globals()).not.toEqual(before)
  first.stop()
  first.stop()
  expect(globals()).not.toEqual(before)
  second.stop()
  expect(globals().map((each) => each?.value)).toEqual(before.map((each) => each?.value))
  expect(globals()).toEqual(before)
})

it('takes nothing away that somebody has put over it, and is gone when they are', () => {
  const before = globals()
  const lambda = harness()
  vi.useFakeTimers()
  const faked = globalThis.setTimeout
  lambda.stop()
  expect(globalThis.setTimeout).toBe(faked)
  vi.useRealTimers()
  harness().stop()
  expect(globals().map((each) => each?.value)).toEqual(before.map((each) => each?.value))
})

it('is stopped at the end of its block', async () => {
  const kept = []
  {
    using lambda = harness({ functions: { f: () => 'ok' } })
    kept.push(lambda)
  }
  {
    await using lambda = harness({ functions: { f: () => 'ok' } })
    kept.push(lambda)
  }
  for (const lambda of kept) await expect(lambda.invoke('f')).rejects.toThrow('the harness was stopped')
})

it('keeps no process alive, stopped or not, with attempts in the middle of their work', () => {
  const code = `
    import { harness } from ${JSON.stringify(join(ROOT, 'src/testing/index.ts'))}
    const lambda = harness({ functions: { f: { handler: () => new Promise((resolve) => setTimeout(resolve, 60_000)), timeout: '15m' } } })
    await lambda.invoke('f')
    await lambda.advance('1s')
    setInterval(() => {}, 60_000).unref()
    console.log(process.getActiveResourcesInfo().filter((each) => each === 'Timeout' || each === 'Immediate').length, lambda.pending)
  `
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { timeout: 20_000 })
  expect(String(output).trim()).toBe('0 1')
})
