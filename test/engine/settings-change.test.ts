import { describe, expect, it } from 'vitest'
import { DEAD, FAILS, SINK, World, type WorldOptions } from './world.ts'

describe('a change of the event-invoke config', () => {
  it('holds from the next decision on, for events that wait already', () => {
    const world = new World({ run: FAILS })
    world.send(0)
    world.engine.advance(30_000)
    const DestinationConfig = { OnFailure: { Destination: SINK } }
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0, DestinationConfig })
    world.finish()
    expect(world.starts(1)).toEqual([0, 60_000])
    expect(world.ends()).toEqual(['#1 RetriesExhausted at 60000'])
    expect(world.bodies(SINK)).toHaveLength(1)
  })

  it('of the age drops an event at its next dispatch', () => {
    const world = new World({ run: FAILS })
    world.send(0)
    world.engine.advance(61_000)
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds: 60 })
    world.finish()
    expect(world.starts(1)).toEqual([0, 60_000])
    expect(world.ends()).toEqual(['#1 EventAgeExceeded at 180000'])
  })

  it('takes effect after the time that was chosen, for all events alike', () => {
    const world = new World({ run: FAILS, choices: { configPropagation: 100_000 } })
    world.send(0)
    world.engine.advance(10_000)
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0 })
    world.send(105_000)
    world.send(110_000)
    world.finish()
    // The change counts from 110 s on, before what is dispatched at that instant.
    expect([1, 2, 3].map((event) => world.starts(event))).toEqual([[0, 60_000, 180_000], [105_000, 165_000], [110_000]])
  })

  it('keeps the order of changes that are under way', () => {
    const world = new World({ run: FAILS, choices: { configPropagation: 100_000 } })
    world.send(0)
    for (const [atMs, MaximumRetryAttempts] of [
      [1_000, 1],
      [2_000, 0],
    ] as const) {
      world.engine.advance(atMs)
      world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts })
    }
    world.send(101_500)
    world.send(102_500)
    world.finish()
    expect([world.starts(2), world.starts(3)]).toEqual([[101_500, 161_500], [102_500]])
  })

  it('leaves events alone that were accepted before, where they keep the config of their acceptance', () => {
    const world = new World({ run: FAILS, choices: { configPropagation: 'atAcceptance' } })
    world.send(0)
    world.engine.advance(10_000)
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0 })
    world.send(10_000)
    world.engine.advance(20_000)
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 1 })
    world.send(20_000)
    world.finish()
    expect([1, 2, 3].map((event) => world.starts(event))).toEqual([[0, 60_000, 180_000], [10_000], [20_000, 80_000]])
  })
})

describe('a change of the function', () => {
  it('of its timeout holds for attempts that start later', () => {
    const world = new World({ run: () => ({ ms: 2_500 }) })
    world.send(0)
    world.plane.functions.update({ FunctionName: 'f', Timeout: 1 })
    world.send(0)
    world.finish()
    expect(world.told('ended').map(({ event, outcome, atMs }) => [event, outcome, atMs])).toContainEqual([
      1,
      'success',
      2_500,
    ])
    expect(world.told('ended')[0]).toMatchObject({ event: 2, outcome: 'timeout', atMs: 1_000 })
  })

  it('of its dead-letter target reaches $LATEST, and a published version only where it follows', () => {
    for (const versionDeadLetter of ['locked', 'followsLatest'] as const) {
      const world = new World({
        run: FAILS,
        choices: { versionDeadLetter },
        setup: (plane) => {
          plane.functions.create({ FunctionName: 'f' })
          plane.versions.publish({ FunctionName: 'f' })
          for (const Qualifier of ['$LATEST', '1'])
            plane.eventInvokeConfigs.put({ FunctionName: 'f', Qualifier, MaximumRetryAttempts: 0 })
        },
      })
      for (const qualifier of ['$LATEST', '1']) world.send(0, 'f', { qualifier })
      world.engine.advance(1_000)
      expect(world.bodies(DEAD)).toHaveLength(0)
      world.plane.functions.update({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
      for (const qualifier of ['$LATEST', '1']) world.send(1_000, 'f', { qualifier })
      world.finish()
      expect(world.bodies(DEAD)).toHaveLength(versionDeadLetter === 'locked' ? 1 : 2)
    }
  })
})

const reserved =
  (...amounts: number[]): NonNullable<WorldOptions['setup']> =>
  (plane) => {
    for (const [index, ReservedConcurrentExecutions] of amounts.entries()) {
      const FunctionName = 'fgh'[index]!
      plane.functions.create({ FunctionName, Timeout: 900 })
      if (ReservedConcurrentExecutions >= 0) plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions })
    }
  }

/** No reserved concurrency. */
const NONE = -1

describe('reserved concurrency that changes while events are on their way', () => {
  it('to 0 drops what waits at its next dispatch, lets what runs succeed, and drops what fails', () => {
    const world = new World({
      setup: reserved(2),
      run: ({ event }) => ({ ms: 10_000, outcome: event === 2 ? 'error' : 'success' }),
    })
    world.send(0, 'f', { count: 3 })
    world.engine.advance(4_000)
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 0 })
    world.send(5_000)
    world.finish()
    expect(world.ends()).toEqual([
      '#4 ZeroReservedConcurrency at 5000',
      '#3 ZeroReservedConcurrency at 7000',
      '#1 Success at 10000',
      '#2 ZeroReservedConcurrency at 10000',
    ])
  })

  it('to 0 drops a queue at once, under fifo', () => {
    const world = new World({ setup: reserved(1), run: () => ({ ms: 10_000 }), choices: { queueing: 'fifo' } })
    world.send(0, 'f', { count: 3 })
    world.engine.advance(4_000)
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 0 })
    expect(world.ends()).toEqual(['#2 ZeroReservedConcurrency at 4000', '#3 ZeroReservedConcurrency at 4000'])
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 1 })
    world.send(5_000)
    world.finish()
    expect(world.ends().slice(2)).toEqual(['#1 Success at 10000', '#4 Success at 20000'])
  })

  it.each(['backoff', 'fifo'] as const)('upwards lets more run (%s)', (queueing) => {
    const world = new World({ setup: reserved(1), run: () => ({ ms: 60_000 }), choices: { queueing } })
    world.send(0, 'f', { count: 4 })
    world.engine.advance(2_000)
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 3 })
    world.engine.advance(5_000)
    const startMs = queueing === 'fifo' ? 2_000 : 3_000
    expect(world.told('started').map(({ event, atMs }) => [event, atMs])).toEqual([
      [1, 0],
      [2, startMs],
      [3, startMs],
    ])
    world.finish()
    expect(world.engine.pending).toBe(0)
  })

  it.each(['backoff', 'fifo'] as const)(
    'downwards ends nothing, and nothing starts until it is kept (%s)',
    (queueing) => {
      const world = new World({
        setup: reserved(3),
        run: ({ event }) => ({ ms: event * 10_000 }),
        choices: { queueing },
      })
      world.send(0, 'f', { count: 3 })
      world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 1 })
      world.send(1_000)
      world.finish()
      expect(world.told('started').at(-1)).toMatchObject({ event: 4 })
      // Back-off brings it at 1, 2, 4, 8, 16 and 32 s.
      expect(world.starts(4)).toEqual([queueing === 'fifo' ? 30_000 : 32_000])
    },
  )

  it.each(['backoff', 'fifo'] as const)('from shared to own takes what runs along (%s)', (queueing) => {
    const world = new World({
      accountConcurrency: 3,
      setup: reserved(NONE, NONE),
      run: () => ({ ms: 10_000 }),
      choices: { queueing },
    })
    world.send(0, 'f', { count: 2 })
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 2 })
    expect(world.engine.unreservedRunning).toBe(0)
    // f runs all it may, one is left for g.
    world.send(1_000, 'f')
    world.send(1_000, 'g', { count: 2 })
    expect(world.told('started').map(({ event }) => event)).toEqual([1, 2, 4])
    world.finish()
    expect(world.ends()).toHaveLength(5)
    expect([world.engine.running, world.engine.unreservedRunning, world.engine.pending]).toEqual([0, 0, 0])
  })

  it.each(['backoff', 'fifo'] as const)('from own to shared forgets no event that waits (%s)', (queueing) => {
    const world = new World({
      accountConcurrency: 3,
      setup: reserved(1, NONE),
      run: () => ({ ms: 10_000 }),
      choices: { queueing },
    })
    world.send(0, 'f', { count: 3 })
    world.engine.advance(500)
    world.plane.concurrency.delete({ FunctionName: 'f' })
    expect(world.engine.unreservedRunning).toBe(queueing === 'fifo' ? 3 : 1)
    world.finish()
    expect(world.starts(2)).toEqual([queueing === 'fifo' ? 500 : 1_000])
    expect(world.ends()).toHaveLength(3)
    expect([world.engine.running, world.engine.unreservedRunning, world.engine.pending]).toEqual([0, 0, 0])
  })

  it('puts events that have to move behind those that wait there already, under fifo', () => {
    const world = new World({
      accountConcurrency: 2,
      setup: reserved(1, NONE),
      run: () => ({ ms: 10_000 }),
      choices: { queueing: 'fifo' },
    })
    world.send(0, 'f')
    world.send(0, 'g')
    world.send(1_000, 'g')
    world.send(2_000, 'f')
    world.send(3_000, 'g')
    world.plane.concurrency.delete({ FunctionName: 'f' })
    world.finish()
    expect(world.told('started').map(({ event }) => event)).toEqual([1, 2, 3, 5, 4])
  })

  it('of the account lets more run', () => {
    const world = new World({ accountConcurrency: 1, choices: { queueing: 'fifo' }, run: () => ({ ms: 1_000 }) })
    world.send(0, 'f', { count: 3 })
    world.engine.advance(100)
    world.plane.setAccountConcurrency(5)
    world.finish()
    expect(world.told('started').map(({ atMs }) => atMs)).toEqual([0, 100, 100])
  })

  it('never lets more run than all limits together', () => {
    const world = new World({ accountConcurrency: 6, setup: reserved(2, NONE, NONE), run: () => ({ ms: 3_000 }) })
    for (let atMs = 0; atMs < 60_000; atMs += 500) {
      world.send(atMs, 'fgh'[(atMs / 500) % 3])
      if (atMs % 7_000 === 0) {
        const ReservedConcurrentExecutions = 1 + ((atMs / 7_000) % 3)
        world.plane.concurrency.put({ FunctionName: 'g', ReservedConcurrentExecutions })
      }
      expect(world.engine.running).toBeLessThanOrEqual(6 + 3)
    }
    world.finish()
    expect(world.engine.pending).toBe(0)
  })
})
