import { describe, expect, it } from 'vitest'
import { COURSE_COLUMNS, type Course, courseOf, withPeriods } from '../../src/measure/course.ts'
import { DURATION_CLASSES } from '../../src/measure/duration-class.ts'
import { Metrics } from '../../src/measure/metrics.ts'
import { TransitionSeries } from '../../src/measure/transition-series.ts'
import { World } from '../engine/world.ts'

/** Events that come in waves, of which a third fails for good, through two slots. */
function courseOfWaves({ waves, everyMs, fromMs = 0 }: { waves: number; everyMs: number; fromMs?: number }) {
  const [metrics, transitions] = [new Metrics(), new TransitionSeries(fromMs)]
  const world = new World({
    observers: [metrics, transitions],
    accountConcurrency: 2,
    run: ({ event }) => ({ ms: 300, outcome: event % 3 === 0 ? 'error' : 'success' }),
  })
  for (let wave = 0; wave < waves; wave++) world.send(wave * everyMs, 'f', { count: 5 })
  world.finish()
  metrics.close()
  return { course: courseOf(metrics, transitions), world }
}

/** What the journal says of each period. */
function countsOf(world: World, { periodMs, columns }: Course) {
  const { length } = columns.backlog
  const count = (entries: readonly { readonly atMs: number }[]) => {
    const counts = new Array(length).fill(0)
    for (const { atMs } of entries) counts[Math.floor(atMs / periodMs)]++
    return counts
  }
  return {
    accepted: count(world.told('accepted')),
    throttles: count(world.told('throttled')),
    RetriesExhausted: count(world.told('finished').filter(({ condition }) => condition === 'RetriesExhausted')),
  }
}

describe('the course of a run', () => {
  it.each([
    ['short', { waves: 4, everyMs: 2_000 }, 1_000],
    ['long', { waves: 400, everyMs: 60_000 }, 64_000],
  ])('says of each period of a %s run what the journal tells of it', (_, waves, periodMs) => {
    const { course, world } = courseOfWaves(waves)
    expect(course.periodMs).toBe(periodMs)
    const counts = countsOf(world, course)
    expect(counts.throttles.some((count) => count > 0)).toBe(true)
    for (const [name, expected] of Object.entries(counts))
      expect([name, ...course.columns[name as keyof typeof counts]]).toEqual([name, ...expected])
  })

  it('has columns of one length, no longer than 512 periods, however early the last transition was', () => {
    const metrics = new Metrics()
    const transitions = new TransitionSeries()
    const world = new World({ observers: [metrics, transitions], run: () => ({ ms: 700_000 }) })
    world.send(0)
    world.send(1_500)
    // Only the end of an attempt comes later: the columns of what is told are brought to the periods of the others.
    world.engine.advance(30_000_000)
    metrics.close()
    const { columns, periodMs } = courseOf(metrics, transitions)
    const lengths = Object.values(columns).map((column) => column.length)
    expect(new Set(lengths).size).toBe(1)
    expect(lengths[0]).toBeLessThanOrEqual(512)
    expect(lengths[0]! * periodMs).toBeGreaterThanOrEqual(700_000)
    expect(columns.accepted[0]).toBe(2)
  })

  it('has the largest age at a dispatch of each period, and none where nothing was dispatched', () => {
    const { course, world } = courseOfWaves({ waves: 3, everyMs: 10_000 })
    const accepted = new Map(world.told('accepted').map(({ event, atMs }) => [event, atMs]))
    const ages = world
      .told('started', 'throttled')
      .map(({ event, atMs }) => [atMs, atMs - accepted.get(event)!] as const)
    const expected = [...course.columns.oldestMs].map((_, place) => {
      const own = ages.flatMap(([atMs, ageMs]) => (Math.floor(atMs / course.periodMs) === place ? [ageMs] : []))
      return own.length === 0 ? Number.NaN : Math.max(...own)
    })
    expect([...course.columns.oldestMs]).toEqual(expected)
    expect(expected.some(Number.isNaN)).toBe(true)
    expect(Math.max(...expected.filter((ms) => !Number.isNaN(ms)))).toBeGreaterThan(60_000)
  })

  it('leaves out events from before the end of a warm-up', () => {
    const { course } = courseOfWaves({ waves: 4, everyMs: 2_000, fromMs: 4_000 })
    expect([...course.columns.accepted.slice(0, 7)]).toEqual([0, 0, 0, 0, 5, 0, 5])
    expect(course.columns.RetriesExhausted.reduce((sum, drops) => sum + drops, 0)).toBe(3)
  })

  it('counts each value in one class: what is nothing apart', () => {
    const { course } = courseOfWaves({ waves: 4, everyMs: 2_000 })
    const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0)
    expect(sum(course.completion)).toBe(20)
    const done = DURATION_CLASSES.findIndex(({ fromMs }) => fromMs === 200)
    expect(course.completion[done]).toBeGreaterThan(0)
    // The first dispatch of each event comes at once, refused or not.
    expect(course.eventAge[0]).toBe(20)
  })

  it('keeps sums and maxima in longer periods', () => {
    const { course } = courseOfWaves({ waves: 5, everyMs: 3_000 })
    const longer = withPeriods(course, course.periodMs * 4)
    for (const [name, how] of Object.entries(COURSE_COLUMNS)) {
      const [before, after] = [course, longer].map(({ columns }) =>
        [...columns[name as keyof typeof COURSE_COLUMNS]].filter((value) => !Number.isNaN(value)),
      )
      const whole = (values: readonly number[]) =>
        how === 'max' ? Math.max(...values) : values.reduce((a, b) => a + b)
      expect([name, whole(after!)]).toEqual([name, whole(before!)])
    }
    expect(longer.columns.backlog.length).toBe(Math.ceil(course.columns.backlog.length / 4))
  })
})
