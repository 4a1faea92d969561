import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replicationSeed } from '../../src/experiment/replication-seed.ts'
import type { RunRow } from '../../src/experiment/run-row.ts'
import { readGrid, type SweepOptions, sweep } from '../../src/experiment/sweep.ts'
import { sweepWith } from '../../src/experiment/sweeping.ts'
import { type Runner, Workers } from '../../src/experiment/workers.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'

const RETRIES = 'functions.work.eventInvokeConfig.MaximumRetryAttempts'
const SLOTS = 'functions.work.reservedConcurrency'

const SCENARIO: ScenarioInput = {
  seed: 11,
  runLength: '10m',
  functions: {
    work: {
      reservedConcurrency: 2,
      eventInvokeConfig: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 240 },
      model: { duration: { exponential: { mean: '900ms' } }, errors: { probability: 0.3 } },
      arrivals: [{ poisson: { rate: '1/s' } }],
    },
  },
  expect: ['work.dropped < 150'],
}
const VARY = [`${SLOTS}=1,2,4`, `${RETRIES}=0..2`]

let two: Workers
beforeAll(() => {
  two = new Workers(2)
})
afterAll(() => two.close())

/** A sweep and its rows, on threads that are there already. */
async function rowsOf(options: Partial<SweepOptions> = {}, runner: Runner = two) {
  const { vary = VARY } = options
  const read = (set: readonly string[]) => takeScenario(SCENARIO, { set })
  const { grid, base } = await readGrid(vary, 'vary', read)
  const rows: RunRow[] = []
  const onRow = (row: RunRow) => void rows.push(row)
  const result = await sweepWith(runner, { grid, base: base.scenario, read }, [], {
    replications: 3,
    ...options,
    onRow,
  })
  return { rows, result: result! }
}

describe('a sweep', () => {
  it('gives the same rows and the same document on one worker and on two', async () => {
    const [one, other] = await Promise.all(
      [1, 2].map(async (workers) => {
        const rows: RunRow[] = []
        const onRow = (row: RunRow) => void rows.push(row)
        return { rows, result: await sweep(SCENARIO, { vary: VARY, replications: 3, workers, onRow }) }
      }),
    )
    expect(one!.rows).toHaveLength(27)
    expect(JSON.stringify(other)).toBe(JSON.stringify(one))
  })

  it('has every combination, in order, each row the run of its seed and values', async () => {
    const { rows, result } = await rowsOf({ replications: 2 })
    expect(result.points.map(({ values }) => [values[SLOTS], values[RETRIES]])).toEqual(
      [1, 2, 4].flatMap((slots) => [0, 1, 2].map((retries) => [slots, retries])),
    )
    const row = rows[11]!
    expect([row.point, row.replication, row.seed]).toEqual([6, 2, replicationSeed(11, 2)])
    const run = await simulate(SCENARIO, { seed: row.seed, set: [`${SLOTS}=2`, `${RETRIES}=2`] })
    expect(row.figures.total['eventAge.p99']).toBe(run.total.eventAge.p99)
    expect(row.figures.functions.work!['dropped.RetriesExhausted']).toBe(run.total.dropped.RetriesExhausted)
    expect(row.met).toEqual([run.expectations[0]!.met])
  })

  it('goes on from rows that are there, to the same bytes, wherever they end', async () => {
    const whole = await rowsOf()
    for (const count of [0, 1, 4, 17, 26, 27]) {
      const rest = await rowsOf({ rows: JSON.parse(JSON.stringify(whole.rows.slice(0, count))) })
      expect(rest.rows).toHaveLength(27 - count)
      expect(JSON.stringify([...whole.rows.slice(0, count), ...rest.rows])).toBe(JSON.stringify(whole.rows))
      expect(JSON.stringify(rest.result)).toBe(JSON.stringify(whole.result))
    }
  })

  it('gives each point the replications that it needs for a precision, on one worker and on two, and after a stop', async () => {
    const options = { precision: 0.1, replications: 90, vary: [`${RETRIES}=0,2`] }
    const single = new Workers(1)
    const one = await rowsOf(options, single).finally(() => single.close())
    const counts = one.result.points.map(({ replications }) => replications)
    expect(new Set(counts).size).toBe(2)
    expect(one.result.points.map(({ stopped }) => stopped)).toContain('precise')
    expect(JSON.stringify(await rowsOf(options))).toBe(JSON.stringify(one))
    const rest = await rowsOf({ ...options, rows: one.rows.slice(0, counts[0]! + 3) })
    expect(JSON.stringify(rest.result)).toBe(JSON.stringify(one.result))
  })

  it('that is interrupted keeps what is whole, and goes on from there', async () => {
    const ending = new AbortController()
    const rows: RunRow[] = []
    const part = await sweep(SCENARIO, {
      vary: VARY,
      replications: 3,
      signal: ending.signal,
      onRow: (row) => void (rows.push(row) === 5 && ending.abort()),
    })
    expect(rows).toHaveLength(5)
    expect(part).toMatchObject({ complete: false, size: 9 })
    expect(part!.points.map(({ replications, stopped }) => [replications, stopped])).toEqual([
      [3, 'count'],
      [2, 'interrupted'],
    ])
    const whole = await rowsOf()
    const rest = await rowsOf({ rows })
    expect(JSON.stringify([...rows, ...rest.rows])).toBe(JSON.stringify(whole.rows))
  })

  it('names the points that lose least and cost least, and those between that no other beats in both', async () => {
    const { rows, result } = await rowsOf({ replications: 8 })
    const mean = (point: number, of: (row: RunRow) => number) => {
      const values = rows.filter((row) => row.point === point).map(of)
      return values.reduce((sum, value) => sum + value, 0) / values.length
    }
    const points = result.points.map(({ point }) => ({
      point,
      cost: mean(point, ({ figures }) => figures.total['cost.usd']!),
      loss: mean(point, ({ figures }) => figures.total.dropped! / figures.total.received!),
    }))
    const least = (of: 'cost' | 'loss') => points.toSorted((a, b) => a[of] - b[of])[0]!.point
    expect(result.best.loss.point).toBe(least('loss'))
    expect(result.best.cost.point).toBe(least('cost'))
    expect(least('loss')).not.toBe(least('cost'))
    const beaten = ({ point, cost, loss }: (typeof points)[number]) =>
      points.some(
        (other) =>
          other.cost <= cost && other.loss <= loss && (other.cost < cost || other.loss < loss || other.point < point),
      )
    expect([...result.front].sort((a, b) => a - b)).toEqual(
      points.filter((point) => !beaten(point)).map(({ point }) => point),
    )
    // Two slots may be as good as four: Student's t at 7 degrees of freedom is 2.364624.
    const losses = (point: number) =>
      rows.filter((row) => row.point === point).map(({ figures: { total } }) => total.dropped! / total.received!)
    const mayBeAsGood = (point: number) => {
      const differences = losses(point).map((loss, place) => loss - losses(9)[place]!)
      const centre = differences.reduce((sum, value) => sum + value, 0) / 8
      const squares = differences.reduce((sum, value) => sum + (value - centre) ** 2, 0)
      return centre - 2.364624 * Math.sqrt(squares / 7 / 8) <= 0
    }
    expect(result.best.loss).toEqual({ point: 9, asGood: [6] })
    expect([1, 2, 3, 4, 5, 6, 7, 8].filter(mayBeAsGood)).toEqual([6])
    expect(result.points[8]!.objectives.loss.mean).toBeCloseTo(points[8]!.loss, 12)
  })

  it('refuses what is wrong with any value of any axis, all at once, each once', async () => {
    await expect(
      sweep(SCENARIO, {
        vary: [
          `${SLOTS}=1,few,9999`,
          `${RETRIES}=0..5/1`,
          'functions.wrk.timeout=1s,2s',
          'runLength=9m..2m',
          'warmUp=',
          'functions.work.modle.x=1,2',
        ],
      }),
    ).rejects.toThrow(
      [
        'vary functions.wrk.timeout=1s,2s: functions.wrk: expected a function of the scenario; did you mean "work"?',
        'vary runLength=9m..2m: expected LOW at or below HIGH, got 9m..2m',
        'vary warmUp=: expected values with commas between them, or LOW..HIGH, got ""',
        'vary functions.work.modle.x=1: functions.work.modle: unknown key; did you mean "model"?',
        'vary functions.work.modle.x=2: functions.work.modle: unknown key; did you mean "model"?',
        `vary ${RETRIES}=3: ${RETRIES}: 1 validation error detected: Value '3' at`,
      ].join('\n'),
    )
  })
})
