import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Runtime } from '../../src/local/runtime/runtime.ts'
import { MemoryQueue } from '../../src/local/store/memory-queue.ts'
import { HeldWorld, START_MS } from './held-world.ts'

test('an attempt whose code must wait long before it begins is not taken for a timeout', async () => {
  const held = new HeldWorld()
  const requestId = await held.send()
  await setImmediate()
  await held.timers.advance(3_600_000)
  await held.end(0)
  expect(held.world.timeline(requestId)?.end).toMatchObject({ condition: 'Success', attempts: 1 })
  expect(held.begun).toHaveLength(1)
})

test('on a clock that runs faster an attempt took what its code did, times the speed', async () => {
  const held = new HeldWorld({ speed: 60 })
  const requestId = await held.send()
  await setImmediate()
  await held.end(0)
  expect(held.world.timeline(requestId)?.steps).toContainEqual(
    expect.objectContaining({ kind: 'attempt', durationMs: 60 * 2_500 }),
  )
})

test('while nothing can be kept no code runs, and no attempt ends', async () => {
  const kept = Promise.withResolvers<void>()
  class FullDisk extends MemoryQueue {
    override kept(): Promise<void> {
      return kept.promise
    }
  }
  const held = new HeldWorld({ queue: new FullDisk({ seed: 1, startMs: START_MS }) })
  const requestId = await held.send()
  await held.timers.advance(3_600_000)
  expect(held.begun).toEqual([])
  kept.resolve()
  await setImmediate()
  expect(held.begun).toMatchObject([{ requestId }])
  await held.end(0)
  expect(held.world.timeline(requestId)?.end).toMatchObject({ condition: 'Success', attempts: 1 })
})

test.each([
  ['a runtime that throws', { runtimeOf: broken(() => Promise.reject(new Error('oh'))) }],
  [
    'a store that throws',
    {
      runtimeOf: () => {
        throw new Error('oh')
      },
    },
  ],
])('%s fails the attempt as a system error, is told of, and ends no process', async (_, options) => {
  const failures: unknown[] = []
  const held = new HeldWorld({ ...options, onFailure: (error) => failures.push(error) })
  await expect(held.call()).rejects.toThrow('The function could not be run.')
  expect(failures).toEqual([new Error('oh')])
})

test('an attempt ends although nobody can write its log', async () => {
  const failures: unknown[] = []
  const onEnd = () => {
    throw new Error('no log')
  }
  const held = new HeldWorld({ onEnd, onFailure: (error) => failures.push(error) })
  const requestId = await held.send()
  await setImmediate()
  await held.end(0)
  expect(held.world.timeline(requestId)?.end).toMatchObject({ condition: 'Success' })
  expect(failures).toEqual([new Error('no log')])
})

function broken(run: Runtime['run']): () => Runtime {
  return () => ({ run, close: async () => {} })
}
