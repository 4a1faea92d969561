import { describe, expect, it } from 'vitest'
import { functionDatapoint } from '../../../src/measure/cloudwatch.ts'
import { drawnCurves, periodText, pointsOf, seenText } from '../../../src/playground/charts/chart-data.ts'
import { CHARTS } from '../../../src/playground/charts/chart-words.ts'
import { liveCourse } from '../../../src/playground/charts/live-course.ts'
import { metricRows } from '../../../src/playground/charts/metric-words.ts'
import { Playback } from '../../../src/playground/playback/playback.ts'
import type { ScenarioInput } from '../../../src/scenario/schema/scenario.ts'

const HOUR_MS = 3_600_000
const SCENARIO: ScenarioInput = {
  seed: 5,
  runLength: '30m',
  functions: {
    charge: {
      timeout: '30s',
      reservedConcurrency: 3,
      model: { duration: { exponential: { mean: '2s' } }, errors: { probability: 0.3 } },
      arrivals: [{ poisson: { rate: '1.5/s' } }, { at: ['0s', '5s', '5s', '1m'] }],
    },
  },
}

const begin = () => Playback.begin({ scenario: SCENARIO, turns: [] })

/** Runs to the end in steps. @param look is asked at each */
function watch(playback: Playback, look: (playback: Playback) => void): Playback {
  for (let untilMs = 0; !playback.isOver; untilMs += 777) {
    playback.advance(untilMs)
    look(playback)
  }
  return playback
}

const sum = (column: Float64Array) => column.reduce((all, value) => all + value, 0)

describe('charts of a run that goes on', () => {
  it('do not change it, however often they look', async () => {
    const looked = watch(await begin(), (each) => liveCourse(each, HOUR_MS))
    const alone = watch(await begin(), () => {})
    expect(liveCourse(looked, HOUR_MS)).toEqual(liveCourse(alone, HOUR_MS))
    expect(looked.simulation.result()).toEqual(alone.simulation.result())
  })

  it('count at each look what has happened by then', async () => {
    let looks = 0
    watch(await begin(), (playback) => {
      if (looks++ % 50 > 0) return
      const { columns, periodMs } = liveCourse(playback, HOUR_MS)
      const { total } = playback.simulation.result()
      const told = {
        attempts: total.attempts,
        errors: total.errors,
        throttles: total.throttles,
        accepted: total.received,
      }
      expect({
        attempts: sum(columns.attempts),
        errors: sum(columns.errors),
        throttles: sum(columns.throttles),
        accepted: sum(columns.accepted),
      }).toEqual(told)
      expect(sum(columns.RetriesExhausted)).toBe(total.dropped.RetriesExhausted)
      expect(Math.max(...columns.running)).toBe(total.concurrency.max)
      expect(columns.backlog.length).toBe(Math.floor(playback.nowMs / periodMs) + 1)
    })
    expect(looks).toBeGreaterThan(1_000)
  })

  it('have periods by the length of their axis, and not by how far the run is', async () => {
    const playback = await begin()
    playback.advance(10_000)
    expect([60_000, 180_000, 181_000, HOUR_MS].map((span) => liveCourse(playback, span).periodMs)).toEqual([
      1_000, 1_000, 2_000, 32_000,
    ])
  })

  it('say in words what they draw, and draw what is counted once its period is over', async () => {
    const playback = await begin()
    playback.advance(90_000)
    const course = liveCourse(playback, 60_000)
    const words = (id: string) => CHARTS.find((each) => each.id === id)!
    const { total } = playback.simulation.result()
    expect(seenText(words('attempts'), course)).toMatch(
      new RegExp(`^${total.attempts} attempts, ${total.errors} errors · at most \\d+ in 1 s$`),
    )
    expect(seenText(words('concurrency'), course)).toMatch(/^now [0-3] · at most 3$/)
    expect(seenText(words('age'), course)).toMatch(/^last .* · at most 1 m \d\d s$/)
    expect(drawnCurves(words('drops'), course)).toEqual([])
    expect(periodText(words('attempts'), course, 10)).toMatch(/^attempts \d+, errors \d+$/)
    const [, attempts] = pointsOf(words('attempts').curves, course, false)
    expect(attempts!.slice(-2)).toEqual([null, null])
    const [, running] = pointsOf(words('concurrency').curves, course, false)
    expect(running!.at(-1)).toBe(course.columns.running.at(-1))
    const [, ended] = pointsOf(words('attempts').curves, course, true)
    expect(ended!.slice(-2)).toEqual([course.columns.attempts.at(-1), course.columns.attempts.at(-1)])
  })
})

describe('the table of metrics', () => {
  it("has CloudWatch's names and figures, and says where there is no data", async () => {
    const playback = watch(await begin(), () => {})
    const rows = metricRows(functionDatapoint(playback.simulation.metrics.functions[0]!))
    const { charge } = playback.simulation.result().functions
    const value = (name: string) => rows.find((row) => row.name === name)
    expect(value('AsyncEventsReceived')).toMatchObject({
      value: charge!.received.toLocaleString('en-US'),
      statistic: 'Sum',
    })
    expect(value('ConcurrentExecutions')).toMatchObject({ value: '3', statistic: 'Maximum' })
    expect(value('AsyncEventAge')!.value.split(' · ')).toHaveLength(3)
    expect(value('DeadLetterErrors')!.value).toBe('')
    expect(value('ProvisionedConcurrencyInvocations')).toBeUndefined()
    for (const { about } of rows) expect(about).toMatch(/^[A-Z].*\.$/)
  })
})
