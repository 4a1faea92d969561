import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changesIn } from '../../src/experiment/alternative.ts'
import { compare } from '../../src/experiment/compare.ts'
import { Estimates } from '../../src/experiment/estimates.ts'
import { figuresOf } from '../../src/experiment/figure.ts'
import { PairedDifferences } from '../../src/experiment/paired-differences.ts'
import { replicationOf } from '../../src/experiment/replication.ts'
import { replicationSeed } from '../../src/experiment/replication-seed.ts'
import { Records } from '../../src/measure/records.ts'
import { readScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { ROOT } from '../source-file.ts'

const FEWER_RETRIES = 'functions.work.eventInvokeConfig.MaximumRetryAttempts=0'

/** One function hands its results on to another, so that events of the second have no fixed numbers. */
const CHAIN: ScenarioInput = {
  seed: 9,
  runLength: '20m',
  functions: {
    work: {
      eventInvokeConfig: {
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnSuccess: { Destination: 'arn:aws:lambda:us-east-1:123456789012:function:next' } },
      },
      model: { duration: { exponential: { mean: '300ms' } }, errors: { probability: 0.3 } },
      arrivals: [{ poisson: { rate: '1/s' } }],
    },
    next: { model: { duration: '50ms', errors: { probability: 0.1 } } },
  },
  expect: ['work.dropped < 100'],
}

/** How each event of a run ended, by its request id, which its name gives it. */
async function endings(set: readonly string[] = []) {
  const found = new Map<string, { event: number; condition: string; age: number }>()
  const records = new Records((line) => {
    const { requestId, event, condition, acceptedMs, endedMs } = JSON.parse(line)
    found.set(requestId, { event, condition, age: endedMs - acceptedMs })
  })
  await simulate(CHAIN, { set, observers: [records] })
  records.close()
  return found
}

describe('a comparison', () => {
  it('gives the same bytes on one worker and on two', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map((workers) => compare(CHAIN, { with: [FEWER_RETRIES, 'functions.next.timeout=1s'], workers })),
    )
    expect(one!.replications).toBe(10)
    expect(JSON.stringify(two)).toBe(JSON.stringify(one))
  })

  it('has of each setting what its own runs come to, and their differences run by run', async () => {
    const { figures, settings } = (await compare(CHAIN, { with: [FEWER_RETRIES], replications: 3 }))!
    const seeds = [1, 2, 3].map((replication) => replicationSeed(9, replication))
    const dropped = async (set: readonly string[]) =>
      Promise.all(seeds.map(async (seed) => (await simulate(CHAIN, { seed, set })).total.dropped.RetriesExhausted))
    const [before, after] = [await dropped([]), await dropped([FEWER_RETRIES])]
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const compared = figures.total['dropped.RetriesExhausted']!
    expect(compared.settings[0]!.mean).toBeCloseTo(mean(before), 9)
    expect(compared.settings[1]!.mean).toBeCloseTo(mean(after), 9)
    const differences = after.map((value, place) => value - before[place]!)
    expect(compared.differences[0]!.mean).toBeCloseTo(mean(differences), 9)
    // Student's t at 2 degrees of freedom is 4.302653.
    const squares = differences.map((value) => (value - mean(differences)) ** 2)
    expect(compared.differences[0]!.halfWidth).toBeCloseTo(4.302653 * Math.sqrt(mean(squares) / 2), 4)
    expect(settings.map((setting) => [setting.with, setting.expectations[0]!.met])).toEqual([
      ['', before.filter((value) => value < 100).length],
      [FEWER_RETRIES, after.filter((value) => value < 100).length],
    ])
  })

  it('says of each event how it fared, also where more events come and numbers shift', async () => {
    const { events } = (await compare(CHAIN, { with: [FEWER_RETRIES], replications: 1 }))!
    const [before, after] = [await endings(), await endings([FEWER_RETRIES])]
    const both = [...before].flatMap(([id, from]) => {
      const to = after.get(id)
      return to ? [{ from, to }] : []
    })
    const otherwise = both.filter(({ from, to }) => from.condition !== to.condition)
    const same = both.filter(({ from, to }) => from.condition === to.condition)
    const [told] = events
    expect(told).toMatchObject({
      compared: both.length,
      onlyBefore: before.size - both.length,
      onlyAfter: after.size - both.length,
      sooner: same.filter(({ from, to }) => to.age < from.age).length,
      later: same.filter(({ from, to }) => to.age > from.age).length,
    })
    // Events that only a retry let succeed have no successor now.
    expect(told!.onlyBefore).toBeGreaterThan(20)
    expect(told!.changes.reduce((sum, { count }) => sum + count, 0)).toBe(otherwise.length)
    const pairs = new Set(
      otherwise.map(({ from, to }) => `${from.event} ${to.event} ${from.condition} ${to.condition}`),
    )
    for (const { from, to, events } of told!.changes)
      for (const [a, b] of events) expect(pairs).toContain(`${a} ${b} ${from} ${to}`)
    expect(same.some(({ from, to }) => from.event !== to.event)).toBe(true)
  })

  it('shows one of the events that fared otherwise under both settings', async () => {
    const { example } = (await compare(CHAIN, { with: ['functions.next.timeout=1s', FEWER_RETRIES], replications: 2 }))!
    expect(example!.with).toBe(FEWER_RETRIES)
    const [before, after] = example!.timelines
    expect([before.end!.condition, after.end!.condition]).toEqual(['Success', 'RetriesExhausted'])
    expect(after.acceptedMs).toBe(before.acceptedMs)
  })

  it('of a scenario with itself finds no difference at all', async () => {
    const { figures, events, example } = (await compare(CHAIN, { with: ['name=other'], replications: 3 }))!
    const differences = Object.values(figures.total).map(({ differences: [difference] }) => difference!)
    expect(differences.every(({ mean, halfWidth }) => mean === 0 && halfWidth === 0)).toBe(true)
    expect(events[0]).toMatchObject({ changes: [], sooner: 0, later: 0, onlyBefore: 0, onlyAfter: 0, example: null })
    expect(example).toBeNull()
  })

  it('takes for no difference what is only the order of a sum', async () => {
    // A limit that is met makes events run later: the same times, added up in another order.
    const busy: ScenarioInput = {
      runLength: '10m',
      account: { concurrency: 20 },
      functions: {
        work: { model: { duration: { exponential: { mean: '1s' } } }, arrivals: [{ poisson: { rate: '15/s' } }] },
      },
    }
    const { figures, events } = (await compare(busy, { with: ['account.concurrency=25'], replications: 4 }))!
    expect(events[0]!.sooner).toBeGreaterThan(100)
    const duration = figures.total['duration.mean']!.differences[0]!
    expect([duration.mean, duration.halfWidth]).toEqual([0, 0])
  })

  it('has null for figures that a setting does not have', async () => {
    const PROVISIONED = 'functions.work.versions={"1": {provisionedConcurrency: 2}}'
    const { figures } = (await compare(CHAIN, { with: [PROVISIONED], replications: 2 }))!
    const { settings, differences } = figures.functions.work!['provisioned.invocations']!
    expect(settings[0]).toBeNull()
    expect(settings[1]).toMatchObject({ mean: expect.any(Number) })
    expect(differences).toEqual([null])
    // Those that come after it are compared with their own.
    for (const { settings, differences } of Object.values(figures.functions.next!)) {
      const [before, after] = settings
      expect(differences[0]!.mean).toBeCloseTo(after!.mean - before!.mean, 6)
    }
  })

  it('refuses a setting that cannot run, and no setting at all', async () => {
    await expect(compare(CHAIN, { with: ['functions.work.timeout=never'] })).rejects.toThrow('functions.work.timeout')
    await expect(compare(CHAIN, { with: [] })).rejects.toThrow('with: expected one alternative or more, got none')
  })

  // The replications that an interval of some width needs are in proportion to the variance of what is averaged: of the
  // paired difference, or of a difference of independent runs, where both variances add up.
  it('needs ten times fewer replications than independent draws for the example, for drops and for cost', async () => {
    const path = 'examples/34-what-the-second-retry-buys/scenario.yaml'
    const text = readFileSync(join(ROOT, path), 'utf8')
    const set = ['functions.book.eventInvokeConfig.MaximumRetryAttempts=1']
    const settings = [await readScenario(text, path), await readScenario(text, path, { set })]
    let estimates: Estimates[] = []
    let pairs: PairedDifferences | undefined
    for (let replication = 1; replication <= 15; replication++) {
      const runs = settings.map(({ scenario }) =>
        replicationOf({ scenario, replication, withResult: true, withEnds: false }),
      )
      if (replication === 1) estimates = runs.map(({ result }) => new Estimates(figuresOf(result!)))
      pairs ??= new PairedDifferences(estimates[0]!, estimates[1]!)
      for (const [place, { values }] of runs.entries()) estimates[place]!.add(values)
      pairs.add(runs[0]!.values, runs[1]!.values)
    }
    const gain = (metric: string) => {
      const [place] = [estimates[0]!.placeOf({ subject: 'total', name: 'total', metric })!]
      const independent = estimates.reduce((sum, each) => sum + each.at(place).variance, 0)
      return independent / pairs!.varianceOf(place)!
    }
    expect(gain('dropped')).toBeGreaterThan(10)
    expect(gain('cost.usd')).toBeGreaterThan(10)
  })
})

it('the changes of an alternative end at commas, but not at those within brackets and quotes', () => {
  expect(changesIn('a.b=1,c.d=2s')).toEqual(['a.b=1', 'c.d=2s'])
  expect(changesIn('a=[1, 2], b={x: 1, y: 2}')).toEqual(['a=[1, 2]', 'b={x: 1, y: 2}'])
  expect(changesIn('a."x,y"=1,b="p, q"')).toEqual(['a."x,y"=1', 'b="p, q"'])
  expect(changesIn("name=it's late,seed=1")).toEqual(["name=it's late", 'seed=1'])
  expect(changesIn('functions.a.arrivals=[{poisson: {rate: 5/s}}, {at: [1s, 2s]}],seed=3')).toEqual([
    'functions.a.arrivals=[{poisson: {rate: 5/s}}, {at: [1s, 2s]}]',
    'seed=3',
  ])
  expect(changesIn('a=[[1, 2], [3]],b="say \\"a, b\\"",c=1')).toEqual(['a=[[1, 2], [3]]', 'b="say \\"a, b\\""', 'c=1'])
  expect(changesIn('')).toEqual([])
})
