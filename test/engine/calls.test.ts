import { describe, expect, it } from 'vitest'
import { SUCCEEDED } from '../../src/rules/outcome.ts'
import { World, type WorldOptions } from './world.ts'

/** A world with one function of a reserved concurrency; every attempt takes a minute. */
function worldOf(reserved: number | undefined, options: WorldOptions = {}): World {
  return new World({
    run: () => ({ ms: 60_000 }),
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f', Timeout: 900 })
      if (reserved !== undefined) plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: reserved })
    },
    ...options,
  })
}

function call(world: World, atMs: number, qualifier?: string): number {
  world.engine.advance(atMs)
  return world.engine.call('f', qualifier)
}

describe('a synchronous call', () => {
  it('runs at once, and is over with its attempt', () => {
    const world = worldOf(undefined, { run: () => ({ ms: 500, initMs: 250 }) })
    call(world, 1_000)
    call(world, 5_000)
    world.finish()
    expect(world.journal.lines()).toEqual([
      '0:00:01.000  call 1  called       f:$LATEST, synchronously',
      '0:00:01.000  call 1  callStarted  on $LATEST, cold start of 250 ms',
      '0:00:01.750  call 1  callEnded    success after 500 ms',
      '0:00:05.000  call 2  called       f:$LATEST, synchronously',
      '0:00:05.000  call 2  callStarted  on $LATEST, cold start of 250 ms',
      '0:00:05.750  call 2  callEnded    success after 500 ms',
    ])
  })

  it('is not tried again, whatever went wrong', () => {
    for (const outcome of ['error', 'timeout', 'system'] as const) {
      const world = worldOf(undefined, { run: () => ({ outcome }) })
      call(world, 0)
      world.finish()
      expect(world.journal.entries.map(({ name }) => name)).toEqual(['called', 'callStarted', 'callEnded'])
      expect(world.told('callEnded')).toMatchObject([{ call: 1, outcome, durationMs: 0 }])
      expect(world.engine.nowMs).toBe(0)
    }
  })

  it.each(['backoff', 'fifo'] as const)('is refused at once where no concurrency is free, under %s', (queueing) => {
    const world = worldOf(1, { choices: { queueing } })
    world.send(0)
    world.send(1_000)
    call(world, 2_000)
    world.finish()
    expect(world.told('callRefused')).toEqual([
      {
        name: 'callRefused',
        call: 1,
        function: 'f',
        qualifier: '$LATEST',
        atMs: 2_000,
        reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        running: 1,
        limit: 1,
        reserved: 1,
      },
    ])
    expect(world.told('callStarted')).toEqual([])
    expect(world.ends()).toHaveLength(2)
  })

  it('is refused for the account where the function reserves nothing', () => {
    const world = worldOf(undefined, { accountConcurrency: 2 })
    for (let count = 0; count < 3; count++) call(world, 0)
    expect(world.told('callRefused')).toMatchObject([
      { call: 3, reason: 'ConcurrentInvocationLimitExceeded', running: 2, limit: 2, reserved: undefined },
    ])
  })

  it('is refused where the scaling rate lets no environment be made', () => {
    const world = worldOf(undefined, { choices: { scalingRate: { environments: 1, perMs: 10_000 } } })
    call(world, 0)
    call(world, 9_999)
    call(world, 10_000)
    expect(world.told('callRefused')).toMatchObject([{ call: 2, reason: 'FunctionInvocationRateLimitExceeded' }])
    expect(world.told('callStarted').map((started) => started.call)).toEqual([1, 3])
  })

  it('is refused as if the reserved concurrency were used up where it is zero', () => {
    const world = worldOf(0)
    call(world, 0)
    expect(world.told('callRefused')).toMatchObject([
      { reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', running: 0, limit: 0, reserved: 0 },
    ])
    expect(world.told('finished')).toEqual([])
  })

  it('finds nothing where its target is not there, whatever the concurrency', () => {
    for (const reserved of [undefined, 0]) {
      const world = worldOf(reserved)
      call(world, 0, 'gone')
      expect(world.journal.entries.map(({ name }) => name)).toEqual(['called', 'callMissed'])
    }
  })

  it('leaves no record and no dead letter', () => {
    const world = new World({
      run: ({ tries }) => ({ outcome: tries === 1 ? 'error' : 'success' }),
      setup: (plane) => {
        const sink = 'arn:aws:sqs:us-east-1:123456789012:sink'
        plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: sink } })
        const DestinationConfig = { OnSuccess: { Destination: sink }, OnFailure: { Destination: sink } }
        plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
      },
    })
    call(world, 0)
    world.finish()
    expect(world.taken).toEqual([])
  })

  it('holds its slot against events, which come back for it', () => {
    const world = worldOf(1)
    call(world, 0)
    const event = world.send(0)
    world.finish()
    expect(world.told('throttled')).toHaveLength(6)
    expect(world.starts(event)).toEqual([63_000])
  })

  it('leaves its slot under fifo to the event that has waited longest', () => {
    const world = worldOf(1, { choices: { queueing: 'fifo' } })
    call(world, 0)
    const event = world.send(1_000)
    world.finish()
    expect(world.starts(event)).toEqual([60_000])
  })

  it('uses the environment that an event has left, and leaves one to events', () => {
    const world = worldOf(1)
    world.send(0)
    call(world, 100_000)
    const event = world.send(200_000)
    world.finish()
    expect(world.told('callStarted')).toMatchObject([{ coldStartMs: undefined }])
    expect(world.told('started').at(-1)).toMatchObject({ event, coldStartMs: undefined })
  })

  it('is told of by real code under its own number, below 0', () => {
    const world = worldOf(undefined, { run: () => undefined })
    const number = call(world, 0)
    world.engine.approach(70)
    expect(number).toBe(-1)
    world.engine.settle(number, SUCCEEDED)
    expect(world.told('callEnded')).toMatchObject([{ call: 1, atMs: 70, outcome: 'success', durationMs: 70 }])
    expect(() => world.engine.settle(number, SUCCEEDED)).toThrow('event -1 has no attempt in progress')
  })

  it('times out as real code that does not tell', () => {
    const world = worldOf(undefined, { run: () => undefined })
    call(world, 0)
    world.finish()
    expect(world.told('callEnded')).toMatchObject([{ atMs: 900_000, outcome: 'timeout' }])
  })

  it('follows the concurrency that is set when it comes', () => {
    const world = worldOf(1)
    call(world, 0)
    call(world, 1)
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 2 })
    call(world, 2)
    expect(world.told('callRefused').map((refused) => refused.call)).toEqual([2])
    expect(world.told('callStarted').map((started) => started.call)).toEqual([1, 3])
  })
})

describe('calls and events', () => {
  it('are numbered apart, so that an event has the same number and the same draws with calls and without', () => {
    const seen = (calls: boolean) => {
      const names: string[] = []
      const world: World = worldOf(undefined, {
        choices: { duplicateProbability: 0.5 },
        run: ({ event }) => ({ ms: event < 0 ? 1 : 2 }),
        observers: [],
      })
      for (let atMs = 0; atMs < 50; atMs++) {
        if (calls) call(world, atMs)
        world.send(atMs)
      }
      names.push(...world.finish().ends())
      return names
    }
    expect(seen(true)).toEqual(seen(false))
    expect(seen(true).length).toBeGreaterThan(55)
  })

  it('have names of their own, and request ids therefore', () => {
    const ids = new Set<string>()
    const world = worldOf(undefined)
    for (let count = 0; count < 5; count++) {
      world.send(0)
      call(world, 0)
    }
    for (let slot = 0; slot < world.engine.events.size; slot++) ids.add(world.engine.requestId(slot))
    expect(ids.size).toBe(10)
  })

  it('end in the order of calls, then of events, at one instant', () => {
    const world = worldOf(undefined)
    world.send(0)
    call(world, 0)
    call(world, 0)
    world.finish()
    const ends = world.journal.entries.filter(({ name }) => name === 'callEnded' || name === 'ended')
    expect(ends.map((entry) => ('call' in entry ? -entry.call : entry.event))).toEqual([-1, -2, 1])
  })

  it('count together as in flight until they are over', () => {
    const world = worldOf(2)
    call(world, 0)
    world.send(0)
    call(world, 0)
    world.send(0)
    expect([world.engine.pending, world.engine.running, world.engine.functions[0]!.calls]).toEqual([3, 2, 1])
    world.finish()
    expect([world.engine.pending, world.engine.running, world.engine.functions[0]!.calls]).toEqual([0, 0, 0])
    expect(world.engine.events.size).toBe(0)
  })
})
