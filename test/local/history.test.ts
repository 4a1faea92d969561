import { expect, test } from 'vitest'
import { HeldWorld } from './held-world.ts'

test('every event has a request id for its caller, where it ends at once and nothing is kept of it too', async () => {
  const held = new HeldWorld({ keep: 0 })
  const { world } = held
  world.enter(() => world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 0 }))
  const ids = await Promise.all(Array.from({ length: 200 }, () => held.send()))
  expect(new Set(ids).size).toBe(200)
  expect(ids).not.toContain(undefined)
})
