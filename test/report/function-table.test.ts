import { expect, test } from 'vitest'
import { functionTable } from '../../src/report/function-table.ts'
import type { Report } from '../../src/report/report.ts'
import { ASCII, WIDTH } from '../../src/report/style.ts'
import { reportText } from '../../src/report/text.ts'
import type { FunctionResult } from '../../src/scenario/result.ts'
import type { FunctionSpec } from '../../src/scenario/scenario.ts'
import { HOUR, NO_DROPS, reportOf, resultOf, STYLE, scenarioOf } from './sample.ts'

const plain = (received: number) => resultOf({ received, succeeded: received, attempts: received })

function reportOn(
  functions: readonly [Partial<FunctionSpec>, FunctionResult][],
  total: FunctionResult = resultOf(),
): Report {
  const scenario = scenarioOf(functions.map(([spec]) => spec))
  return reportOf(
    scenario,
    functions.map(([, result]) => result),
    { total },
  )
}

const table = (report: Report, width = WIDTH) => functionTable(report, { ...STYLE, width })

const troubled = resultOf({
  received: 27_000,
  succeeded: 26_000,
  dropped: { ...NO_DROPS, EventAgeExceeded: 1_000 },
  attempts: 28_000,
  errors: 2_000,
  throttles: 8_689,
  eventAge: { mean: 0, p50: 0, p90: 0, p99: 510_000, max: 600_000 },
  concurrency: { mean: 12.34, max: 20 },
  environments: { mean: 18, max: 21 },
  coldStarts: 215,
  cost: { requests: 28_000, gbSeconds: 1, usd: 4.02 },
})

test('a function a row, those with most drops first, then those with most events; and all together', () => {
  const rows = table(
    reportOn(
      [
        [{ name: 'quiet' }, plain(40)],
        [{ name: 'busy' }, plain(4_320_118)],
        [{ name: 'troubled', reservedConcurrency: 20 }, troubled],
      ],
      troubled,
    ),
  )
  expect(rows).toEqual([
    '  function  events  dropped  errors  throttles   age p99   running  cold  US $',
    '  troubled  27,000    3.7 %   7.1 %      8,689  8 m 30 s  20 of 20   215  4.02',
    '  busy      4.32 M    0.0 %   0.0 %          0      0 ms         0     0  0.00',
    '  quiet         40    0.0 %   0.0 %          0      0 ms         0     0  0.00',
    '  all       27,000    3.7 %   7.1 %      8,689  8 m 30 s        20   215  4.02',
  ])
})

test('columns that tell nothing of any function are left out, and others have their room', () => {
  const result = resultOf({
    received: 10,
    succeeded: 10,
    attempts: 14,
    errors: 4,
    concurrency: { mean: 0.001, max: 1 },
    environments: { mean: 1, max: 2 },
  })
  expect(
    table(
      reportOn(
        [
          [{ name: 'f' }, result],
          [{ name: 'g' }, plain(0)],
        ],
        result,
      ),
    ),
  ).toEqual([
    '  function  events  attempts  errors  running    mean  environments',
    '  f             10        14  28.6 %        1  < 0.01             2',
    '  g              0         0       -        0       0             0',
    '  all           10        14  28.6 %        1  < 0.01             2',
  ])
})

test('on a narrow terminal the columns go without which one understands most, and long names are cut', () => {
  const report = reportOn(
    [
      [{ name: 'a-long-name-of-a-function' }, troubled],
      [{ name: 'g' }, plain(0)],
    ],
    troubled,
  )
  expect(table(report, 40)).toEqual([
    '  function    events  dropped  throttles',
    '  a-long-na…  27,000    3.7 %      8,689',
    '  g                0        -          0',
    '  all         27,000    3.7 %      8,689',
  ])
  for (let width = 30; width <= WIDTH; width++) {
    for (const line of table(report, width)) expect(line.length).toBeLessThanOrEqual(width)
  }
})

test('a function that reserved concurrency for a part of the time only has no limit of its own', () => {
  const report = reportOn(
    [
      [{ name: 'f0', reservedConcurrency: 20 }, troubled],
      [{ name: 'f1' }, plain(1)],
    ],
    troubled,
  )
  const running = (...reserved: (number | undefined)[]) => {
    const changes = reserved.map((reservedConcurrency) => {
      const functions = [{ ...report.scenario.functions[0]!, reservedConcurrency }]
      return { atMs: HOUR, texts: [], calls: [], functions, accountConcurrency: 1_000, destinations: [] }
    })
    return table({ ...report, scenario: { ...report.scenario, changes } })[1]!.match(/20 of \d+/)?.[0]
  }
  expect(running()).toBe('20 of 20')
  expect(running(30, 5)).toBe('20 of 30')
  expect(running(30, undefined)).toBeUndefined()
})

test('a function without a dispatch has no age', () => {
  const rows = table(
    reportOn([
      [{ name: 'ran' }, troubled],
      [{ name: 'off' }, resultOf({ received: 3 })],
    ]),
  )
  const ages = rows.map((row) => row.split(/ {2,}/)[6])
  expect(ages).toEqual(['age p99', '8 m 30 s', '-', '-'])
})

test('of several functions in one row nothing tells an age or the most that ran at once', () => {
  const rows = table(reportOn(Array.from({ length: 10 }, () => [{}, troubled])))
  expect(rows.at(-2)).toBe('  … 2 others  54,000    3.7 %   7.1 %     17,378                      430  8.04')
})

const countedRows = (count: number) => table(reportOn(Array.from({ length: count }, () => [{}, plain(1)])))

test('a single function needs no table; nine are all shown', () => {
  expect(countedRows(1)).toEqual([])
  expect(countedRows(9)).toHaveLength(1 + 9 + 1)
  expect(countedRows(10)).toHaveLength(1 + 8 + 1 + 1)
  expect(countedRows(10).at(-2)).toContain('… 2 others')
})

const MANY = Array.from({ length: 200 }, (_, place) => place)
const many = reportOn(
  MANY.map((place) => [
    {
      name: `function-${place}-${'with-a-long-name'.repeat(place % 3)}`,
      ...(place % 2 === 1 && { deadLetterArn: `arn:aws:sqs:us-east-1:123456789012:dead-${place}` }),
    },
    resultOf({
      received: 10_000 * place,
      succeeded: 9_990 * place,
      dropped: { ...NO_DROPS, RetriesExhausted: 4 * place, EventAgeExceeded: 6 * place },
      discarded: place % 2 === 0 ? 10 * place : 0,
      attempts: 10_000 * place,
      errors: 50 * place,
      throttles: 70 * place,
      concurrency: { mean: place, max: 2 * place },
      deliveries: { onSuccess: 0, onFailure: 0, deadLetter: place % 2 === 0 ? 0 : 10 * place },
      coldStarts: place,
    }),
  ]),
  resultOf({
    received: 199_000_000,
    succeeded: 198_801_000,
    dropped: { ...NO_DROPS, RetriesExhausted: 79_600, EventAgeExceeded: 119_400 },
    discarded: 99_000,
    attempts: 199_000_000,
    errors: 995_000,
    throttles: 1_393_000,
    concurrency: { mean: 19_900, max: 30_000 },
    coldStarts: 19_900,
  }),
)

test('of many functions eight have a row, the rest is summed, the report tells how to see it, and no line is too long', () => {
  const text = reportText(many, STYLE)
  expect(text.split('\n').filter((line) => line.length > WIDTH && !line.includes('--set'))).toEqual([])
  expect(text).toContain('119,400  EventAgeExceeded  ▏  → dlq dead-199 (1,194) +99 more')
  expect(text).toContain(`
  function                   events  dropped  errors  throttles  running    cold
  function-199-with-a-long…  1.99 M    0.1 %   0.5 %     13,930      398     199
  function-198-              1.98 M    0.1 %   0.5 %     13,860      396     198
  function-197-with-a-long…  1.97 M    0.1 %   0.5 %     13,790      394     197
  function-196-with-a-long…  1.96 M    0.1 %   0.5 %     13,720      392     196
  function-195-              1.95 M    0.1 %   0.5 %     13,650      390     195
  function-194-with-a-long…  1.94 M    0.1 %   0.5 %     13,580      388     194
  function-193-with-a-long…  1.93 M    0.1 %   0.5 %     13,510      386     193
  function-192-              1.92 M    0.1 %   0.5 %     13,440      384     192
  … 192 others                183 M    0.1 %   0.5 %     1.28 M           18,336
  all                         199 M    0.1 %   0.5 %     1.39 M   30,000  19,900
`)
  expect(text).toContain('\n    --json                   all 200 functions, each figure\n')
})

test('the table is ASCII where it must be', () => {
  expect(functionTable(many, { ...STYLE, glyphs: ASCII }).join('\n')).toMatch(/^[\n -~]+$/)
})

test('functions that take calls have them beside events, with the share that was refused', () => {
  const none = { mean: 0, p50: 0, p90: 0, p99: 0, max: 0 }
  const synchronous = {
    calls: 50_000,
    succeeded: 45_000,
    errors: 0,
    throttles: 5_000,
    throttledShare: 0.1,
    systemErrors: 0,
    notFound: 0,
    pending: 0,
    coldStarts: 0,
    duration: none,
    response: none,
  }
  const rows = table(
    reportOn([
      [{ name: 'events' }, plain(40)],
      [{ name: 'calls' }, resultOf({ synchronous })],
    ]),
  )
  expect(rows.slice(0, 3)).toEqual([
    '  function  events   calls  refused',
    '  calls          0  50,000   10.0 %',
    '  events        40       0        -',
  ])
})
