import { describe, expect, test } from 'vitest'
import type { TimeSeries } from '../../src/measure/time-series.ts'
import { answer } from '../../src/report/answer.ts'
import { nextSteps } from '../../src/report/next-steps.ts'
import { DEFAULT_MODEL_CHOICES } from '../../src/rules/model-choices.ts'
import type { FunctionResult } from '../../src/scenario/result.ts'
import type { FunctionSpec } from '../../src/scenario/scenario.ts'
import { HOUR, MINUTE, modelOf, reportOf, resultOf, STYLE, scenarioOf } from './sample.ts'

const RETRIES_EXHAUSTED = 0
const OUTAGE = { fromMs: 2 * HOUR, toMs: 2 * HOUR + 20 * MINUTE }

/** Drops that arrived evenly between two times. */
function between(kind: number, fromMs: number, toMs: number) {
  return (series: TimeSeries) => {
    for (let atMs = fromMs; atMs < toMs; atMs += 1_000) series.arrivals.count(kind, atMs)
  }
}

function exhausted(
  spec: Partial<FunctionSpec>,
  counts: Partial<FunctionResult>,
  fill: (series: TimeSeries) => void,
): string {
  const result = resultOf({
    received: 100_000,
    attempts: 100_000,
    errors: 3_000,
    dropped: { ...resultOf().dropped, RetriesExhausted: 1_000 },
    ...counts,
  })
  return answer(reportOf(scenarioOf([{ name: 'checkout', ...spec }]), [result], {}, fill))
}

describe('drops whose attempts an outage certainly met', () => {
  const model = modelOf({ outages: [OUTAGE] })
  const fill = between(RETRIES_EXHAUSTED, OUTAGE.fromMs, OUTAGE.toMs - 3 * MINUTE)

  test('are explained by it', () => {
    expect(exhausted({ model }, {}, fill)).toMatch(
      /^1\.0 % never succeeded\. All of those arrived between 02:00 and 02:17: their three attempts, 60 s and 120 s apart, all fell into the outage of 02:00 to 02:20\.$/,
    )
  })

  test('are explained with as many attempts as the config allows', () => {
    const config = (MaximumRetryAttempts: number) => ({ model, eventInvokeConfig: { MaximumRetryAttempts } })
    expect(exhausted(config(1), {}, fill)).toContain('both attempts, 60 s apart, fell into the outage')
    expect(exhausted(config(0), {}, fill)).toContain('their only attempt fell into the outage')
  })

  test.each([
    ['throttles, which delay attempts', { throttles: 1 }],
    [
      'attempts so long that the last one may have come after',
      { duration: { ...resultOf().duration, max: 8 * MINUTE } },
    ],
    ['more cold starts than drops', { coldStarts: 1_000 }],
  ])('are not called certain with %s', (_, counts) => {
    const text = exhausted({ model }, counts, fill)
    expect(text).not.toContain('apart')
    expect(text).toContain('during the outage of 02:00 to 02:20. 3.0 % of all attempts failed.')
  })
})

describe('drops that an outage may have met', () => {
  const fill = between(RETRIES_EXHAUSTED, OUTAGE.fromMs, OUTAGE.toMs - 3 * MINUTE)

  test('are placed in it, and not called certain, where it fails only some attempts', () => {
    const text = exhausted({ model: modelOf({ outages: [{ ...OUTAGE, probability: 0.9 }] }) }, {}, fill)
    expect(text).not.toContain('apart')
    expect(text).toContain('during the outage of 02:00 to 02:20. 3.0 % of all attempts failed.')
  })

  test('are placed in it where a dependency had it that they need, and no other', () => {
    const dependencies = [
      {
        name: 'database',
        outages: [{ ...OUTAGE, probability: 1, duration: undefined }],
        states: undefined,
        saturation: undefined,
      },
    ]
    const result = resultOf({
      received: 100_000,
      attempts: 100_000,
      errors: 3_000,
      dropped: { ...resultOf().dropped, RetriesExhausted: 1_000 },
    })
    const textWith = (name: string) => {
      const model = { ...modelOf({}), uses: [{ name, share: 1 }] }
      return answer(reportOf(scenarioOf([{ name: 'checkout', model }], { dependencies }), [result], {}, fill))
    }
    expect(textWith('database')).toContain('during the outage of 02:00 to 02:20.')
    expect(textWith('cache')).not.toContain('outage')
  })
})

test('the share that is told is that of the time that is told', () => {
  const model = modelOf({ outages: [OUTAGE] })
  const text = (elsewhere: number) =>
    exhausted({ model }, { duration: { ...resultOf().duration, max: 900 }, coldStarts: 7 }, (series) => {
      between(RETRIES_EXHAUSTED, OUTAGE.fromMs, OUTAGE.fromMs + 17 * MINUTE)(series)
      between(RETRIES_EXHAUSTED, 5 * HOUR, 5 * HOUR + elsewhere * 1_000)(series)
    })
  // 17 minutes are 1,020 drops, whatever the last ones of them are certain to have met.
  expect(text(0)).toContain('All of those arrived between 02:00 and 02:17: ')
  expect(text(2)).toContain(' 99.8 % of those arrived between 02:00 and 02:17: ')
  expect(text(40)).toContain(' 96 % of those arrived between 02:00 and 02:17: ')
})

test('a period that an outage begins in is laid to the outage, but not to the minute', () => {
  const model = (outage: typeof OUTAGE) => modelOf({ probability: 0.01, outages: [outage] })
  const text = (outage: typeof OUTAGE, runLengthMs: number, lastMs: number) => {
    const result = resultOf({
      received: 100_000,
      attempts: 100_000,
      throttles: 1,
      dropped: { ...resultOf().dropped, RetriesExhausted: 1_000 },
    })
    const scenario = scenarioOf([{ model: model(outage) }], { runLengthMs })
    return answer(
      reportOf(scenario, [result], {}, (series) => {
        between(RETRIES_EXHAUSTED, outage.fromMs, outage.toMs)(series)
        series.arrivals.count(RETRIES_EXHAUSTED, lastMs)
      }),
    )
  }
  const day = 24 * HOUR
  expect(text(OUTAGE, day, 23 * HOUR)).toContain(
    '99.9 % of those arrived between 02:00 and 02:20, during the outage of 02:00 to 02:20.',
  )
  // Periods of 12 minutes: one begins at 02:00, none at 02:20.
  expect(text(OUTAGE, 10 * day, 9 * day)).toContain(
    'arrived between about 0 d 02:00 and 0 d 02:20, during the outage of 0 d 02:00 to 0 d 02:20.',
  )
})

test('drops that lie in a stretch without an outage are placed in time, not explained by one', () => {
  const text = exhausted({}, {}, between(RETRIES_EXHAUSTED, 5 * HOUR, 6 * HOUR))
  expect(text).toMatch(/All of those arrived between 0\d:\d\d and 0\d:\d\d\. 3\.0 % of all attempts failed\.$/)
  expect(text).not.toContain('outage')
})

test('an outage elsewhere in the run explains nothing', () => {
  const text = exhausted({ model: modelOf({ outages: [OUTAGE] }) }, {}, between(RETRIES_EXHAUSTED, 5 * HOUR, 6 * HOUR))
  expect(text).not.toContain('outage')
})

test('drops of the whole run are said to be all over it', () => {
  const text = exhausted({ model: modelOf({ poison: 0.01 }) }, {}, between(RETRIES_EXHAUSTED, 0, 24 * HOUR))
  expect(text).toBe(
    '1.0 % never succeeded. Those arrived all over the run. 3.0 % of all attempts failed. ' +
      'The model makes 1.0 % of events fail at every attempt.',
  )
})

const aged = { received: 1_000, dropped: { ...resultOf().dropped, EventAgeExceeded: 1_000 } }

test.each([
  [{ throttles: 9 }, 'They were throttled (5 reserved) until the next wait would have passed the age limit of 90 s.'],
  [
    { errors: 9 },
    'After an error the next attempt would have come past the age limit of 90 s, so they were dropped at once.',
  ],
  [
    { errors: 9, throttles: 9 },
    'After errors and waits for concurrency (5 reserved) the next attempt would have come past the age limit of 90 s.',
  ],
])('too old an event is laid to what was counted: %o', (counts, sentence) => {
  const spec = { reservedConcurrency: 5, eventInvokeConfig: { MaximumEventAgeInSeconds: 90 } }
  const text = answer(reportOf(scenarioOf([spec]), [resultOf({ ...aged, ...counts })]))
  expect(text).toBe(`Nothing succeeded: all events were dropped. ${sentence}`)
})

test('most drops are laid to throttles where there were more drops than errors', () => {
  const told = (errors: number) =>
    answer(reportOf(scenarioOf([{}]), [resultOf({ ...aged, throttles: 48_639, errors })]))
  expect(told(1)).toContain('Nearly all were throttled (1,000 in the account) until the next wait would have passed')
  expect(told(400)).toContain('Most were throttled (1,000 in the account) until')
  expect(told(500)).toContain('After errors and waits for concurrency (1,000 in the account) the next attempt')
})

test('the limit that is named is one that throttled', () => {
  const told = (throttlesOfK: number, reserved?: number) => {
    const functions = [
      { name: 'g', reservedConcurrency: 1 },
      { name: 'k', ...(reserved === undefined ? {} : { reservedConcurrency: reserved }) },
    ]
    const counts = { ...aged, errors: 700 }
    const results = [resultOf({ ...counts, throttles: 900 }), resultOf({ ...counts, throttles: throttlesOfK })]
    return answer(reportOf(scenarioOf(functions), results))
  }
  expect(told(0)).toContain('waits for concurrency (1 reserved) the next attempt')
  expect(told(5, 1)).toContain('waits for concurrency (1 reserved) the next attempt')
  expect(told(5)).toContain('waits for concurrency the next attempt')
  expect(told(5, 2)).toContain('waits for concurrency the next attempt')
})

test('a share of attempts of several functions says of which', () => {
  const dropped = { ...resultOf().dropped, RetriesExhausted: 1 }
  const result = resultOf({ received: 9, attempts: 10, errors: 5, dropped })
  expect(answer(reportOf(scenarioOf([{}, {}, {}]), [result, result, resultOf()]))).toContain(
    '50.0 % of the attempts of the functions that dropped events failed.',
  )
})

test('a rare poison is told as it was set', () => {
  expect(exhausted({ model: modelOf({ poison: 0.000_5 }) }, {}, () => {})).toContain('The model makes 0.05 % of events')
})

test('more slots are not proposed where a dependency suffers from them', () => {
  const spec = (name: string) => ({
    reservedConcurrency: 100,
    model: { ...modelOf({}), uses: [{ name, share: 1 }] },
  })
  const saturation = { from: 20, full: 60, errors: 1, slowdown: 1 }
  const dependencies = [{ name: 'database', outages: [], states: undefined, saturation }]
  const result = resultOf({ ...aged, attempts: 9, errors: 5, throttles: 9, concurrency: { mean: 9, max: 100 } })
  const next = (name: string) =>
    nextSteps(reportOf(scenarioOf([spec(name)], { dependencies }), [result]), STYLE).join('\n')
  expect(next('cache')).toContain('reservedConcurrency=200')
  expect(next('database')).not.toContain('reservedConcurrency')
})

test('what was lost is looked at before what was kept', () => {
  const dropped = { ...resultOf().dropped, RetriesExhausted: 10 }
  const next = (discarded: number) =>
    nextSteps(reportOf(scenarioOf([{}]), [resultOf({ received: 100, dropped, discarded })]), STYLE).join('\n')
  expect(next(0)).toContain('--why RetriesExhausted')
  expect(next(3)).toContain('--why discarded')
  expect(next(10)).toContain('--why RetriesExhausted')
})

describe('a function whose attempts all run into the timeout', () => {
  const timedOut = {
    attempts: 900,
    errors: 900,
    duration: { ...resultOf().duration, mean: 3_000 - 1e-10, max: 3_000 },
  }
  const spec = { name: 'slow', timeoutMs: 3_000, eventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }
  const told = (counts: Partial<FunctionResult>) => {
    const report = reportOf(scenarioOf([spec]), [resultOf({ received: 1_000, ...timedOut, ...counts })])
    return { text: answer(report), next: nextSteps(report, STYLE).join('\n') }
  }

  test.each([
    [{ dropped: aged.dropped }, '; the next one would have come past the age limit of 60 s.'],
    [
      { dropped: aged.dropped, throttles: 5 },
      '; after waits for concurrency (1,000 in the account) the next one would have come past the age limit of 60 s.',
    ],
    [{ dropped: { ...resultOf().dropped, RetriesExhausted: 1_000 } }, '.'],
  ])('has the timeout as its cause, and as what to change: %o', (counts, end) => {
    const { text, next } = told(counts)
    expect(text).toContain(`Every attempt ran to the timeout of 3 s and failed${end}`)
    expect(next).toContain('--set functions.slow.timeout=6s  with more time')
    expect(next).not.toContain('MaximumEventAge')
  })

  test('is not said to do so when one attempt did not', () => {
    const { text } = told({ dropped: aged.dropped, duration: { ...timedOut.duration, mean: 2_999 } })
    expect(text).toContain('Every attempt failed. After an error the next attempt would have come past')
  })
})

test.each([
  [{ attempts: 9, errors: 9 }, ''],
  [{ attempts: 9, errors: 5 }, 'MaximumEventAgeInSeconds=21600'],
  [{ attempts: 9, errors: 5, throttles: 2 }, 'MaximumEventAgeInSeconds=21600'],
])('a longer age is proposed only where it could help: %o', (counts, proposal) => {
  const spec = { eventInvokeConfig: { MaximumEventAgeInSeconds: 90 } }
  const next = nextSteps(reportOf(scenarioOf([spec]), [resultOf({ ...aged, ...counts })]), STYLE).join('\n')
  if (proposal === '') expect(next).not.toContain('--set')
  else expect(next).toContain(proposal)
})

test('a single drop is one', () => {
  const result = resultOf({ received: 2, dropped: { ...resultOf().dropped, RetriesExhausted: 1 }, discarded: 1 })
  expect(answer(reportOf(scenarioOf([{}]), [result]))).toContain(
    '1 drop left no trace: no destination and no dead-letter queue took it.',
  )
})

test('in a queue an event that waited too long found no free slot', () => {
  const scenario = scenarioOf([{}], { options: { ...DEFAULT_MODEL_CHOICES, queueing: 'fifo' } })
  expect(answer(reportOf(scenario, [resultOf(aged)]))).toContain(
    'They waited for free concurrency (1,000 in the account) until',
  )
})

test('every condition with a tenth of the drops is spoken of, the largest first, and discards are named', () => {
  const dropped = { RetriesExhausted: 0, EventAgeExceeded: 15, ZeroReservedConcurrency: 84, RecursiveInvocation: 1 }
  const result = resultOf({ received: 1_000, succeeded: 900, dropped, errors: 1, discarded: 84, deliveryFailures: 2 })
  const text = answer(reportOf(scenarioOf([{ name: 'off' }]), [result]))
  expect(text.indexOf('off has a reserved concurrency of 0')).toBeLessThan(text.indexOf('After an error'))
  expect(text).not.toContain('Loop detection')
  expect(text).toContain('2 deliveries failed. 84 drops left no trace')
})

test.each([
  [{}, 'No event arrived, so nothing happened.'],
  [{ received: 2, succeeded: 2, attempts: 2 }, 'Every event succeeded at its first attempt.'],
  [
    { received: 2, succeeded: 2, attempts: 3, throttles: 4 },
    'Every event succeeded, after 1 retry and 4 throttles on the way.',
  ],
])('a run without drops says so: %o', (counts, text) => {
  expect(answer(reportOf(scenarioOf([{}]), [resultOf(counts)]))).toBe(text)
})

test('an interrupted run says what had not ended', () => {
  const result = resultOf({ received: 4, succeeded: 1, pending: 3 })
  const report = reportOf(scenarioOf([{}]), [result], { complete: false, endedAt: 3 * HOUR + 5 })
  expect(answer(report)).toBe(
    '25.0 % had succeeded, 0.0 % had been dropped, 75.0 % had not ended when the run was stopped at 03:00.',
  )
})
