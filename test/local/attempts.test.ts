import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
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
