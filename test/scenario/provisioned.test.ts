import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { journaled } from './journaled.ts'
import { saidOf } from './reading.ts'

type WrittenFunction = NonNullable<ScenarioInput['functions']>[string]

/** A function whose attempts take 1 s after a cold start of 500 ms; the alias `live` leads to version 1. */
const f = (more: Partial<WrittenFunction> = {}): WrittenFunction => ({
  timeout: '30s',
  memory: 1024,
  model: { duration: '1s', coldStart: '500ms' },
  versions: { '1': {}, '2': {} },
  aliases: { live: { functionVersion: '1', provisionedConcurrency: 2 } },
  ...more,
})
const three = [{ at: ['0s', '0s', '0s'], qualifier: 'live' }]

const starts = (lines: readonly string[]) => lines.filter((line) => line.includes(' started '))

describe('provisioned concurrency of a scenario', () => {
  it('spares cold starts and counts what spilled over, and how much of it was in use', async () => {
    const expectations = ['f.provisioned.spillover == 1', 'total.provisioned.utilization > 0.1']
    const scenario = { runLength: '10s', functions: { f: f({ arrivals: three }) }, expect: expectations }
    const { result, lines } = await journaled(scenario)
    expect(starts(lines)).toEqual([
      '0:00:00.000 #1 started attempt 1 on 1, provisioned',
      '0:00:00.000 #2 started attempt 1 on 1, provisioned',
      '0:00:00.000 #3 started attempt 1 on 1, spilled over, cold start of 500 ms',
    ])
    const provisioned = { invocations: 2, spillover: 1, utilization: 2 / 20 }
    expect(result.functions.f).toMatchObject({ provisioned, coldStarts: 1, environments: { max: 3 } })
    expect(result.total.provisioned).toEqual(provisioned)
    expect(result.expectations.map(({ met }) => met)).toEqual([true, false])
  })

  it('costs what is allocated and, at another price, what ran in it', async () => {
    const prices = {
      perMillionRequests: 0,
      perGbSecond: { x86_64: 1 },
      perGbSecondOnProvisioned: { x86_64: 10 },
      perProvisionedGbSecond: { x86_64: 100 },
    }
    const { functions } = await simulate({ runLength: '10s', prices, functions: { f: f({ arrivals: three }) } })
    expect(functions.f!.cost.gbSeconds).toBeCloseTo(3.5, 9)
    expect(functions.f!.cost.usd).toBeCloseTo(1.5 * 1 + 2 * 10 + 20 * 100, 9)
  })

  it('is never in use for more than it is there, also where attempts outlive it', async () => {
    const at = Array.from({ length: 6 }, () => '0s')
    const spec = f({
      timeout: '200s',
      model: { duration: '100s' },
      aliases: { live: { functionVersion: '1', provisionedConcurrency: 10 } },
      arrivals: [{ at, qualifier: 'live' }],
    })
    const changes = [{ at: '1s', functions: { f: { aliases: { live: { provisionedConcurrency: 0 } } } } }]
    const { total } = await simulate({ runLength: '2s', functions: { f: spec }, changes })
    expect(total.provisioned).toMatchObject({ invocations: 6, utilization: 0.6 })
  })

  it('is there, and paid for, until arrivals end or it is used last, however long other events go on', async () => {
    const prices = { perMillionRequests: 0, perGbSecond: { x86_64: 0 }, perProvisionedGbSecond: { x86_64: 1 } }
    const paidFor = async (...times: string[]) => {
      const { total, functions, endedAt } = await simulate({
        runLength: '10s',
        prices: { ...prices, perGbSecondOnProvisioned: { x86_64: 0 } },
        functions: {
          f: f({ arrivals: [{ at: times, qualifier: 'live' }] }),
          g: { reservedConcurrency: 1, timeout: '900s', model: { duration: '600s' }, arrivals: [{ at: ['0s'] }] },
        },
      })
      expect(endedAt).toBe(600_000)
      return { paid: functions.f!.cost.usd, utilization: total.provisioned!.utilization }
    }
    expect(await paidFor('1s')).toEqual({ paid: 20, utilization: 1 / 20 })
    // Used for half a second after the arrivals.
    expect(await paidFor('1s', '9500ms')).toEqual({ paid: 21, utilization: 2 / 21 })
  })

  it('is left out of the result of a function that has none', async () => {
    const { functions, total } = await simulate({
      runLength: '10s',
      functions: { f: f(), g: { arrivals: [{ at: ['0s'] }] } },
    })
    expect(functions.f).toHaveProperty('provisioned')
    expect(functions.g).not.toHaveProperty('provisioned')
    expect(total.provisioned).toEqual({ invocations: 0, spillover: 0, utilization: 0 })
    expect(await simulate({ functions: { g: { arrivals: [{ at: ['0s'] }] } } })).not.toHaveProperty('total.provisioned')
  })

  it('serves synchronous calls and events alike', async () => {
    const calls = { at: ['0s', '0s'], qualifier: 'live', invocation: 'RequestResponse' as const }
    const events = { at: ['500ms', '500ms'], qualifier: 'live' }
    const spec = f({ reservedConcurrency: 3, arrivals: [calls, events] })
    const { result, lines } = await journaled({ runLength: '10s', functions: { f: spec } })
    expect(lines.filter((line) => /tarted /.test(line)).map((line) => line.replace(/ .*? on/, ' on'))).toEqual([
      '0:00:00.000 on 1, provisioned',
      '0:00:00.000 on 1, provisioned',
      '0:00:00.500 on 1, spilled over, cold start of 500 ms',
      '0:00:01.500 on 1, provisioned',
    ])
    expect(result.total.provisioned).toEqual({ invocations: 3, spillover: 1, utilization: 3 / 20 })
  })

  it('counts from the end of the warm-up on', async () => {
    const arrivals = [{ at: ['0s', '6s'], qualifier: 'live' }]
    const { total } = await simulate({ runLength: '10s', warmUp: '5s', functions: { f: f({ arrivals }) } })
    expect(total.provisioned).toEqual({ invocations: 1, spillover: 0, utilization: 1 / 10 })
  })

  it('that is all in use through the end of the warm-up is in use all the time', async () => {
    const spec = f({
      timeout: '900s',
      model: { duration: '600s' },
      arrivals: [{ at: ['0s', '0s', '600s', '600s'], qualifier: 'live' }],
    })
    const { total } = await simulate({ runLength: '20m', warmUp: '5m', functions: { f: spec } })
    expect(total.provisioned).toEqual({ invocations: 2, spillover: 0, utilization: 1 })
  })

  it('of a weighted alias is there from the start', async () => {
    const live = { functionVersion: '1', additionalVersionWeights: { '2': 0.5 }, provisionedConcurrency: 2 }
    const at = Array.from({ length: 20 }, (_, second) => `${second * 2}s`)
    const spec = f({ aliases: { live }, arrivals: [{ at, qualifier: 'live' }] })
    const { total } = await simulate({ runLength: '1m', functions: { f: spec } })
    expect(total).toMatchObject({ provisioned: { invocations: 20, spillover: 0 }, coldStarts: 0 })
  })

  it('warns where the account has less than 100 left', async () => {
    const text = JSON.stringify({
      account: { concurrency: 150 },
      functions: {
        f: { versions: { '1': { provisionedConcurrency: 30 } }, arrivals: [{ at: ['0s'] }] },
        g: { reservedConcurrency: 40, arrivals: [{ at: ['0s'] }] },
      },
    })
    expect(await saidOf(text)).toEqual([
      expect.stringContaining(
        "the functions reserve 40 of the account's 150 and have 30 more provisioned; AWS insists on 100 left unreserved, 80 are",
      ),
    ])
  })
})

describe('where nothing is left beside provisioned concurrency', () => {
  const once = [{ at: ['0s'] }]
  const said = (scenario: ScenarioInput) => saidOf(JSON.stringify(scenario))
  const fifo = { queueing: 'fifo' } as const
  const versions = { '1': { provisionedConcurrency: 2 } }
  const live = { live: { functionVersion: '1' } }

  it('events of other versions would wait for ever under fifo', async () => {
    const waiting = (arrivals: WrittenFunction['arrivals']) =>
      said({ options: fifo, functions: { f: { reservedConcurrency: 2, versions, aliases: live, arrivals } } })
    expect(await waiting([{ at: ['0s'], qualifier: 'live' }])).toEqual([])
    expect(await waiting([{ at: ['0s'], invocation: 'RequestResponse' }])).toEqual([])
    expect(await waiting([...once, { at: ['0s'], qualifier: '1' }])).toEqual([
      "s.yaml:1:72: functions.f.reservedConcurrency: expected 3 or more: 'f' has 2 provisioned, and under fifo its events for '$LATEST' would wait for ever",
    ])
  })

  it('events that a destination sends, or that an alias leads there later, would wait as well', async () => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:f'
    const sends = { arrivals: once, eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: arn } } } }
    const f = { reservedConcurrency: 2, versions: { ...versions, '2': {} }, aliases: live }
    const arrivals = [{ at: ['0s'], qualifier: 'live' }]
    expect(await said({ options: fifo, functions: { f: { ...f, arrivals }, sends } })).toEqual([
      expect.stringContaining("events for '$LATEST' would wait for ever"),
    ])
    const changes = [{ at: '1m', functions: { f: { aliases: { live: { functionVersion: '2' } } } } }]
    expect(await said({ options: fifo, functions: { f: { ...f, arrivals } }, changes })).toEqual([
      expect.stringMatching(/changes.*functions.f.*events for 'live' would wait for ever/),
    ])
  })

  it('events of functions that reserve none would wait for ever under fifo', async () => {
    const functions = { f: { versions: { '1': { provisionedConcurrency: 10 } } }, g: { arrivals: once } }
    expect(await said({ account: { concurrency: 10 }, options: fifo, functions })).toContainEqual(
      expect.stringContaining(
        "account.concurrency: expected an account with at least 11 concurrent executions: the functions reserve 0 of the account's 10 and have 10 more provisioned, 'g' reserves none, and under fifo its events would wait for ever",
      ),
    )
  })

  it('an account whose limit falls below it is refused, and one that is left with less than 100 is warned of', async () => {
    const functions = {
      f: { versions: { '1': { provisionedConcurrency: 50 } }, arrivals: [{ at: ['0s'], qualifier: '1' }] },
      g: { arrivals: once },
    }
    const account = { concurrency: 200 }
    expect(await said({ account, functions, changes: [{ at: '1m', account: { concurrency: 20 } }] })).toEqual([
      expect.stringContaining(
        "changes[0].account.concurrency: expected an account with at least 50 concurrent executions: the functions reserve 0 of the account's 20 and have 50 more provisioned",
      ),
    ])
    const raised = { f: { versions: { '1': { provisionedConcurrency: 101 } } } }
    expect(await said({ account, functions, changes: [{ at: '1m', functions: raised }] })).toEqual([
      expect.stringMatching(
        /changes\[0\].functions.f.versions.*.provisionedConcurrency: .* 100 left unreserved, 99 are/,
      ),
    ])
  })
})

describe('changes of provisioned concurrency', () => {
  const at = ['0s', '5s', '10s', '15s', '20s', '25s'].flatMap((time) => [time, time])
  const change = (
    time: string,
    spec: NonNullable<NonNullable<ScenarioInput['changes']>[number]['functions']>[string],
  ) => ({
    at: time,
    functions: { f: spec },
  })

  it('schedule it up and down, move it with its alias, and end it', async () => {
    const { result, lines } = await journaled({
      runLength: '30s',
      functions: { f: f({ aliases: { live: { functionVersion: '1' } }, arrivals: [{ at, qualifier: 'live' }] }) },
      changes: [
        change('4s', { aliases: { live: { provisionedConcurrency: 1 } } }),
        change('9s', { aliases: { live: { provisionedConcurrency: 2 } } }),
        change('14s', { aliases: { live: { functionVersion: '2' } } }),
        change('19s', { aliases: { live: { provisionedConcurrency: 1 } } }),
        change('24s', { aliases: { live: { provisionedConcurrency: 0 } } }),
      ],
    })
    expect(starts(lines).map((line) => line.replace(/.* on /, ''))).toEqual([
      '1, cold start of 500 ms',
      '1, cold start of 500 ms',
      '1, provisioned',
      '1, spilled over',
      '1, provisioned',
      '1, provisioned',
      '2, provisioned',
      '2, provisioned',
      '2, provisioned',
      '2, spilled over, cold start of 500 ms',
      '2',
      '2, cold start of 500 ms',
    ])
    expect(result.changes!.map(({ text }) => text)).toEqual([
      'f:live: provisioned concurrency 1',
      'f:live: provisioned concurrency 2',
      'f: alias live to version 2',
      'f:live: provisioned concurrency 1',
      'f:live: no provisioned concurrency',
    ])
    // 5 s with one environment, 10 s with two, 5 s with one.
    expect(result.total.provisioned).toMatchObject({ invocations: 6, spillover: 2, utilization: 6 / 30 })
  })

  it('give environments to an alias and a second version at once, and make such an alias, as at the start', async () => {
    const live = { functionVersion: '1', additionalVersionWeights: { '2': 0.5 }, provisionedConcurrency: 4 }
    const changes = [
      change('1s', { aliases: { live } }),
      change('2s', { aliases: { live: { provisionedConcurrency: 2, additionalVersionWeights: { '2': 0.5 } } } }),
      change('3s', { aliases: { live: { provisionedConcurrency: 0 }, next: live } }),
    ]
    const functions = { f: f({ aliases: { live: { functionVersion: '1' } }, arrivals: [{ at, qualifier: 'live' }] }) }
    const { result } = await journaled({ runLength: '30s', functions, changes })
    // Two events at 0 s find none.
    expect(result.total.provisioned).toMatchObject({ invocations: 10, spillover: 0 })
    const later = [...changes.slice(0, 1), change('2s', { aliases: { live: { provisionedConcurrency: 5 } } })]
    expect(await saidOf(JSON.stringify({ runLength: '30s', functions, changes: later }))).toContainEqual(
      expect.stringContaining('Invalid alias configuration for Provisioned Concurrency'),
    )
  })

  it('are ready after the time that the option gives', async () => {
    const { lines } = await journaled({
      runLength: '30s',
      options: { provisionedReady: '2s' },
      functions: { f: f({ aliases: { live: { functionVersion: '1' } }, arrivals: [{ at, qualifier: 'live' }] }) },
      changes: [change('4s', { aliases: { live: { provisionedConcurrency: 1 } } })],
    })
    const provisioned = starts(lines).filter((line) => line.includes('provisioned'))
    expect(provisioned.map((line) => line.split(' ')[0])).toEqual([
      '0:00:10.000',
      '0:00:15.000',
      '0:00:20.000',
      '0:00:25.000',
    ])
  })

  it('can provision and reserve at once, and move from a version to its alias', async () => {
    const { result } = await journaled({
      runLength: '30s',
      functions: {
        f: f({
          reservedConcurrency: 1,
          aliases: { live: { functionVersion: '1' } },
          arrivals: [{ at, qualifier: 'live' }],
        }),
      },
      changes: [
        change('1s', { reservedConcurrency: 3, versions: { '1': { provisionedConcurrency: 3 } } }),
        change('6s', {
          reservedConcurrency: 2,
          versions: { '1': { provisionedConcurrency: 0 }, '3': { provisionedConcurrency: 1 } },
          aliases: { live: { provisionedConcurrency: 1 } },
        }),
      ],
    })
    // One ran before the first change. The environment that is kept for version 3 leaves one for all others.
    expect(result.total.provisioned).toMatchObject({ invocations: 11, spillover: 0 })
  })
})
