import { describe, expect, test } from 'vitest'
import type { Row, Target } from './rows.ts'
import { judge, measurementTable, type Result, spread, verdictTable } from './summary.ts'

const W = { name: 'W', events: 1000, description: '' }

/** A run of `row` that took `seconds` for 1,000 events. */
function result(row: Row, round: number, seconds: number, peakMb = 50): Result {
  const ends = { succeeded: 990, dropped: { RetriesExhausted: 10 } }
  const measurement = { events: 1000, seconds, ...ends, attempts: 1110, meanAgeMs: 7000, peakMb }
  return { run: { round, workload: W, row, events: 1000 }, measurement }
}

const peer: Row = { name: 'peer', program: 'cpp' }
const engine = (...targets: Target[]): Row => ({ name: 'engine', program: 'engine', targets })

test('the median of an even number of values is between the two in the middle', () => {
  expect(spread([4, 1, 3, 9])).toEqual({ median: 3.5, min: 1, max: 9 })
  expect(spread([5])).toEqual({ median: 5, min: 5, max: 5 })
})

describe('targets', () => {
  test('are held against the ratio within each round, so that a slow machine does no harm', () => {
    const row = engine({ than: 'peer', timesAsFast: 2 })
    const results = [
      ...[result(row, 1, 1), result(peer, 1, 2)],
      ...[result(row, 2, 10), result(peer, 2, 30)],
      ...[result(row, 3, 2), result(peer, 3, 3)],
    ]
    const [verdict] = judge(results)
    expect(verdict.reached).toEqual({ median: 2, min: 1.5, max: 3 })
    expect(verdict.met).toBe(true)
  })

  test('may differ by workload, and are silent about one that they do not name', () => {
    const results = (target: Target) => [result(engine(target), 1, 1), result(peer, 1, 0.5)]
    expect(judge(results({ than: 'peer', timesAsFast: { W: 0.6 } }))).toMatchObject([{ wanted: 0.6, met: false }])
    expect(judge(results({ than: 'peer', timesAsFast: { W2: 0.6 } }))).toEqual([])
  })

  test('of memory compare peaks', () => {
    const results = [result(engine({ than: 'peer', atMostMbMore: 20 }), 1, 1, 71), result(peer, 1, 1, 50)]
    expect(judge(results)).toMatchObject([{ reached: { median: 21 }, wanted: 20, met: false }])
  })

  test('compare with the last round of a row that had fewer', () => {
    const row = engine({ than: 'peer', timesAsFast: 1 })
    const [verdict] = judge([result(row, 1, 1), result(peer, 1, 4), result(row, 2, 2)])
    expect(verdict.reached).toEqual({ median: 3, min: 2, max: 4 })
  })

  test('that cannot be compared say so and are not met', () => {
    const verdicts = judge([result(engine({ than: 'peer', timesAsFast: 1 }), 1, 1)])
    expect(verdicts).toMatchObject([{ reached: undefined, met: false }])
    expect(verdictTable(verdicts)).toContain('not compared')
  })
})

test('a line a row: median speed, its spread and what was simulated', () => {
  const lines = measurementTable([result(peer, 1, 0.0005), result(peer, 2, 0.1), result(peer, 3, 0.001)]).split('\n')
  expect(
    lines
      .find((line) => line.includes('peer'))
      ?.split('│')
      .map((cell) => cell.trim()),
  ).toEqual(['', 'peer', '1,000', '1.00 M', '10.0 k – 2.00 M', '50', '99.00 %', '1.110', '7.00 s', ''])
})
