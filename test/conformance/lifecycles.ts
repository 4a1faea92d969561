import { expect } from 'vitest'
import { fails, type Promises } from './stage.ts'

/** Long enough for everything with default settings but throttles. */
const SOON_MS = 600_000

export const lifecycles: Promises = {
  'an event that always fails runs three times by default, 60 s and 120 s after the failures': async (stage) => {
    await stage.create('f', { handler: ({ number }) => ({ fails: true, durationMs: number * 500 }) })
    const event = await stage.send('f')
    await stage.until(SOON_MS)
    await stage.expectStarts(event, 0, 60_500, 181_500)
    await stage.expectEnd(event, 'RetriesExhausted', 3, 183_000)
  },

  'one retry makes two attempts': async (stage) => {
    await stage.create('f', { handler: fails, config: { MaximumRetryAttempts: 1 } })
    const event = await stage.send('f')
    await stage.until(SOON_MS)
    await stage.expectStarts(event, 0, 60_000)
    await stage.expectEnd(event, 'RetriesExhausted', 2, 60_000)
  },

  'without retries an event that fails is given up at once': async (stage) => {
    await stage.create('f', { handler: fails, config: { MaximumRetryAttempts: 0 } })
    const event = await stage.send('f')
    await stage.until(SOON_MS)
    await stage.expectEnd(event, 'RetriesExhausted', 1, 0)
  },

  'with a maximum age of 60 s an event that fails is too old for a retry at once': async (stage) => {
    const config = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 }
    await stage.create('f', { handler: fails, config })
    const event = await stage.send('f')
    await stage.until(SOON_MS)
    await stage.expectStarts(event, 0)
    await stage.expectEnd(event, 'EventAgeExceeded', 1, 0)
  },

  'with a maximum age of 90 s an event that fails is too old for a second retry after the first': async (stage) => {
    const config = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 90 }
    await stage.create('f', { handler: fails, config })
    const event = await stage.send('f')
    await stage.until(SOON_MS)
    await stage.expectStarts(event, 0, 60_000)
    await stage.expectEnd(event, 'EventAgeExceeded', 2, 60_000)
  },

  'the time that attempts take counts towards the age': async (stage) => {
    const handler = () => ({ fails: true, durationMs: 5_000 })
    await stage.create('early', { handler, config: { MaximumEventAgeInSeconds: 65 } })
    await stage.create('late', { handler, config: { MaximumEventAgeInSeconds: 66 } })
    const [early, late] = [await stage.send('early'), await stage.send('late')]
    await stage.until(SOON_MS)
    await stage.expectEnd(early, 'EventAgeExceeded', 1, 5_000)
    await stage.expectEnd(late, 'EventAgeExceeded', 2, 70_000)
  },

  'an attempt that succeeds past the age limit is a success (inferred)': async (stage) => {
    await stage.create('f', { handler: () => ({ durationMs: 80_000 }), config: { MaximumEventAgeInSeconds: 60 } })
    const event = await stage.send('f')
    await stage.until(SOON_MS)
    await stage.expectEnd(event, 'Success', 1, 80_000)
  },

  'an event is accepted whatever the concurrency, and throttled until it is free': async (stage) => {
    const handler = ({ payload }: { payload: string }) => ({ durationMs: payload === '"blocker"' ? 60_000 : 1_000 })
    await stage.create('f', { handler, reserved: 1 })
    const blocker = await stage.send('f', undefined, '"blocker"')
    const event = await stage.send('f')
    await stage.until(SOON_MS)
    await stage.expectEnd(blocker, 'Success', 1, 60_000)
    await stage.expectThrottles(event, 0, 1_000, 3_000, 7_000, 15_000, 31_000)
    await stage.expectStarts(event, 63_000)
    await stage.expectEnd(event, 'Success', 1, 64_000)
  },

  'a throttled event is given up as soon as the next wait would make it too old, whatever its retries': async (
    stage,
  ) => {
    const cases = [
      { retries: 0, ageS: 60, throttlesMs: [0, 1_000, 3_000, 7_000, 15_000, 31_000] },
      { retries: 0, ageS: 90, throttlesMs: [0, 1_000, 3_000, 7_000, 15_000, 31_000, 63_000] },
      { retries: 1, ageS: 90, throttlesMs: [0, 1_000, 3_000, 7_000, 15_000, 31_000, 63_000] },
    ]
    const events: string[] = []
    for (const [index, { retries, ageS }] of cases.entries()) {
      const config = { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: ageS }
      await stage.create(`f${index}`, { handler: () => ({ durationMs: 130_000 }), reserved: 1, config })
      await stage.send(`f${index}`)
      events.push(await stage.send(`f${index}`))
    }
    await stage.until(SOON_MS)
    for (const [index, { throttlesMs }] of cases.entries()) {
      await stage.expectThrottles(events[index]!, ...throttlesMs)
      await stage.expectStarts(events[index]!)
      await stage.expectEnd(events[index]!, 'EventAgeExceeded', 0, throttlesMs.at(-1)!)
    }
  },

  'a throttle between two attempts uses up no retry (documented)': async (stage) => {
    const handler = ({ payload }: { payload: string }) =>
      payload === '"blocker"' ? { durationMs: 15_000 } : { fails: true }
    await stage.create('f', { handler, reserved: 1, config: { MaximumRetryAttempts: 1 } })
    const event = await stage.send('f')
    await stage.until(50_000)
    await stage.send('f', undefined, '"blocker"')
    await stage.until(SOON_MS)
    await stage.expectThrottles(event, 60_000, 61_000, 63_000)
    await stage.expectStarts(event, 0, 67_000)
    await stage.expectEnd(event, 'RetriesExhausted', 2, 67_000)
  },

  'zero reserved concurrency drops an event at once, without an attempt or a throttle': async (stage) => {
    const events: string[] = []
    for (const retries of [0, 2]) {
      await stage.create(`f${retries}`, { reserved: 0, config: { MaximumRetryAttempts: retries } })
      events.push(await stage.send(`f${retries}`))
    }
    await stage.until(1_000)
    for (const event of events) {
      await stage.expectEnd(event, 'ZeroReservedConcurrency', 0, 0)
      await stage.expectStarts(event)
      await stage.expectThrottles(event)
    }
  },

  'an attempt that reaches the timeout is a function error, and is retried': async (stage) => {
    await stage.create('f', {
      timeoutS: 3,
      handler: ({ number }) => ({ durationMs: number === 1 ? 4_000 : 2_000 }),
    })
    const event = await stage.send('f')
    await stage.until(SOON_MS)
    await stage.expectStarts(event, 0, 63_000)
    await stage.expectEnd(event, 'Success', 2, 65_000)
  },

  'every attempt has the request id of the invocation and the same bytes': async (stage) => {
    const seen: string[] = []
    await stage.create('f', {
      handler: ({ requestId, number, payload }) => {
        seen.push(`${number} ${requestId} ${payload}`)
        return { fails: true }
      },
    })
    const event = await stage.send('f', undefined, ' {"a":1}\n')
    await stage.until(SOON_MS)
    expect(event).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(seen).toEqual([1, 2, 3].map((number) => `${number} ${event}  {"a":1}\n`))
  },

  'two functions that are each other’s destination run 16 times each, and the 17th run is stopped': async (stage) => {
    for (const name of ['a', 'b']) await stage.create(name)
    const to = (name: string) => ({ DestinationConfig: { OnSuccess: { Destination: stage.arn(name) } } })
    await stage.call('PutFunctionEventInvokeConfig', { FunctionName: 'a', ...to('b') })
    await stage.call('PutFunctionEventInvokeConfig', { FunctionName: 'b', ...to('a') })
    await stage.send('a')
    await stage.until(SOON_MS)
    const { attempts, ends } = await stage.driver.observed()
    const runs = attempts.map(({ functionName }) => functionName)
    expect(runs).toEqual(Array.from({ length: 16 }, () => ['a', 'b']).flat())
    expect(ends.at(-1)).toMatchObject({ functionName: 'a', condition: 'RecursiveInvocation', attempts: 0 })
  },
}
