import { describe, expect, it } from 'vitest'
import { compare } from '../../src/experiment/compare.ts'
import { courseEstimate } from '../../src/experiment/course-estimate.ts'
import { experiment } from '../../src/experiment/experiment.ts'
import { Moments } from '../../src/experiment/moments.ts'
import type { Course } from '../../src/measure/course.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'

const SCENARIO: ScenarioInput = {
  seed: 5,
  runLength: '2m',
  account: { concurrency: 100 },
  functions: {
    work: {
      reservedConcurrency: 2,
      model: { duration: { exponential: { mean: '400ms' } }, errors: { probability: 0.1 } },
      arrivals: [{ poisson: { rate: '4/s' } }],
    },
  },
}

async function coursesOf(workers: number): Promise<Course[]> {
  const courses: Course[] = []
  await experiment(SCENARIO, { replications: 4, workers, onCourses: ([course]) => courses.push(course!) })
  return courses
}

describe('the estimate of a course', () => {
  it('has the mean and the interval of each period over the runs', async () => {
    const courses = await coursesOf(1)
    const { columns, runs, periodMs } = courseEstimate(courses)
    expect([runs, periodMs, courses.length]).toEqual([4, 1_000, 4])
    for (const place of [0, 17, 119]) {
      const moments = new Moments()
      for (const course of courses) moments.add(course.columns.running[place]!)
      const { mean, low, high } = moments.interval()!
      expect(columns.running.mean[place]).toBe(mean)
      expect(columns.running.range!.low[place]).toBe(Math.max(0, low))
      expect(columns.running.range!.high[place]).toBe(high)
    }
  })

  it('is that of the run itself where there is one, without an interval', async () => {
    const [course] = await coursesOf(1)
    const { columns, completion } = courseEstimate([course!])
    expect(columns.throttles.mean).toEqual(course!.columns.throttles)
    expect(columns.throttles.range).toBeUndefined()
    expect(completion).toEqual(course!.completion)
  })

  it('takes runs that ended at different times, and periods of different lengths, as one', async () => {
    const [course] = await coursesOf(1)
    const short: Course = {
      ...course!,
      periodMs: 2_000,
      columns: Object.fromEntries(
        Object.entries(course!.columns).map(([name]) => [name, Float64Array.from([6])]),
      ) as unknown as Course['columns'],
    }
    const { columns, periodMs, completion } = courseEstimate([course!, short])
    expect(periodMs).toBe(2_000)
    const accepted = course!.columns.accepted
    expect(columns.accepted.mean[0]).toBe((accepted[0]! + accepted[1]! + 6) / 2)
    expect(columns.accepted.mean[1]).toBe((accepted[2]! + accepted[3]!) / 2)
    // What has no value in a period is not taken for 0.
    expect(columns.oldestMs.mean[1]).toBe(Math.max(course!.columns.oldestMs[2]!, course!.columns.oldestMs[3]!))
    expect(columns.oldestMs.range!.low[1]).toBeNaN()
    expect(completion).toEqual(course!.completion.map((count) => 2 * count))
  })

  it('is the same whatever the number of workers, and leaves the document alone', async () => {
    expect(await coursesOf(2)).toEqual(await coursesOf(1))
    const [plain, watched] = await Promise.all([
      experiment(SCENARIO, { replications: 2, workers: 1 }),
      experiment(SCENARIO, { replications: 2, workers: 1, onCourses: () => {} }),
    ])
    expect(watched).toEqual(plain)
  })

  it('is told of each setting of a comparison, in their order', async () => {
    const told: (readonly Course[])[] = []
    const result = await compare(SCENARIO, {
      with: ['functions.work.reservedConcurrency=1'],
      replications: 2,
      workers: 2,
      onCourses: (courses) => told.push(courses),
    })
    expect(told.map((courses) => courses.length)).toEqual([2, 2])
    const throttles = (courses: readonly Course[], setting: number) =>
      courses[setting]!.columns.throttles.reduce((sum, count) => sum + count, 0)
    for (const [setting, estimate] of result!.figures.total.throttles!.settings.entries())
      expect(told.reduce((sum, courses) => sum + throttles(courses, setting), 0) / 2).toBe(estimate!.mean)
  })
})
