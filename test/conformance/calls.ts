import { expect } from 'vitest'
import { fails, type Promises } from './stage.ts'

/** Long enough for everything with default settings but throttles. */
const SOON_MS = 600_000
const NO_SLOT = { status: 429, reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' } as const

export const calls: Promises = {
  'one that finds the only slot taken by an event is refused, and an event that finds it so runs later': async (
    stage,
  ) => {
    await stage.create('f', { handler: () => ({ durationMs: 60_000 }), reserved: 1 })
    const blocker = await stage.send('f')
    await stage.until(5_000)
    const queued = await stage.send('f')
    const call = await stage.invoke('f')
    await stage.until(SOON_MS)
    await stage.expectAnswer(call, NO_SLOT, 5_000)
    await stage.expectStarts(call)
    await stage.expectEnd(blocker, 'Success', 1, 60_000)
    await stage.expectStarts(queued, 68_000)
    await stage.expectEnd(queued, 'Success', 1, 128_000)
  },

  'with zero reserved concurrency one is refused, where an event is accepted and dropped': async (stage) => {
    await stage.create('f', { reserved: 0 })
    const [event, call] = [await stage.send('f'), await stage.invoke('f')]
    await stage.until(1_000)
    await stage.expectAnswer(call, NO_SLOT, 0)
    await stage.expectEnd(event, 'ZeroReservedConcurrency', 0, 0)
    const { throttles } = await stage.driver.observed()
    expect(throttles).toEqual([])
  },

  'one that takes the only slot lets events be throttled (documented)': async (stage) => {
    await stage.create('f', { handler: () => ({ durationMs: 10_000 }), reserved: 1 })
    const call = await stage.invoke('f')
    const event = await stage.send('f')
    await stage.until(SOON_MS)
    await stage.expectAnswer(call, { status: 200, failed: false }, 10_000)
    await stage.expectThrottles(event, 0, 1_000, 3_000, 7_000)
    await stage.expectStarts(event, 15_000)
  },

  'one that fails is answered with its error, and neither tried again nor recorded (documented)': async (stage) => {
    const queue = stage.queue('failed')
    const config = { MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination: queue } } }
    await stage.create('f', { handler: fails, deadLetterArn: stage.queue('dead'), config })
    const call = await stage.invoke('f')
    await stage.until(SOON_MS)
    await stage.expectAnswer(call, { status: 200, failed: true }, 0)
    await stage.expectStarts(call, 0)
    const { ends, messages } = await stage.driver.observed()
    expect([ends, messages]).toEqual([[], []])
  },

  'one of a qualifier that is not there is answered with 404 (documented)': async (stage) => {
    await stage.create('f')
    const call = await stage.invoke('f', 'nobody')
    await stage.expectAnswer(call, { status: 404 }, 0)
    await stage.expectStarts(call)
  },
}
