import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { harness } from '../../src/testing/index.ts'
import { original, standIns } from '../../src/testing/time/platform.ts'
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

it('leaves the globals as the import of the kit has made them', () => {
  const before = globals()
  const lambda = harness()
  expect(globals()).toEqual(before)
  lambda.stop()
  expect(globals().map((each) => each?.value)).toEqual(before.map((each) => each?.value))
})

it('takes nothing away that somebody has put over it, and is gone when they are', () => {
  const before = globals()
  vi.useFakeTimers()
  const lambda = harness()
  lambda.stop()
  expect(vi.isFakeTimers()).toBe(true)
  vi.useRealTimers()
  expect(globals().map((each) => each?.value)).toEqual(before.map((each) => each?.value))
})

it('leaves to code of no attempt what the platform has: names, numbers of parameters, properties, errors', () => {
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'Date'] as const) {
    const platform: object = original(globalThis[name])
    expect(globalThis[name]).not.toBe(platform)
    expect(Object.keys(Object.getOwnPropertyDescriptors(globalThis[name]))).toEqual(
      Object.keys(Object.getOwnPropertyDescriptors(platform)),
    )
    expect([globalThis[name].name, globalThis[name].length]).toEqual([name, (platform as { length: number }).length])
  }
  expect(() => setTimeout('later' as never, 1)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }))
  expect(new Date(0).constructor).toBe(Date)
  expect(Math.abs(performance.timeOrigin + performance.now() - Date.now())).toBeLessThan(1_000)
})

it('puts one stand-in over the platform, whatever number of its copies a test runner loads', async () => {
  const copies = [globalThis.setTimeout]
  for (let copy = 0; copy < 3; copy++) {
    const module = new URL(`../../src/testing/time/virtual-globals.ts?copy=${copy}`, import.meta.url)
    await import(module.href)
    copies.push(globalThis.setTimeout)
  }
  expect(new Set(copies).size).toBe(4)
  expect(copies.map((each) => standIns.get(each))).toEqual(Array(4).fill(original(setTimeout)))
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
