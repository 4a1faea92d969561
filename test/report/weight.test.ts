import { describe, expect, test } from 'vitest'
import type { TimeSeries } from '../../src/measure/time-series.ts'
import { answer } from '../../src/report/answer.ts'
import { nextSteps } from '../../src/report/next-steps.ts'
import { probabilityText } from '../../src/report/number.ts'
import { reportText } from '../../src/report/text.ts'
import { HOUR, MINUTE, modelOf, NO_DROPS, reportOf, resultOf, STYLE, scenarioOf } from './sample.ts'

const exhausted = { ...NO_DROPS, RetriesExhausted: 1_000 }
const aged = { ...NO_DROPS, EventAgeExceeded: 1_000 }
const failing = { received: 100_000, attempts: 100_000, errors: 3_000 }

describe('the report gives to each thing the weight that it has', () => {
  test('a single error among thousands of throttles is no reason beside them', () => {
    const text = (errors: number) => {
      const result = resultOf({ ...failing, errors, throttles: 48_639, dropped: aged })
      return answer(reportOf(scenarioOf([{ name: 'f', reservedConcurrency: 2 }]), [result]))
    }
    expect(text(1)).toContain('Nearly all were throttled (2 reserved) until the next wait would')
    expect(text(3_000)).toContain('After errors and waits for concurrency (2 reserved) the next attempt')
  })

  test('an outage that is a small part of the time of the drops is not named', () => {
    const outage = (lengthMs: number) => modelOf({ outages: [{ fromMs: 2 * HOUR, toMs: 2 * HOUR + lengthMs }] })
    const fill = (series: TimeSeries) => {
      for (let atMs = HOUR; atMs < 6 * HOUR; atMs += 1_000) series.arrivals.count(0, atMs)
    }
    const text = (lengthMs: number) =>
      answer(
        reportOf(
          scenarioOf([{ name: 'f', model: outage(lengthMs) }]),
          [resultOf({ ...failing, dropped: exhausted })],
          {},
          fill,
        ),
      )
    expect(text(20 * MINUTE)).not.toContain('outage')
    expect(text(3 * HOUR)).toContain(', around the outage of 02:00 to 05:00')
  })

  test('a small probability is told as it is written', () => {
    expect([0.0005, 0.001, 0.0125, 0.02, 1 / 3, 1].map(probabilityText)).toEqual([
      '0.05 %',
      '0.1 %',
      '1.25 %',
      '2.0 %',
      '33.3 %',
      '100.0 %',
    ])
  })

  test('attempts that ran into a timeout are told of several functions too', () => {
    const late = (ms: number) =>
      resultOf({ ...failing, dropped: exhausted, duration: { ...resultOf().duration, max: ms } })
    const text = (...timeouts: [number, number]) =>
      answer(
        reportOf(
          scenarioOf(timeouts.map((timeoutMs, index) => ({ name: `f${index}`, timeoutMs }))),
          timeouts.map(late),
          { total: resultOf({ ...failing, received: 200_000, dropped: { ...NO_DROPS, RetriesExhausted: 2_000 } }) },
        ),
      )
    expect(text(3_000, 3_000)).toContain(
      'of the attempts of the functions that dropped events failed. Some ran into the timeout of 3 s.',
    )
    expect(text(3_000, 5_000)).toContain('Some ran into their timeouts.')
  })

  test('where some drops were lost, a closer look is at one of those', () => {
    const look = (discarded: number) =>
      nextSteps(
        reportOf(scenarioOf([{ name: 'f' }]), [resultOf({ ...failing, dropped: exhausted, discarded })]),
        STYLE,
      )[0]
    expect(look(0)).toContain('--why RetriesExhausted')
    expect(look(400)).toContain('--why discarded')
    expect(look(1_000)).toContain('--why RetriesExhausted')
  })
})

test('a long name is cut at the same place, however long the computer took', () => {
  const cutAfter = (more: { elapsedMs?: number }) => {
    const report = reportOf(scenarioOf([{ name: 'f' }]), [resultOf(failing)], { name: 'word '.repeat(30) })
    return reportText({ ...report, ...more }, STYLE)
      .split('\n')[0]!
      .indexOf(STYLE.glyphs.more)
  }
  const places = [{}, ...[4, 4_321, 61_000].map((elapsedMs) => ({ elapsedMs }))].map(cutAfter)
  expect(places[0]).toBeGreaterThan(10)
  expect(new Set(places).size).toBe(1)
})
