import { expect, test } from 'vitest'
import type { TimeSeries } from '../../src/measure/time-series.ts'
import { expectationLines } from '../../src/report/expectations.ts'
import { ASCII, type Colours, UNICODE, WIDTH } from '../../src/report/style.ts'
import { reportText } from '../../src/report/text.ts'
import type { FunctionResult } from '../../src/scenario/result.ts'
import { HOUR, MINUTE, modelOf, NO_DROPS, reportOf, resultOf, STYLE, scenarioOf } from './sample.ts'

const OUTAGE = { fromMs: 2 * HOUR, toMs: 2 * HOUR + 20 * MINUTE }
const spread = (p50: number, p90: number, p99: number, max: number) => ({ mean: p50, p50, p90, p99, max })

function duringOutage(series: TimeSeries): void {
  for (let place = 0; place < series.length; place++) {
    const atMs = place * series.periodMs
    const isBusy = atMs >= OUTAGE.fromMs && atMs < OUTAGE.toMs
    series.running[place] = isBusy ? 20 : 6
    series.backlog[place] = isBusy ? (9_310 * (atMs - OUTAGE.fromMs)) / (OUTAGE.toMs - OUTAGE.fromMs) : 0
  }
  for (let atMs = OUTAGE.fromMs; atMs < OUTAGE.toMs - 3 * MINUTE; atMs += 100) series.arrivals.count(0, atMs)
}

const checkout = {
  name: 'checkout',
  reservedConcurrency: 20,
  eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failed' } } },
  deadLetterArn: 'arn:aws:sns:us-east-1:123456789012:dead',
  model: modelOf({ outages: [OUTAGE] }),
}

const outage = reportOf(
  scenarioOf([checkout], { name: 'checkout during an outage' }),
  [
    resultOf({
      received: 4_320_118,
      succeeded: 4_267_312,
      dropped: { ...NO_DROPS, RetriesExhausted: 51_204, EventAgeExceeded: 1_602 },
      attempts: 4_473_012,
      errors: 205_700,
      coldStarts: 20,
      deliveries: { onSuccess: 0, onFailure: 52_806, deadLetter: 52_806 },
      eventAge: spread(0, 0, 184_000, 3_492_000),
      completion: spread(120, 640, 186_000, 3_493_000),
      duration: spread(120, 610, 2_000, 9_400),
      concurrency: { mean: 6, max: 20 },
      backlog: { max: 9_310, atMs: OUTAGE.toMs - MINUTE },
      cost: { requests: 4_473_012, gbSeconds: 1, usd: 9.41 },
    }),
  ],
  {
    expectations: [
      { expectation: 'checkout.dropped == 0', met: false, actual: 52_806 },
      { expectation: 'checkout.eventAge.p99 < 5m', met: true, actual: 184_000 },
      { expectation: 'checkout.concurrency.mean < 7', met: true, actual: 6.02345 },
    ],
  },
  duringOutage,
)

const OUTAGE_TEXT = `\
checkout during an outage · 24 h simulated in 1.4 s · seed 42

  4,320,118 events accepted
    98.8 %  4,267,312  succeeded         ███████████████████████████████████▌
     1.2 %     51,204  RetriesExhausted  ▍  → sqs failed, dlq dead
   < 0.1 %      1,602  EventAgeExceeded  ▏  → sqs failed, dlq dead
     0.0 %          0  discarded         nothing was lost silently

  1.2 % never succeeded. All of the 51,204 RetriesExhausted arrived between
  02:00 and 02:17: their three attempts, 60 s and 120 s apart, all fell into the
  outage of 02:00 to 02:20.

                            p50         p90         p99         max
  age at dispatch          0 ms        0 ms    3 m 04 s   58 m 12 s
  completion             120 ms      640 ms    3 m 06 s   58 m 13 s
  duration               120 ms      610 ms       2.0 s       9.4 s

  backlog  ▁▁▁█▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  peak 9,310 at 02:19
  running  ▄▄▄█▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄  peak 20 of 20 at 02:00
           0h        6h        12h       18h       24h

  4,473,012 attempts · 205,700 errors · 0 throttles · 20 cold starts · $ 9.41
  ✗ checkout.dropped == 0          52,806
  ✓ checkout.eventAge.p99 < 5m     3 m 04 s
  ✓ checkout.concurrency.mean < 7  6.023

  Look closer:  asyncinvoke explain sample.yaml --why RetriesExhausted

  asyncinvoke run sample.yaml …
    --records records.jsonl  one line an event
    --set functions.checkout.eventInvokeConfig.MaximumRetryAttempts=0
    --seed 43                another draw
`

test('the report of a run is one screen: the answer, the evidence, what to try next', () => {
  expect(reportText({ ...outage, elapsedMs: 1_400 }, STYLE)).toBe(OUTAGE_TEXT)
})

test('the command that looks closer shows the same run', () => {
  const changes = ['--seed', '7', '--set', 'name=a b']
  expect(reportText({ ...outage, changes }, STYLE)).toContain(
    "asyncinvoke explain sample.yaml --why RetriesExhausted --seed 7 --set 'name=a b'\n",
  )
})

test('without the time it took, a report is the same for the same result', () => {
  expect(reportText(outage, STYLE)).toBe(OUTAGE_TEXT.replace(' in 1.4 s', ''))
})

test('colours change nothing but colours', () => {
  const paint = (text: string) => `\u001B[31m${text}\u001B[39m`
  const colours: Colours = { bold: paint, dim: paint, red: paint, green: paint, yellow: paint, cyan: paint }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it is about
  const stripped = reportText(outage, { colours, glyphs: UNICODE }).replaceAll(/\u001B\[\d+m/g, '')
  expect(stripped).toBe(reportText(outage, STYLE))
})

test('for a terminal without UTF-8 the report is ASCII', () => {
  const text = reportText(outage, { ...STYLE, glyphs: ASCII })
  expect(text).toMatch(/^[\n -~]+$/)
  expect(text).toContain('RetriesExhausted  .  -> sqs failed, dlq dead')
})

test('of a name in other letters the ASCII report shows that they are there', () => {
  const report = reportOf(scenarioOf([{}], { name: 'wörld' }), [resultOf({ received: 1, succeeded: 1 })])
  expect(reportText(report, { ...STYLE, glyphs: ASCII })).toMatch(/^w\?rld [ -~\n]+$/)
  expect(reportText(report, STYLE)).toContain('wörld')
})

test('a run without events says what to look at', () => {
  const report = reportOf(scenarioOf([{}]), [resultOf()])
  expect(reportText({ ...report, file: "it's.yaml" }, STYLE)).toBe(
    `sample · 24 h simulated · seed 42

  No event arrived, so nothing happened.

  asyncinvoke check 'it'\\''s.yaml'
`,
  )
})

test('when everything is dropped the targets still have their place beside the bars', () => {
  const dropped = { ...NO_DROPS, ZeroReservedConcurrency: 1_000 }
  const report = reportOf(scenarioOf([{ name: 'off', reservedConcurrency: 0 }]), [
    resultOf({ received: 1_000, dropped, discarded: 1_000 }),
  ])
  const lines = reportText(report, STYLE).split('\n')
  expect(lines.slice(2, 6)).toEqual([
    '  1,000 events accepted',
    '     0.0 %      0  succeeded',
    '   100.0 %  1,000  ZeroReservedConcurrency  █████████████████  nothing took them',
    '   100.0 %  1,000  discarded                █████████████████  lost silently',
  ])
  expect(lines).toContain('    --set functions.off.reservedConcurrency=1  with a slot to run in')
})

const NARROW_BLOCKS = `\
  4,320,118 events accepted
    98.8 %  4,267,312  succeeded
     1.2 %     51,204  RetriesExhausted
            → sqs failed, dlq dead
   < 0.1 %      1,602  EventAgeExceeded
            → sqs failed, dlq dead
     0.0 %          0  discarded
            nothing was lost silently

             age completion   duration
  p50       0 ms     120 ms     120 ms
  p90       0 ms     640 ms     610 ms
  p99   3 m 04 s   3 m 06 s      2.0 s
  max  58 m 12 s  58 m 13 s      9.4 s

  backlog  ▁▁█▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
           peak 9,310 at 02:19
  running  ▄▄█▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
           peak 20 of 20 at 02:00
           0h     6h      12h    18h

  4,473,012 attempts · 205,700 errors
  0 throttles · 20 cold starts · $ 9.41
  ✗ checkout.dropped == 0  52,806
  ✓ checkout.eventAge.p99 < 5m  3 m 04 s
  ✓ checkout.concurrency.mean < 7  6.023`

test('on a narrow terminal all but commands is broken at its width: notes stand below bars, rows of a table become columns', () => {
  const lines = reportText(outage, { ...STYLE, width: 40 }).split('\n')
  const wide = reportText(outage, STYLE).split('\n')
  const blocks = (all: readonly string[]) => all.join('\n').split('\n\n')
  const [title, , answer] = blocks(lines)
  expect(title!.split('\n')).toEqual(['checkout during an outage', expect.stringMatching(/^\S.* · seed \d+$/)])
  expect(
    lines.filter((line) => line.length > 40).every((line) => line.includes('sample.yaml') || line.includes('--set')),
  ).toBe(true)
  expect(answer!.replaceAll(/\s+/g, ' ')).toBe(blocks(wide)[2]!.replaceAll(/\s+/g, ' '))
  expect(answer!.split('\n').length).toBeGreaterThan(blocks(wide)[2]!.split('\n').length)
  expect(
    blocks(lines)
      .filter((_, place) => [1, 3, 4, 5].includes(place))
      .join('\n\n'),
  ).toBe(NARROW_BLOCKS)
})

test('side effects that were repeated stand among the totals, if there were any', () => {
  const withEffects = (repeated: number) => {
    const sideEffects = { attempts: 9, events: 5, repeated }
    const { scenario } = outage
    return reportText(reportOf(scenario, [resultOf({ received: 5, succeeded: 5, attempts: 9, sideEffects })]), STYLE)
  }
  expect(withEffects(2)).toContain(' · 2 repeated side effects')
  expect(withEffects(0)).not.toContain('side effect')
})

const CALLS = {
  calls: 0,
  succeeded: 0,
  errors: 0,
  throttles: 0,
  throttledShare: 0,
  systemErrors: 0,
  notFound: 0,
  pending: 0,
  coldStarts: 0,
  duration: spread(0, 0, 0, 0),
  response: spread(0, 0, 0, 0),
}

test('a time that was expected has its unit, whatever it is the time of', () => {
  const expectations = ['eventAge.p99', 'synchronous.response.p99', 'synchronous.duration.max', 'response.mean'].map(
    (metric) => ({ expectation: `f.${metric} < 2s`, met: false, actual: 3_000 }),
  )
  expect(expectationLines(expectations, STYLE).map((line) => line.slice(-5))).toEqual(expectations.map(() => '3.0 s'))
})

test('a long name is cut at the same place, however long the run took', () => {
  const report = { ...outage, result: { ...outage.result, name: 'a name '.repeat(20) } }
  const titles = [undefined, 7, 900, 1_400, 754_000].map((elapsedMs) =>
    reportText({ ...report, ...(elapsedMs !== undefined && { elapsedMs }) }, STYLE).split(/ ·|\n/, 1),
  )
  expect(new Set(titles.flat()).size).toBe(1)
})

test('provisioned concurrency has a line of its own where there is any', () => {
  const lines = (spillover: number, width = WIDTH, counts: Partial<FunctionResult> = {}) => {
    const provisioned = { invocations: 1_204, spillover, utilization: 0.4312 }
    const result = resultOf({ received: 5, succeeded: 5, attempts: 1_300, provisioned, ...counts })
    const text = reportText(reportOf(scenarioOf([checkout]), [result]), { ...STYLE, width })
    return text.split('\n').filter((line) => /provisioned|in use on average/.test(line))
  }
  expect(lines(31)).toEqual(['  provisioned: 1,204 attempts · 31 spilled over · 43.1 % in use on average'])
  expect(lines(0)).toEqual(['  provisioned: 1,204 attempts · none spilled over · 43.1 % in use on average'])
  expect(lines(0, 50)).toEqual(['  provisioned: 1,204 attempts · none spilled over', '  43.1 % in use on average'])
  const synchronous = { ...CALLS, calls: 900 }
  expect(lines(31, WIDTH, { synchronous })[0]).toContain('  provisioned: 1,204 attempts and calls · ')
  expect(lines(31, WIDTH, { synchronous, received: 0, attempts: 0 })[0]).toContain('  provisioned: 1,204 calls · ')
  const without = reportText(reportOf(scenarioOf([checkout]), [resultOf({ received: 5, succeeded: 5 })]), STYLE)
  expect(without).not.toContain('provisioned')
})

test('a run that does not start at midnight says what its 0 is on the clock', () => {
  const startMs = Date.UTC(2026, 2, 28, 23)
  const axisOf = (width: number) => {
    const text = reportText({ ...outage, scenario: { ...outage.scenario, startMs } }, { ...STYLE, width })
    return text.split('\n').filter((line) => /0h|UTC/.test(line))
  }
  expect(axisOf(WIDTH)).toEqual(['           0h        6h        12h       18h       24h  0 is 23:00:00 UTC'])
  expect(axisOf(50)).toEqual(['           0h        6h        12h      18h', '           0 is 23:00:00 UTC'])
  expect(reportText(outage, STYLE)).not.toContain('UTC')
})
