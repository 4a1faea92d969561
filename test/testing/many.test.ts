import timersPromises from 'node:timers/promises'
import { expect, it } from 'vitest'
import { harness } from '../../src/testing/index.ts'

const { setTimeout: sleep } = timersPromises

it('takes less than a second for 1,000 events that are throttled until they are too old, after six hours', async () => {
  let runs = 0
  using lambda = harness({
    functions: {
      charge: { handler: () => ++runs, eventInvokeConfig: { MaximumEventAgeInSeconds: 21_600 } },
    },
  })
  lambda.throttle('charge')
  const before = process.cpuUsage()
  const events = []
  for (let order = 0; order < 1_000; order++) events.push(await lambda.invoke('charge', { order }))
  await lambda.settled(events)
  const { user, system } = process.cpuUsage(before)
  expect(runs).toBe(0)
  expect(events.every(({ condition }) => condition === 'EventAgeExceeded')).toBe(true)
  // The next wait of 5 minutes would end after six hours.
  for (const { endedMs } of events) expect(endedMs).toBeGreaterThan(21_600_000 - 300_000)
  expect(lambda.elapsedMs).toBeLessThanOrEqual(21_600_000)
  expect((user + system) / 1_000).toBeLessThan(1_000)
})

it('takes less than a second for 1,000 events with three attempts each', async () => {
  let runs = 0
  using lambda = harness({
    functions: {
      charge: {
        handler: async () => {
          runs++
          await sleep(100)
          throw new Error('no stock')
        },
        eventInvokeConfig: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 },
      },
    },
  })
  // Time of this process alone: other tests run beside it.
  const before = process.cpuUsage()
  const events = []
  for (let order = 0; order < 1_000; order++) events.push(await lambda.invoke('charge', { order }))
  await lambda.settled(events)
  const { user, system } = process.cpuUsage(before)
  expect(runs).toBe(3_000)
  expect(events.every(({ condition, endedMs }) => condition === 'RetriesExhausted' && endedMs === 180_300)).toBe(true)
  expect((user + system) / 1_000).toBeLessThan(1_000)
})

it('does not let 500 harnesses that run beside each other disturb one another', async () => {
  const one = async (place: number) => {
    using lambda = harness({
      start: new Date(Date.UTC(2026, 0, 1) + place * 86_400_000),
      seed: place,
      functions: {
        f: {
          handler: async ({ fails }: { fails: number }) => {
            const beforeMs = Date.now()
            await sleep(place + 1)
            seen.push(Date.now() - beforeMs)
            if (seen.length <= fails) throw new Error(String(place))
            return place
          },
        },
      },
    })
    const seen: number[] = []
    const event = await lambda.invoke('f', { fails: place % 3 })
    await lambda.settled(event)
    return { event, seen, now: lambda.now.getTime() }
  }
  const all = await Promise.all(Array.from({ length: 500 }, (_, place) => one(place)))
  for (const [place, { event, seen, now }] of all.entries()) {
    const fails = place % 3
    const waitsMs = [0, 60_000, 180_000][fails]!
    expect(event.attempts.map(({ response }) => response)).toEqual([...Array(fails).fill(undefined), place])
    expect(seen).toEqual(Array(fails + 1).fill(place + 1))
    expect(event.endedMs).toBe((fails + 1) * (place + 1) + waitsMs)
    expect(now).toBe(Date.UTC(2026, 0, 1) + place * 86_400_000 + event.endedMs!)
  }
})
