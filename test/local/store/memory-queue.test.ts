import { expect, test } from 'vitest'
import { MemoryQueue } from '../../../src/local/store/memory-queue.ts'

test('what was accepted in one turn of the event loop is answered together, at its end', async () => {
  const queue = new MemoryQueue({ seed: 1, startMs: 0 })
  let isAnswered = false
  const first = queue.flushed().then(() => {
    isAnswered = true
  })
  await Promise.resolve()
  await Promise.resolve()
  expect(isAnswered).toBe(false)
  const second = queue.flushed().then(() => isAnswered)
  await first
  expect(await second).toBe(true)
  expect(queue.flushed()).toBe(queue.flushed())
})

test('the next turn is another', async () => {
  const queue = new MemoryQueue({ seed: 1, startMs: 0 })
  const before = queue.flushed()
  await before
  expect(queue.flushed()).not.toBe(before)
})
