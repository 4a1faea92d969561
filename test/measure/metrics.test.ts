import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Metrics } from '../../src/measure/metrics.ts'
import { DROP_CONDITIONS } from '../../src/rules/condition.ts'
import { SIDES } from '../../src/rules/routing.ts'
import { DEAD, FAILS, SINK, World, type WorldOptions } from '../engine/world.ts'

function measured(options: WorldOptions) {
  const metrics = new Metrics()
  const world = new World({ ...options, observers: [metrics] })
  return { world, metrics }
}

/** Two functions on a tight account, with every kind of end but zero concurrency. */
function busy(seed: number) {
  const hash = (event: number, tries: number) => (event * 31 + tries * 17 + seed * 7) % 23
  const { world, metrics } = measured({
    seed,
    accountConcurrency: 4,
    run: ({ event, tries }) => ({
      ms: hash(event, tries) * 400,
      initMs: event % 5 === 0 ? 250 : 0,
      outcome: (['success', 'error', 'error', 'system', 'success'] as const)[hash(event, tries) % 5],
    }),
    takes: ({ ended }) => ended.facts.number % 4 > 0,
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f', Timeout: 6, MemorySize: 1024 })
      plane.functions.create({ FunctionName: 'g', Timeout: 20, DeadLetterConfig: { TargetArn: DEAD } })
      plane.concurrency.put({ FunctionName: 'g', ReservedConcurrentExecutions: 1 })
      plane.eventInvokeConfigs.put({ FunctionName: 'g', MaximumEventAgeInSeconds: 100 })
      const DestinationConfig = { OnSuccess: { Destination: SINK } }
      plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
    },
  })
  return { world, metrics }
}

describe('the metrics', () => {
  it('count what the journal tells, function by function', () => {
    fc.assert(
      fc.property(fc.nat(1_000), (seed) => {
        const { world, metrics } = busy(seed)
        for (let atMs = 0; atMs < 60_000; atMs += 700) world.send(atMs, atMs % 3 === 0 ? 'g' : 'f')
        world.finish()
        for (const [index, name] of ['f', 'g'].entries()) {
          const own = world.journal.entries.filter((entry) => entry.function === name)
          const count = (wanted: string) => own.filter((entry) => entry.name === wanted).length
          const of = metrics.functions[index]!
          const ended = own.flatMap((entry) => (entry.name === 'ended' ? [entry] : []))
          const runs = ended.filter(({ outcome }) => outcome !== 'system')
          const conditions = own.flatMap((entry) => (entry.name === 'finished' ? [entry.condition] : []))
          const sent = (name: 'delivered' | 'deliveryFailed') =>
            SIDES.map((side) => own.filter((entry) => entry.name === name && entry.side === side).length)

          expect(of.received).toBe(count('accepted'))
          expect(of.attempts).toBe(runs.length)
          expect(of.errors).toBe(runs.filter(({ outcome }) => outcome !== 'success').length)
          expect(of.systemErrors).toBe(ended.length - runs.length)
          expect(of.throttles).toBe(count('throttled'))
          expect(of.succeeded).toBe(conditions.filter((condition) => condition === 'Success').length)
          expect(of.dropped).toEqual(DROP_CONDITIONS.map((drop) => conditions.filter((each) => each === drop).length))
          expect(of.discarded).toBe(count('discarded'))
          expect(of.deliveries).toEqual(sent('delivered'))
          expect(of.deliveryFailures).toEqual(sent('deliveryFailed'))
          expect(of.eventAge.count).toBe(count('started') + count('throttled'))
          expect(of.duration.count).toBe(runs.length)
          expect(of.duration.sum).toBeCloseTo(
            runs.reduce((sum, { durationMs }) => sum + durationMs, 0),
            6,
          )
          expect(of.coldStarts).toBe(
            own.filter((entry) => entry.name === 'started' && entry.coldStartMs !== undefined).length,
          )
        }
      }),
      { seed: 1, numRuns: 20 },
    )
  })

  it('keep their promises at every moment: received = succeeded + dropped + pending, attempts = successes + errors', () => {
    const { world, metrics } = busy(3)
    for (let atMs = 0; atMs < 200_000; atMs += 500) {
      if (atMs < 60_000) world.send(atMs, atMs % 3 === 0 ? 'g' : 'f')
      world.engine.advance(atMs)
      const { received, succeeded, dropped, pending, attempts, errors } = metrics.total()
      expect(received).toBe(succeeded + dropped.reduce((sum, count) => sum + count, 0) + pending)
      expect(pending).toBe(world.engine.pending)
      expect(attempts).toBe(succeeded + errors)
    }
  })

  it('sum up all functions, and take the maxima of the moment', () => {
    const { world, metrics } = measured({
      run: () => ({ ms: 1_000 }),
      accountConcurrency: 10,
      setup: (plane) => {
        for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName })
        plane.concurrency.put({ FunctionName: 'g', ReservedConcurrentExecutions: 2 })
      },
    })
    world.send(0, 'f', { count: 3 })
    world.send(500, 'g', { count: 5 })
    world.send(5_000, 'f', { count: 4 })
    world.finish()
    const [f, g] = metrics.functions
    expect([f!.maxRunning, g!.maxRunning, metrics.total().maxRunning]).toEqual([4, 2, 5])
    expect(metrics.maxUnreserved).toBe(4)
    expect([g!.maxBacklog, g!.maxBacklogAtMs]).toEqual([3, 500])
    expect([metrics.total().maxBacklog, metrics.total().maxBacklogAtMs]).toEqual([3, 500])
    expect(metrics.total().busyMs).toBe(12_000)
  })

  it('bill cold start and duration together, rounded up, by the memory of the version', () => {
    const { world, metrics } = measured({
      run: () => ({ initMs: 4_098.79, ms: 2.19 }),
      setup: (plane) => plane.functions.create({ FunctionName: 'f', MemorySize: 512 }),
    })
    world.send(0)
    world.finish()
    expect(metrics.functions[0]!.gbSeconds).toBeCloseTo(4.101 / 2, 12)
  })

  it('count a timeout at the length of the timeout', () => {
    const { world, metrics } = measured({ run: () => ({ ms: 60_000 }) })
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0 })
    world.send(0)
    world.finish()
    expect([metrics.functions[0]!.errors, metrics.functions[0]!.duration.max]).toEqual([1, 3_000])
  })

  it('count a missing target as an attempt that failed', () => {
    const { world, metrics } = measured({})
    world.send(0, 'f', { qualifier: 'gone' })
    world.finish()
    const { attempts, errors, duration, eventAge } = metrics.functions[0]!
    expect([attempts, errors, duration.count, eventAge.count]).toEqual([3, 3, 0, 3])
  })

  it('sample the age once an attempt where events queue', () => {
    const { world, metrics } = measured({
      choices: { queueing: 'fifo' },
      accountConcurrency: 1,
      run: () => ({ ms: 2_000 }),
    })
    world.send(0, 'f', { count: 3 })
    world.finish()
    const { eventAge, throttles } = metrics.functions[0]!
    expect([eventAge.count, eventAge.max, throttles]).toEqual([3, 4_000, 0])
  })

  it('show over time what waits and what runs, also while nothing changes', () => {
    const { world, metrics } = measured({
      setup: (plane) => plane.functions.create({ FunctionName: 'f', Timeout: 10 }),
      run: ({ tries }) => ({ ms: 3_200, outcome: tries === 1 ? 'error' : 'success' }),
    })
    world.send(500)
    world.finish()
    metrics.close()
    const { backlog, running } = metrics.series
    // Runs from 0.5 to 3.7 s, waits until 63.7 s, runs until 66.9 s.
    expect([...running.slice(0, 68)]).toEqual(
      Array.from({ length: 68 }, (_, second) => (second <= 3 || (second >= 63 && second <= 66) ? 1 : 0)),
    )
    expect([...backlog.slice(0, 68)]).toEqual(
      Array.from({ length: 68 }, (_, second) => (second >= 3 && second <= 63 ? 1 : 0)),
    )
  })

  it('lay drops over the time at which they were accepted', () => {
    const { world, metrics } = measured({ run: FAILS })
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 1 })
    for (const atMs of [500, 2_500, 2_600]) world.send(atMs)
    world.finish()
    metrics.close()
    expect([...metrics.series.arrivals.of(0).slice(0, 4)]).toEqual([1, 0, 2, 0])
  })
})
