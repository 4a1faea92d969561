import { describe, expect, it } from 'vitest'
import { Journal } from '../../src/measure/journal.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { journaled } from './journaled.ts'
import { inMemory } from './reading.ts'

type WrittenFunction = NonNullable<ScenarioInput['functions']>[string]
type Changes = NonNullable<ScenarioInput['changes']>

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:failed'
const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead'
const FAILS = { errors: { probability: 1 } }
const toQueue = { DestinationConfig: { OnFailure: { Destination: QUEUE } } }

/** A run of one function `f`. */
const run = (f: WrittenFunction, changes: Changes, more: Partial<ScenarioInput> = {}) =>
  journaled({ functions: { f }, changes, ...more })
const change = (at: string, f: NonNullable<NonNullable<Changes[number]['functions']>[string]>): Changes[number] => ({
  at,
  functions: { f },
})

describe('a change of reserved concurrency', () => {
  it('to 0 drops what waits at its next attempt, and back to more runs what comes then (inferred)', async () => {
    const { ends, of, result } = await run(
      { timeout: '60s', reservedConcurrency: 1, model: { duration: '10s' }, arrivals: [{ at: ['0s', '0s', '20s'] }] },
      [change('4s', { reservedConcurrency: 0 }), change('15s', { reservedConcurrency: 1 })],
    )
    // Throttled at 0, 1 and 3 s: the next attempt would be at 7 s.
    expect(of(2)).toEqual([
      '0:00:00.000 #2 accepted for f:$LATEST',
      '0:00:00.000 #2 throttled the reserved concurrency is used up, setback 1 in a row',
      '0:00:00.000 #2 waiting 1 s, until 0:00:01.000',
      '0:00:01.000 #2 throttled the reserved concurrency is used up, setback 2 in a row',
      '0:00:01.000 #2 waiting 2 s, until 0:00:03.000',
      '0:00:03.000 #2 throttled the reserved concurrency is used up, setback 3 in a row',
      '0:00:03.000 #2 waiting 4 s, until 0:00:07.000',
      '0:00:07.000 #2 finished ZeroReservedConcurrency at age 7 s, attempts: 0',
      '0:00:07.000 #2 discarded nothing took it',
    ])
    expect(ends).toEqual(['#2 ZeroReservedConcurrency at 7', '#1 Success at 10', '#3 Success at 30'])
    expect(result.changes).toEqual([
      { at: 4_000, text: 'f: reserved concurrency 0' },
      { at: 15_000, text: 'f: reserved concurrency 1' },
    ])
  })

  it('to null lets the function share what the account has left', async () => {
    const model = { duration: '10s' }
    const { ends } = await run(
      { timeout: '60s', reservedConcurrency: 1, model, arrivals: [{ at: ['0s', '0s', '0s'] }] },
      [change('500ms', { reservedConcurrency: null })],
    )
    expect(ends).toEqual(['#1 Success at 10', '#2 Success at 11', '#3 Success at 11'])
  })

  it('can move from one function to another in one change, though both together would be too much', async () => {
    const both = { timeout: '60s', model: { duration: '10s' }, arrivals: [{ at: ['1s', '1s'] }] }
    const { result } = await journaled({
      account: { concurrency: 100 },
      functions: { f: { ...both, reservedConcurrency: 1 }, g: { ...both, reservedConcurrency: 99 } },
      changes: [{ at: '1s', functions: { f: { reservedConcurrency: 98 }, g: { reservedConcurrency: 2 } } }],
    })
    expect(result.functions.f!.concurrency.max).toBe(2)
    expect(result.total.throttles).toBe(0)
  })
})

describe("a change of the account's limit", () => {
  it('holds for the next dispatch', async () => {
    const { ends } = await journaled({
      account: { concurrency: 1 },
      functions: { f: { timeout: '60s', model: { duration: '10s' }, arrivals: [{ at: ['0s', '0s', '0s'] }] } },
      changes: [{ at: '1s', account: { concurrency: 2 } }],
    })
    // At 1 s the second finds a free place and the third none: it comes back at 3, 7 and 15 s.
    expect(ends).toEqual(['#1 Success at 10', '#2 Success at 11', '#3 Success at 25'])
  })
})

describe('a change of the event-invoke config', () => {
  const retrying: WrittenFunction = { model: FAILS, arrivals: [{ at: ['0s'] }] }

  it('is a put: it replaces all of the stored one', async () => {
    const stored = { MaximumRetryAttempts: 2, ...toQueue }
    const { ends, result } = await run({ ...retrying, eventInvokeConfig: stored }, [
      change('30s', { eventInvokeConfig: { MaximumRetryAttempts: 1 } }),
    ])
    expect(ends).toEqual(['#1 RetriesExhausted at 60'])
    expect(result.total).toMatchObject({ discarded: 1, deliveries: { onFailure: 0 } })
  })

  it('to null takes it away: the defaults hold', async () => {
    const { ends } = await run({ ...retrying, eventInvokeConfig: { MaximumRetryAttempts: 1 } }, [
      change('30s', { eventInvokeConfig: null }),
    ])
    expect(ends).toEqual(['#1 RetriesExhausted at 180'])
  })

  it('of retries from 2 to 0 takes effect as late as the propagation says (recorded: two runs, then one)', async () => {
    // Recorded: an event accepted just before the change and one just after both ran twice, and new ones once by 152 s.
    const { ends, of } = await run(
      { ...retrying, eventInvokeConfig: { MaximumRetryAttempts: 2 }, arrivals: [{ at: ['0s', '2s', '153s'] }] },
      [change('1s', { eventInvokeConfig: { MaximumRetryAttempts: 0 } })],
      { options: { configPropagation: '30s' } },
    )
    expect(ends).toEqual(['#1 RetriesExhausted at 60', '#2 RetriesExhausted at 62', '#3 RetriesExhausted at 153'])
    expect(of(2).filter((line) => line.includes('started'))).toEqual([
      '0:00:02.000 #2 started attempt 1 on $LATEST',
      '0:01:02.000 #2 started attempt 2 on $LATEST',
    ])
  })

  it('holds for events accepted from then on, where they keep the config of their acceptance', async () => {
    const { ends } = await run(
      { ...retrying, eventInvokeConfig: { MaximumRetryAttempts: 1 }, arrivals: [{ at: ['0s', '10s'] }] },
      [change('5s', { eventInvokeConfig: { MaximumRetryAttempts: 0 } })],
      { options: { configPropagation: 'atAcceptance' } },
    )
    expect(ends).toEqual(['#2 RetriesExhausted at 10', '#1 RetriesExhausted at 60'])
  })

  it('reaches an alias and a version by themselves', async () => {
    const { ends } = await run(
      {
        ...retrying,
        versions: { '1': {} },
        aliases: { live: { functionVersion: '1' } },
        arrivals: [{ at: ['0s'] }, { at: ['0s'], qualifier: 'live' }, { at: ['0s'], qualifier: '1' }],
      },
      [
        change('30s', {
          versions: { '1': { eventInvokeConfig: { MaximumRetryAttempts: 0 } } },
          aliases: { live: { eventInvokeConfig: { MaximumRetryAttempts: 1 } } },
        }),
      ],
    )
    expect(ends).toEqual(['#2 RetriesExhausted at 60', '#3 RetriesExhausted at 60', '#1 RetriesExhausted at 180'])
  })
})

describe('a deployment', () => {
  it('of $LATEST runs all that still waits, and what runs ends as it began (recorded)', async () => {
    const { ends } = await run(
      { timeout: '60s', reservedConcurrency: 1, model: { duration: '10s' }, arrivals: [{ at: ['0s', '0s', '6s'] }] },
      [change('5s', { model: { duration: '1s' } })],
    )
    expect(ends).toEqual(['#1 Success at 10', '#3 Success at 14', '#2 Success at 16'])
  })

  it('starts $LATEST in new environments, and a change of anything else does not', async () => {
    const f: WrittenFunction = {
      model: { coldStart: '100ms' },
      reservedConcurrency: 5,
      arrivals: [{ at: ['0s', '10s', '20s', '30s'] }],
    }
    const { ends, result } = await run(f, [
      change('15s', { model: { errors: {} } }),
      change('25s', { reservedConcurrency: 6, eventInvokeConfig: { MaximumRetryAttempts: 0 } }),
    ])
    expect(ends).toEqual(['#1 Success at 0.1', '#2 Success at 10', '#3 Success at 20.1', '#4 Success at 30'])
    expect(result.total.coldStarts).toBe(2)
  })

  it('may ask for recorded durations, where the function has some', async () => {
    const files = { 'day.csv': 'at,took\n0,5\n10,7\n20,9\n' }
    const journal = new Journal()
    const columns = { time: 'at', duration: 'took' }
    const input: ScenarioInput = {
      functions: {
        f: {
          timeout: '60s',
          arrivals: [{ recorded: { file: 'day.csv', columns, timeUnit: 's', durationUnit: 's' } }],
        },
      },
      changes: [change('10s', { model: { duration: 'recorded' } })],
    }
    await simulate(input, { observers: [journal], readFile: inMemory(files) })
    const ended = journal.entries.flatMap((entry) => (entry.name === 'finished' ? [entry.atMs / 1_000] : []))
    expect(ended).toEqual([0, 17, 29])
  })

  it('may need a dependency from then on, and count the side effects that take place twice', async () => {
    const { result, ends } = await journaled({
      functions: {
        f: {
          eventInvokeConfig: { MaximumRetryAttempts: 0 },
          deadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead' },
          arrivals: [{ at: ['0s', '10s', '20s'] }],
        },
        g: { arrivals: [{ at: ['30s'] }] },
      },
      dependencies: { database: { outages: [{ from: '0s', to: '15s' }] } },
      changes: [
        change('5s', { model: { uses: ['database'] } }),
        { at: '25s', functions: { g: { model: { errors: { crashAfterEffect: 1 } } } } },
      ],
      expect: ['g.sideEffects.attempts == 3'],
    })
    expect(ends.slice(0, 3)).toEqual(['#1 Success at 0', '#2 RetriesExhausted at 10', '#3 Success at 20'])
    expect(result.expectations).toEqual([{ expectation: 'g.sideEffects.attempts == 3', met: true, actual: 3 }])
    expect(result.warnings).toEqual([])
  })

  it('merges its model: errors on and off leave the duration as it is', async () => {
    const { ends } = await run(
      {
        eventInvokeConfig: { MaximumRetryAttempts: 0 },
        model: { duration: '1s' },
        arrivals: [{ at: ['0s', '10s', '20s'] }],
      },
      [change('10s', { model: FAILS }), change('15s', { model: { errors: {} } })],
    )
    expect(ends).toEqual(['#1 Success at 1', '#2 RetriesExhausted at 11', '#3 Success at 21'])
  })

  it('of a timeout and of memory holds for attempts that start from then on', async () => {
    const { ends, result } = await run(
      { timeout: '5s', memory: 1024, model: { duration: '10s' }, arrivals: [{ at: ['0s'] }] },
      [change('2s', { timeout: '20s', memory: 2048 })],
    )
    expect(ends).toEqual(['#1 Success at 75'])
    expect(result.total).toMatchObject({ attempts: 2, errors: 1 })
  })

  it('to a new version changes nothing until an alias leads there; then the next attempt runs it (recorded)', async () => {
    const { of, result } = await run(
      {
        model: FAILS,
        versions: { '1': {} },
        aliases: { live: { functionVersion: '1' } },
        arrivals: [{ at: ['0s'], qualifier: 'live' }],
      },
      [
        change('30s', { versions: { '2': { model: { errors: {}, duration: '2s' } } } }),
        change('90s', { aliases: { live: { functionVersion: '2' } } }),
      ],
    )
    expect(of(1).filter((line) => /started|finished/.test(line))).toEqual([
      '0:00:00.000 #1 started attempt 1 on 1, cold start of 0 ms',
      '0:01:00.000 #1 started attempt 2 on 1',
      '0:03:00.000 #1 started attempt 3 on 2, cold start of 0 ms',
      '0:03:02.000 #1 finished Success at age 182 s, attempts: 3',
    ])
    expect(result.changes?.map(({ text }) => text)).toEqual(['f: version 2 published', 'f: alias live to version 2'])
  })

  it('leaves a version that is published as it was, and a new one takes what it leaves out from the function', async () => {
    const arrivals = ['1', '2'].map((qualifier) => ({ at: ['20s'], qualifier }))
    const f = { timeout: '60s', model: { duration: '10s' }, versions: { '1': {}, '2': {} }, arrivals }
    const { ends } = await run(f, [change('10s', { model: { duration: '1s' } })])
    expect(ends).toEqual(['#1 Success at 30', '#2 Success at 30'])
    const aliases = { live: { functionVersion: '1' } }
    const later = await run({ ...f, versions: { '1': {} }, aliases, arrivals: [{ at: ['20s'], qualifier: 'live' }] }, [
      change('10s', { model: { duration: '1s' }, versions: { '2': {} }, aliases: { live: { functionVersion: 2 } } }),
    ])
    expect(later.ends).toEqual(['#1 Success at 21'])
  })

  it('shifts the weights of an alias, and takes them away again', async () => {
    const f: WrittenFunction = {
      versions: { '1': {}, '2': { model: FAILS } },
      aliases: { live: { functionVersion: '1', eventInvokeConfig: { MaximumRetryAttempts: 0 } } },
      arrivals: [{ constant: { rate: '10/s' }, qualifier: 'live' }],
    }
    const { result, ends } = await run(
      f,
      [
        change('100s', { aliases: { live: { additionalVersionWeights: { '2': 0.25 } } } }),
        change('200s', { aliases: { live: { additionalVersionWeights: {} } } }),
      ],
      { runLength: '300s' },
    )
    // Binomial of 1,000 and 0.25: five standard deviations are 69.
    expect(Math.abs(result.total.dropped.RetriesExhausted - 250)).toBeLessThan(69)
    const dropped = ends.filter((end) => end.includes('RetriesExhausted')).map((end) => Number(end.split(' ').at(-1)))
    expect(dropped[0]).toBeGreaterThanOrEqual(100)
    expect(dropped.at(-1)).toBeLessThan(200)
  })

  it('of the dead-letter target reaches $LATEST at once', async () => {
    const { result } = await run(
      { model: FAILS, eventInvokeConfig: { MaximumRetryAttempts: 0 }, arrivals: [{ at: ['0s', '10s', '20s'] }] },
      [change('5s', { deadLetterConfig: { TargetArn: DEAD } }), change('15s', { deadLetterConfig: null })],
    )
    expect(result.total).toMatchObject({ deliveries: { deadLetter: 1 }, discarded: 2 })
  })
})

describe('a deletion', () => {
  it('of an alias makes what waits miss it, and refuses what is sent to it from then on', async () => {
    const { of, result } = await run(
      {
        model: FAILS,
        versions: { '1': {} },
        aliases: { live: { functionVersion: '1', eventInvokeConfig: { MaximumRetryAttempts: 1 } } },
        arrivals: [{ at: ['0s', '40s', '50s'], qualifier: 'live' }],
      },
      [change('40s', { aliases: { live: null } })],
    )
    expect(of(1).slice(-3)).toEqual([
      '0:01:00.000 #1 missed attempt 2: f:live is not there, 404',
      '0:01:00.000 #1 finished RetriesExhausted at age 60 s, attempts: 2',
      '0:01:00.000 #1 discarded nothing took it',
    ])
    expect(result).toMatchObject({ refused: 2, total: { received: 1 } })
  })

  it('of a function, and a new one under its name, runs what waits on the new one (recorded)', async () => {
    const { ends, result } = await run(
      { model: FAILS, eventInvokeConfig: toQueue, arrivals: [{ at: ['0s', '20s', '40s'] }] },
      [
        { at: '10s', functions: { f: null } },
        change('30s', { model: { duration: '2s' }, eventInvokeConfig: { MaximumRetryAttempts: 0 } }),
      ],
    )
    expect(ends).toEqual(['#2 Success at 42', '#1 Success at 62'])
    expect(result.refused).toBe(1)
    expect(result.changes?.map(({ text }) => text)).toEqual([
      'f deleted',
      'f created again',
      'f: new duration',
      'f: retries 0',
    ])
  })
})

describe('a change of a destination', () => {
  const failing: WrittenFunction = {
    model: FAILS,
    eventInvokeConfig: { MaximumRetryAttempts: 0, ...toQueue },
    arrivals: [{ at: ['0s', '10s', '20s', '30s'] }],
  }

  it('makes every delivery fail while it is down, and none afterwards', async () => {
    const { result, lines } = await run(
      failing,
      [
        { at: '10s', destinations: { [QUEUE]: { down: true } } },
        { at: '30s', destinations: { [QUEUE]: { down: false } } },
      ],
      { destinations: { [QUEUE]: {} } },
    )
    expect(lines.filter((line) => line.includes('deliver')).map((line) => line.split(' ').slice(0, 3))).toEqual([
      ['0:00:00.000', '#1', 'delivered'],
      ['0:00:10.000', '#2', 'deliveryFailed'],
      ['0:00:20.000', '#3', 'deliveryFailed'],
      ['0:00:30.000', '#4', 'delivered'],
    ])
    expect(result.destinations).toEqual({ [QUEUE]: { received: 2, failed: 2 } })
  })

  it('replaces its errors, also where nothing was said of it before', async () => {
    const { result } = await run(failing, [
      { at: '5s', destinations: { [QUEUE]: { errors: { probability: 1 } } } },
      { at: '15s', destinations: { [QUEUE]: { errors: { outages: [{ from: '30s', to: '31s' }] } } } },
    ])
    expect(result.total).toMatchObject({ deliveries: { onFailure: 2 }, deliveryFailures: 2 })
    expect(result.destinations).toBeUndefined()
  })

  it('says in short what becomes of its errors', async () => {
    const { result } = await run(failing, [
      { at: '5s', destinations: { [QUEUE]: { errors: { probability: 0.5 } } } },
      { at: '15s', destinations: { [QUEUE]: { errors: { outages: [{ from: '20s', to: '21s' }] } } } },
      { at: '25s', destinations: { [QUEUE]: { down: false, errors: {} } } },
    ])
    expect(result.changes?.map(({ text }) => text)).toEqual([
      'sqs failed: error probability 0.5',
      'sqs failed: new errors',
      'sqs failed: up, no errors',
    ])
  })
})

describe('the moment of a change', () => {
  it('comes before all else at its instant: what ends, is due, or arrives then', async () => {
    const { ends } = await run(
      {
        timeout: '60s',
        eventInvokeConfig: { MaximumRetryAttempts: 2 },
        model: { duration: '10s', errors: { outages: [{ from: '0s', to: '5s' }] } },
        arrivals: [{ at: ['0s', '10s'] }],
      },
      [change('10s', { eventInvokeConfig: { MaximumRetryAttempts: 0 }, model: { duration: '1s' } })],
    )
    expect(ends).toEqual(['#1 RetriesExhausted at 10', '#2 Success at 11'])
  })

  it('is that of the list sorted by time, and of the list where times are equal', async () => {
    const { result } = await run({ arrivals: [{ at: ['20s'] }] }, [
      change('10s', { reservedConcurrency: 3 }),
      change('5s', { reservedConcurrency: 2 }),
      change('10s', { reservedConcurrency: 4 }),
    ])
    expect(result.changes?.map(({ at, text }) => [at, text.split(' ').at(-1)])).toEqual([
      [5_000, '2'],
      [10_000, '3'],
      [10_000, '4'],
    ])
  })

  it('after the last event does not keep the run going, and is not told of; a waiting event does', async () => {
    const quiet = await run({ arrivals: [{ at: ['10s'] }] }, [change('1h', { reservedConcurrency: 0 })])
    expect(quiet.result).toMatchObject({ endedAt: 10_000, complete: true, changes: [] })
    const waiting = await run({ model: FAILS, arrivals: [{ at: ['10s'] }] }, [change('2m', { reservedConcurrency: 0 })])
    expect(waiting.ends).toEqual(['#1 ZeroReservedConcurrency at 190'])
  })

  it('changes no draw of what it does not touch', async () => {
    const functions: NonNullable<ScenarioInput['functions']> = {
      f: { arrivals: [{ poisson: { rate: '1/s' } }] },
      g: {
        model: { duration: { exponential: { mean: '1s' } }, errors: { probability: 0.2 } },
        arrivals: [{ poisson: { rate: '1/s' } }],
      },
    }
    const without = await journaled({ runLength: '10m', functions })
    const changed = await journaled({
      runLength: '10m',
      functions,
      changes: [{ at: '3m', functions: { f: { reservedConcurrency: 0, model: { duration: '1s' } } } }],
    })
    expect(changed.result.functions.g).toEqual(without.result.functions.g)
    expect(changed.result.functions.f).not.toEqual(without.result.functions.f)
    expect(without.result).not.toHaveProperty('changes')
    expect(without.result).not.toHaveProperty('destinations')
  })
})
