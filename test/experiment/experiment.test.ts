import { describe, expect, it } from 'vitest'
import { Estimates } from '../../src/experiment/estimates.ts'
import { experiment } from '../../src/experiment/experiment.ts'
import { figuresOf } from '../../src/experiment/figure.ts'
import { replicationOf } from '../../src/experiment/replication.ts'
import { replicationSeed } from '../../src/experiment/replication-seed.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { RunResult } from '../../src/scenario/result.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { meanWaitMMc } from '../theory/formulas.ts'

/** Two functions, of which one is throttled and loses events, and calls. */
const SHOP: ScenarioInput = {
  seed: 5,
  runLength: '20m',
  functions: {
    checkout: {
      reservedConcurrency: 3,
      eventInvokeConfig: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
      model: { duration: { exponential: { mean: '400ms' } }, errors: { probability: 0.2 } },
      arrivals: [{ poisson: { rate: '5/s' } }],
    },
    report: {
      model: { duration: '100ms' },
      arrivals: [{ constant: { rate: '1/s' } }, { invocation: 'RequestResponse', poisson: { rate: '1/s' } }],
    },
  },
  expect: ['checkout.dropped < 400', 'report.dropped == 0'],
}

describe('replications', () => {
  it('give the same bytes on one worker and on two', async () => {
    const [one, two] = await Promise.all([1, 2].map((workers) => experiment(SHOP, { replications: 7, workers })))
    expect(one!.replications.count).toBe(7)
    expect(JSON.stringify(two)).toBe(JSON.stringify(one))
  })

  it('begin with the run itself, and add to its document only', async () => {
    const { replications, ...first } = (await experiment(SHOP, { replications: 2 }))!
    expect(first).toEqual(await simulate(SHOP))
    expect(replications).toMatchObject({ count: 2, confidence: 0.95, stopped: 'count' })
  })

  it('are the runs of their seeds, of which each figure is the mean', async () => {
    const { replications } = (await experiment(SHOP, { replications: 3 }))!
    const runs = await Promise.all([1, 2, 3].map((k) => simulate(SHOP, { seed: replicationSeed(5, k) })))
    const mean = (of: (run: RunResult) => number) => runs.reduce((sum, run) => sum + of(run), 0) / 3
    const { total, functions } = replications.figures
    expect(total['eventAge.p99']!.mean).toBeCloseTo(
      mean((run) => run.total.eventAge.p99),
      6,
    )
    expect(functions.checkout!['dropped.EventAgeExceeded']!.mean).toBeCloseTo(
      mean((run) => run.functions.checkout!.dropped.EventAgeExceeded),
      6,
    )
    expect(functions.report!['synchronous.calls']!.mean).toBeCloseTo(
      mean((run) => run.functions.report!.synchronous!.calls),
      6,
    )
    expect(replications.expectations).toEqual(
      ['checkout.dropped < 400', 'report.dropped == 0'].map((expectation, place) => ({
        expectation,
        met: runs.filter((run) => run.expectations[place]!.met).length,
      })),
    )
  })

  it('stop at the same one once they are precise enough, on one worker and on two', async () => {
    const [one, two] = await Promise.all([1, 2].map((workers) => experiment(SHOP, { precision: 0.1, workers })))
    const { stopped, count, precision, figures } = one!.replications
    expect([stopped, precision]).toEqual(['precise', { asked: 0.1, loose: [] }])
    expect(count).toBeGreaterThanOrEqual(10)
    const { mean, halfWidth } = figures.total.dropped!
    expect(halfWidth! / mean).toBeLessThanOrEqual(0.1 / 1.1)
    expect(JSON.stringify(two)).toBe(JSON.stringify(one))
  })

  it('give up at the most that are allowed, and name what is not known', async () => {
    const { stopped, count, precision } = (await experiment(SHOP, { precision: 0.001, replications: 59 }))!.replications
    expect([stopped, count]).toEqual(['maximum', 59])
    expect(precision!.loose).toContain('total.dropped')
    expect(precision!.loose).toContain('checkout.dropped')
    // It never varies.
    expect(precision!.loose).not.toContain('report.dropped')
  })

  it('that are interrupted keep what is whole: the same as so many replications', async () => {
    const ending = new AbortController()
    const interrupted = (await experiment(SHOP, {
      replications: 100_000,
      workers: 2,
      signal: ending.signal,
      onProgress: (progress) => progress > 4 / 100_000 && ending.abort(),
    }))!
    const { stopped, count } = interrupted.replications
    expect(stopped).toBe('interrupted')
    expect(count).toBeGreaterThanOrEqual(1)
    const whole = (await experiment(SHOP, { replications: count }))!
    expect({ ...interrupted.replications, stopped: 'count' }).toEqual(whole.replications)
  })

  it('that are interrupted before one is whole give nothing', async () => {
    expect(await experiment(SHOP, { signal: AbortSignal.abort() })).toBeUndefined()
  })

  it.each([
    [{ replications: 0 }, 'replications: expected a whole number of 1 or more, got 0'],
    [{ replications: 2.5 }, 'replications: expected a whole number of 1 or more, got 2.5'],
    [{ precision: 5 }, 'precision: expected a share above 0 and below 1, such as 0.05, got 5'],
    [{ workers: 0 }, 'workers: expected a whole number of 1 or more, got 0'],
  ])('refuse %j and say why', async (options, message) => {
    await expect(experiment(SHOP, options)).rejects.toThrow(new RangeError(message))
  })
})

describe('an interval', () => {
  it('of a single replication is not there', async () => {
    const { figures } = (await experiment(SHOP, { replications: 1 }))!.replications
    expect(figures.total.received).toMatchObject({ halfWidth: null, low: null, high: null })
  })

  it('is doubted where the thing came in no run, in few, or lies beyond all but a few values', async () => {
    const { figures } = (await experiment(
      {
        runLength: '10m',
        functions: { f: { model: { errors: { probability: 0.002 } }, arrivals: [{ constant: { rate: '30/m' } }] } },
      },
      { replications: 10 },
    ))!.replications
    const { total } = figures
    expect(total.received!.doubt).toBeUndefined()
    expect(total.throttles!.doubt).toBe('unseen')
    expect(total.errors!.mean).toBeGreaterThan(0)
    expect(total.errors!.doubt).toBe('rare')
    // 300 events a run: 3 beyond the 99th percentile, 30 beyond the 90th.
    expect(total['completion.p99']!.doubt).toBe('tail')
    expect(total['completion.p90']!.doubt).toBeUndefined()
  })

  // 1,000 experiments of five replications each. The share that is found has a standard deviation of 0.7 %.
  it('contains the true mean wait of M/M/2 in 93 to 97 % of 1,000 experiments', async () => {
    const station = { servers: 2, ratePerS: 1, serviceMs: 1_000 }
    const { scenario } = await takeScenario({
      runLength: '650s',
      warmUp: '50s',
      options: { queueing: 'fifo' },
      functions: {
        station: {
          timeout: '900s',
          reservedConcurrency: station.servers,
          model: { duration: { exponential: { mean: '1s' } } },
          arrivals: [{ poisson: { rate: '1/s' } }],
        },
      },
    })
    const wait = { subject: 'total', name: 'total', metric: 'eventAge.mean' } as const
    const exact = meanWaitMMc(station)
    let right = 0
    for (let seed = 1; seed <= 1_000; seed++) {
      let estimates: Estimates | undefined
      for (let replication = 1; replication <= 5; replication++) {
        const task = { scenario: { ...scenario, seed }, replication, withResult: true, withEnds: false }
        const { values, result } = replicationOf(task)
        estimates ??= new Estimates(figuresOf(result!))
        estimates.add(values)
      }
      const { low, high } = estimates!.estimate(estimates!.placeOf(wait)!)
      if (low! <= exact && exact <= high!) right++
    }
    expect(right / 1_000).toBeGreaterThanOrEqual(0.93)
    expect(right / 1_000).toBeLessThanOrEqual(0.97)
  })
})
