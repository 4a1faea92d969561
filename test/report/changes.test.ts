import { expect, test } from 'vitest'
import { TimeSeries } from '../../src/measure/time-series.ts'
import { charts } from '../../src/report/charts.ts'
import { ASCII } from '../../src/report/style.ts'
import { reportText } from '../../src/report/text.ts'
import type { DestinationResult } from '../../src/scenario/result.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { HOUR, MINUTE, NO_DROPS, reportOf, resultOf, STYLE, scenarioOf } from './sample.ts'

const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead-letters-of-all'
const QUEUE: Required<DestinationResult> = {
  received: 1_204,
  failed: 3,
  consumed: 4,
  redriven: 1_000,
  expired: 0,
  depth: { max: 800, atMs: 6 * HOUR, end: 200 },
  age: { mean: HOUR, max: 9 * HOUR },
}

const busy = resultOf({ received: 10, succeeded: 10, attempts: 10, concurrency: { mean: 1, max: 2 } })

function depthOf(spanMs: number): TimeSeries {
  const series = new TimeSeries()
  series.roll(spanMs, 0, 0)
  for (let place = 0; place < series.length; place++) series.backlog[place] = place * 2 < series.length ? 0 : 800
  return series
}

test('changes stand under the charts where their moments are, and below with time and text', () => {
  const changes = [
    { at: 0, text: 'checkout: reserved concurrency 5' },
    { at: 6 * HOUR, text: 'checkout: reserved concurrency 0' },
    { at: 6 * HOUR + 30_000, text: 'sqs dead: down' },
    { at: 24 * HOUR, text: `checkout: ${'long '.repeat(20)}text` },
  ]
  const report = reportOf(scenarioOf([{ name: 'checkout' }]), [busy], { changes })
  expect(charts(report, STYLE).slice(2)).toEqual([
    `  changes  ▲${' '.repeat(9)}▲${' '.repeat(28)}▲`,
    '           0h        6h        12h       18h       24h',
    '  ▲    00:00  checkout: reserved concurrency 5',
    '  ▲    06:00  checkout: reserved concurrency 0',
    '  ▲ 06:00:30  sqs dead: down',
    `  ▲    24:00  ${`checkout: ${'long '.repeat(20)}`.slice(0, 65)}…`,
  ])
})

test('many changes are counted after the first', () => {
  const changesOf = (count: number) =>
    Array.from({ length: count }, (_, minute) => ({ at: minute * MINUTE, text: `change ${minute}` }))
  const lines = (count: number) =>
    charts(reportOf(scenarioOf([{}]), [busy], { changes: changesOf(count) }), STYLE).slice(4)
  expect(lines(9)).toHaveLength(9)
  expect(lines(10)).toHaveLength(9)
  expect(lines(10).at(-1)).toBe('  … 2 more changes')
})

test('the depth of a queue stands under the charts, and a line says what became of its messages', () => {
  const depths = new Map([[DEAD, depthOf(24 * HOUR)]])
  const report = { ...reportOf(scenarioOf([{}]), [busy], { destinations: { [DEAD]: QUEUE } }), depths }
  const text = reportText(report, STYLE)
  expect(text).toContain(`\n  dead…all ${'▁'.repeat(20)}${'█'.repeat(20)}  peak 800 at 06:00\n`)
  expect(text).toContain(
    '\n  dead-letters-of-all: 1,204 received · 4 consumed · 1,000 redriven\n  3 not delivered · 200 left · waited 9 h 00 m at most\n',
  )
  const quiet = { ...QUEUE, received: 0 }
  expect(reportText({ ...report, result: { ...report.result, destinations: { [DEAD]: quiet } } }, STYLE)).not.toContain(
    'dead-le',
  )
})

test('a report with changes and queues is ASCII where it must be, and never wider than 80 columns', () => {
  const depths = new Map([[DEAD, depthOf(24 * HOUR)]])
  const changes = [{ at: HOUR, text: 'checkout: alias live to version 2, 10 % to 3' }]
  const report = { ...reportOf(scenarioOf([{}]), [busy], { changes, destinations: { [DEAD]: QUEUE } }), depths }
  const text = reportText(report, { ...STYLE, glyphs: ASCII })
  expect(text).toMatch(/^[\n -~]+$/)
  expect(text).toContain('\n  ^ 01:00  checkout: alias live to version 2, 10 % to 3\n')
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
})

/** A scenario in which `f0` has another reserved concurrency from one hour on. */
function changing(reservedConcurrency: number): Scenario {
  const scenario = scenarioOf([{ reservedConcurrency: 0 }])
  const functions = [{ ...scenario.functions[0]!, reservedConcurrency }]
  const change = { atMs: HOUR, texts: [], calls: [], functions, accountConcurrency: 1_000, destinations: [] }
  return { ...scenario, changes: [change] }
}

test('of a function that changed the answer says nothing that holds for a part of the time only', () => {
  const dropped = { ...NO_DROPS, ZeroReservedConcurrency: 10 }
  const report = reportOf(changing(5), [resultOf({ received: 10, dropped, discarded: 10 })])
  const text = reportText(report, STYLE)
  expect(text).toMatch(/f0 had a reserved concurrency of 0\s+at the time/)
  expect(text).not.toContain('--set functions.f0.reservedConcurrency')
  expect(reportText({ ...report, scenario: scenarioOf([{ reservedConcurrency: 0 }]) }, STYLE)).toContain(
    '--set functions.f0.reservedConcurrency=1',
  )
})

test('the most that could run is the most at any time', () => {
  const report = reportOf(changing(5), [busy])
  expect(charts(report, STYLE)[1]).toContain('peak 2 of 5')
})
