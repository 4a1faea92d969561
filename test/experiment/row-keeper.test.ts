import { afterAll, beforeAll, expect, it } from 'vitest'
import { compareWith } from '../../src/experiment/comparison.ts'
import type { Effort } from '../../src/experiment/effort.ts'
import { experimentWith } from '../../src/experiment/experiment.ts'
import type { RowKeeping, RunRow } from '../../src/experiment/run-row.ts'
import { type Runner, Workers } from '../../src/experiment/workers.ts'
import type { Course } from '../../src/measure/course.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'

const SCENARIO: ScenarioInput = {
  seed: 3,
  runLength: '5m',
  functions: {
    // As a number an object's keys come first, whatever their order.
    work: {
      reservedConcurrency: 1,
      model: { duration: { exponential: { mean: '900ms' } } },
      arrivals: [{ poisson: { rate: '1/s' } }],
    },
    '7': { model: { duration: '1s' }, arrivals: [{ poisson: { rate: '1/s' } }] },
  },
  expect: ['work.dropped == 0'],
}
const CHANGE = 'functions.work.reservedConcurrency=2'

let workers: Workers
beforeAll(() => {
  workers = new Workers(2)
})
afterAll(() => workers.close())

/** Makes runs with the workers, and counts them. */
function counting(): Runner & { made: number } {
  return {
    made: 0,
    size: 2,
    underWay: 0,
    replicate(task) {
      this.made++
      return workers.replicate(task)
    },
    follow: (task) => workers.follow(task),
    typical: (scenario) => workers.typical(scenario),
    close: async () => {},
  }
}

type Options = Effort & RowKeeping & { readonly onCourses?: (courses: readonly Course[]) => void }

const EXPERIMENTS: readonly [string, number, (runner: Runner, options: Options) => Promise<unknown>][] = [
  [
    'replications',
    1,
    async (runner, options) => experimentWith(runner, (await takeScenario(SCENARIO)).scenario, [], options),
  ],
  [
    'a comparison',
    2,
    async (runner, options) => {
      const settings = ['', CHANGE].map(async (text) => ({
        with: text,
        scenario: (await takeScenario(SCENARIO, { set: text === '' ? [] : [text] })).scenario,
      }))
      return compareWith(runner, await Promise.all(settings), [], options)
    },
  ],
]

it.each(EXPERIMENTS)('Rows of %s: only what is missing is run, and the first replication', async (_, width, make) => {
  const rows: RunRow[] = []
  const whole = await make(counting(), { replications: 6, onRow: (row) => void rows.push(row) })
  expect(rows).toHaveLength(6 * width)
  for (const count of [0, 1, 4, 6]) {
    const runner = counting()
    const more: RunRow[] = []
    const known: RunRow[] = JSON.parse(JSON.stringify(rows.slice(0, count * width)))
    const result = await make(runner, { replications: 6, rows: known, onRow: (row) => void more.push(row) })
    expect(JSON.stringify(result)).toBe(JSON.stringify(whole))
    expect(JSON.stringify([...known, ...more])).toBe(JSON.stringify(rows))
    expect(runner.made).toBe((6 - Math.max(0, count - 1)) * width)
  }
})

it.each(EXPERIMENTS)('Rows of %s: what is shown over time is made again', async (_, width, make) => {
  const rows: RunRow[] = []
  const [courses, again]: [string[], string[]] = [[], []]
  await make(counting(), {
    replications: 3,
    onRow: (row) => void rows.push(row),
    onCourses: (told) => void courses.push(JSON.stringify(told)),
  })
  await make(counting(), { replications: 3, rows, onCourses: (told) => void again.push(JSON.stringify(told)) })
  expect(again).toHaveLength(3)
  expect(again).toEqual(courses)
  expect(rows).toHaveLength(3 * width)
})

it('A row of a comparison has the values that its setting changes, by path', async () => {
  const rows: RunRow[] = []
  await EXPERIMENTS[1]![2](counting(), { replications: 1, onRow: (row) => void rows.push(row) })
  expect(rows.map(({ values }) => values)).toEqual([{}, { 'functions.work.reservedConcurrency': 2 }])
})
