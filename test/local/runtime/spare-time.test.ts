import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SpareTime } from '../../../src/local/runtime/spare-time.ts'

/** Keeps the event loop busy, turn after turn, as a flood of requests does. */
function flood() {
  const state = { ends: false }
  const turn = () => {
    const untilMs = performance.now() + 10
    while (performance.now() < untilMs);
    if (!state.ends) setImmediate(turn)
  }
  turn()
  return state
}

test('is awaited while the event loop is kept busy, and is there once it is not', async () => {
  const spareTime = new SpareTime()
  const busy = flood()
  let hasCome = false
  const coming = spareTime.come().then(() => {
    hasCome = true
  })
  // Some ten looks, of which each finds no time to spare.
  for (let turn = 0; turn < 30; turn++) await nextTurn()
  expect(hasCome).toBe(false)
  busy.ends = true
  await coming
})

test('is there at once where the event loop had some since the last look', async () => {
  const spareTime = new SpareTime()
  await sleep(50)
  let hasCome = false
  void spareTime.come().then(() => {
    hasCome = true
  })
  await Promise.resolve()
  await Promise.resolve()
  expect(hasCome).toBe(true)
})

test('nobody waits for it for ever', async () => {
  const busy = flood()
  await new SpareTime().come()
  busy.ends = true
})
