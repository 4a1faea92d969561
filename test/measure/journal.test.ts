import { describe, expect, it } from 'vitest'
import { Journal } from '../../src/measure/journal.ts'
import { clockTime } from '../../src/measure/journal-line.ts'
import { DEAD, FAILS, SINK, World } from '../engine/world.ts'

describe('the journal', () => {
  it('prints one aligned line for each thing that happened', () => {
    const world = new World({
      run: ({ tries }) => (tries === 1 ? { ms: 1_500, initMs: 250, outcome: 'error' } : { ms: 20 }),
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f' })
        const DestinationConfig = { OnSuccess: { Destination: SINK } }
        plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
      },
    })
    world.send(3_600_000)
    world.finish()
    expect(world.journal.lines()).toEqual([
      '1:00:00.000  #1  accepted   for f:$LATEST',
      '1:00:00.000  #1  started    attempt 1 on $LATEST, cold start of 250 ms',
      '1:00:01.750  #1  ended      attempt 1: error after 1.5 s',
      '1:00:01.750  #1  waiting    60 s, until 1:01:01.750',
      '1:01:01.750  #1  started    attempt 2 on $LATEST',
      '1:01:01.770  #1  ended      attempt 2: success after 20 ms',
      '1:01:01.770  #1  finished   Success at age 61.77 s, attempts: 2',
      `1:01:01.770  #1  delivered  onSuccess to ${SINK}`,
    ])
  })

  it('has words for every transition', () => {
    const world = new World({
      choices: { queueLatencyMs: 40 },
      run: ({ event }) => (event === 1 ? { ms: 4_000 } : { outcome: 'error' }),
      takes: () => false,
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f', Timeout: 10, DeadLetterConfig: { TargetArn: DEAD } })
        plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 1 })
        plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds: 60 })
      },
    })
    world.send(0, 'f', { count: 2 })
    world.finish()
    expect(world.journal.lines().slice(2)).toEqual([
      '0:00:00.000  #2  accepted        for f:$LATEST',
      '0:00:00.000  #2  waiting         40 ms, until 0:00:00.040',
      '0:00:00.040  #1  started         attempt 1 on $LATEST, cold start of 0 ms',
      '0:00:00.040  #2  throttled       the reserved concurrency is used up, setback 1 in a row',
      '0:00:00.040  #2  waiting         1 s, until 0:00:01.040',
      '0:00:01.040  #2  throttled       the reserved concurrency is used up, setback 2 in a row',
      '0:00:01.040  #2  waiting         2 s, until 0:00:03.040',
      '0:00:03.040  #2  throttled       the reserved concurrency is used up, setback 3 in a row',
      '0:00:03.040  #2  waiting         4 s, until 0:00:07.040',
      '0:00:04.040  #1  ended           attempt 1: success after 4 s',
      '0:00:04.040  #1  finished        Success at age 4.04 s, attempts: 1',
      '0:00:07.040  #2  started         attempt 1 on $LATEST',
      '0:00:07.040  #2  ended           attempt 1: error after 0 ms',
      '0:00:07.040  #2  finished        EventAgeExceeded at age 7.04 s, attempts: 1',
      `0:00:07.040  #2  deliveryFailed  deadLetter to ${DEAD}, given up`,
      '0:00:07.040  #2  discarded       nothing took it',
    ])
  })

  it('tells of a missing target and of a queue', () => {
    const missing = new World()
    missing.send(0, 'f', { qualifier: 'live' })
    expect(missing.journal.lines()[1]).toBe('0:00:00.000  #1  missed    attempt 1: f:live is not there, 404')
    const fifo = new World({ choices: { queueing: 'fifo' }, accountConcurrency: 1, run: () => ({ ms: 1 }) })
    fifo.send(0, 'f', { count: 2 })
    expect(fifo.journal.lines()[3]).toBe('0:00:00.000  #2  queued    no concurrency is free')
  })

  it('keeps chosen events only', () => {
    const journal = new Journal({ events: [2, 4] })
    const world = new World({ observers: [journal], run: FAILS })
    world.send(0, 'f', { count: 5 })
    world.finish()
    expect(new Set(journal.entries.map(({ event }) => event))).toEqual(new Set([2, 4]))
    expect(journal.entries.filter(({ event }) => event === 4)).toEqual(world.journal.of(4))
  })

  it('says how much it left out when it is full', () => {
    const journal = new Journal({ limit: 3 })
    const world = new World({ observers: [journal] })
    world.send(0, 'f', { count: 2 })
    world.finish()
    expect(world.journal.entries).toHaveLength(8)
    expect(journal.entries).toEqual(world.journal.entries.slice(0, 3))
    expect(journal.lines().at(-1)).toBe('… the journal is full: 5 more, its limit is 3')
  })

  it('refuses a limit that is no count', () => {
    for (const limit of [-1, 1.5, Number.NaN])
      expect(() => new Journal({ limit })).toThrow(`expected a whole number of 0 or more, or Infinity, got ${limit}`)
  })
})

describe('clock time', () => {
  it.each([
    [0, '0:00:00.000'],
    [59_999.4, '0:00:59.999'],
    [59_999.6, '0:01:00.000'],
    [86_400_000 + 61_001, '24:01:01.001'],
  ])('shows %d ms as %s', (ms, text) => expect(clockTime(ms)).toBe(text))
})
