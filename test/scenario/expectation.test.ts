import { describe, expect, test } from 'vitest'
import { evaluateExpectations, parseExpectation } from '../../src/scenario/expectation.ts'
import type { FunctionResult } from '../../src/scenario/result.ts'

const spread = { mean: 1, p50: 2, p90: 3, p99: 240_000, max: 300_000 }
const checkout: FunctionResult = {
  received: 100,
  succeeded: 90,
  dropped: { RetriesExhausted: 7, EventAgeExceeded: 3, ZeroReservedConcurrency: 0, RecursiveInvocation: 0 },
  discarded: 1,
  pending: 0,
  attempts: 130,
  errors: 40,
  throttles: 5,
  systemErrors: 0,
  deliveries: { onSuccess: 0, onFailure: 10, deadLetter: 0 },
  deliveryFailures: 0,
  eventAge: spread,
  completion: spread,
  duration: spread,
  concurrency: { mean: 0.5, max: 4 },
  environments: { mean: 1.5, max: 4 },
  backlog: { max: 9, atMs: 60_000 },
  coldStarts: 4,
  cost: { requests: 130, gbSeconds: 1.5, usd: 0.25 },
}
const run = {
  total: { ...checkout, received: 1_000 },
  functions: { checkout, 'check-out': { ...checkout, received: 8 }, 'check-out.v2': { ...checkout, received: 7 } },
}
const names = Object.keys(run.functions)
const evaluate = (text: string, runLengthMs?: number) =>
  evaluateExpectations([parseExpectation(text, names, runLengthMs)], run)[0]

describe('an expectation', () => {
  test.each([
    ['checkout.dropped == 10', true, 10],
    ['checkout.dropped == 0', false, 10],
    ['checkout.dropped.EventAgeExceeded != 3', false, 3],
    ['checkout.eventAge.p99 < 5m', true, 240_000],
    ['checkout.eventAge.p99<=4m', true, 240_000],
    ['checkout.eventAge.p99 < PT4M', false, 240_000],
    ['checkout.backlog.atMs == 1m', true, 60_000],
    ['checkout.duration.mean > 0', true, 1],
    ['checkout.concurrency.mean >= 0.5', true, 0.5],
    ['checkout.cost.usd > 1e-2', true, 0.25],
    ['checkout.received < 1_000', true, 100],
    ['checkout.deliveries.onFailure == 10', true, 10],
    ['total.received == 1000', true, 1_000],
    ['check-out.v2.received == 7', true, 7],
    ['check-out.received == 8', true, 8],
    ['"check-out.v2".received == 7', true, 7],
    ['checkout.received == 100 and checkout.throttles > 5', false, 5],
    ['checkout.received == 100 and checkout.throttles >= 5', true, 100],
  ])('%s is held against the result', (text, met, actual) => {
    expect(evaluate(text)).toEqual({ expectation: text, met, actual })
  })

  test('counts events of a rate over the run length', () => {
    expect(evaluate('checkout.received <= 2/s', 50_000)).toMatchObject({ met: true })
    expect(evaluate('checkout.received < 2/s', 50_000)).toMatchObject({ met: false })
  })

  test.each([
    ['checkout', 'expected NAME.metric, one of == != < <= > >=, and a bound, got "checkout"'],
    ['checkout.dropped =', 'expected NAME.metric, one of == != < <= > >=, and a bound, got "checkout.dropped ="'],
    ['checkout == 1', 'expected a metric after "checkout.", such as checkout.dropped'],
    ['chekout.dropped == 0', 'unknown function "chekout"; did you mean "checkout"?'],
    ['"nobody".dropped == 0', 'unknown function "nobody"; known here: total, checkout, check-out, check-out.v2'],
    ['checkout.droped == 0', 'unknown metric "droped"; did you mean "dropped"?'],
    [
      'checkout.eventAge < 5m',
      'unknown metric "eventAge"; one of eventAge.mean, eventAge.p50, eventAge.p90, eventAge.p99, eventAge.max',
    ],
    [
      'checkout.eventAge.p99 < 5',
      'eventAge.p99 is a time: expected a duration with its unit, such as 5s or 5ms, got the bare number 5',
    ],
    ['checkout.throttles < 5m', 'throttles is a count: expected a number, got "5m"'],
    ['checkout.throttles < 5/m', 'throttles is a count: expected a number, got the rate 5/m'],
    ['checkout.cost.usd < 5m', 'cost.usd is an amount: expected a number, got "5m"'],
    ['checkout.dropped == 0 and', 'expected NAME.metric, one of == != < <= > >=, and a bound, got ""'],
  ])('%s is refused with the reason', (text, message) => {
    expect(() => parseExpectation(text, names)).toThrow(new RangeError(message))
  })

  test('with an unknown metric lists the ones there are', () => {
    expect(() => parseExpectation('checkout.latency < 5m', names)).toThrow(
      /^unknown metric "latency"; known are received, .* provisioned\.utilization$/,
    )
  })
})

describe('an expectation of a target', () => {
  const arn = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`
  const queue = {
    received: 12,
    failed: 1,
    consumed: 5,
    redriven: 4,
    expired: 1,
    depth: { max: 7, atMs: 60_000, end: 2 },
    age: { mean: 1_000, max: 90_000 },
  }
  const destinations = { [arn('dead')]: queue, [arn('checkout')]: { ...queue, received: 3 }, [arn('v1.b')]: queue }
  const targets = [
    { arn: arn('dead'), label: 'dead', hasQueue: true },
    { arn: arn('checkout'), label: 'checkout', hasQueue: true },
    { arn: arn('v1.b'), label: undefined, hasQueue: false },
  ]
  const parse = (text: string) => parseExpectation(text, names, undefined, targets)
  const measure = (text: string) => evaluateExpectations([parse(text)], { ...run, destinations })[0]

  test.each([
    ['dead.received == 12', true, 12],
    ['dead.depth.max < 7', false, 7],
    ['dead.depth.atMs <= 1m', true, 60_000],
    ['dead.age.max < 2m and dead.expired == 0', false, 1],
    [`${arn('dead')}.redriven == 4`, true, 4],
    [`"${arn('v1.b')}".failed == 1`, true, 1],
    [`${arn('v1.b')}.received > 11`, true, 12],
  ])('is read by label or ARN: %s', (text, met, actual) => {
    expect(measure(text)).toEqual({ expectation: text, met, actual })
  })

  test('gives way to a function of the same name, and is found by its ARN then', () => {
    expect(measure('checkout.received == 100')).toMatchObject({ met: true })
    expect(measure(`${arn('checkout')}.received == 3`)).toMatchObject({ met: true })
  })

  test.each([
    ['dead == 1', 'expected a metric after "dead.", such as dead.received'],
    ['daed.received == 1', 'unknown function or target "daed"; did you mean "dead"?'],
    ['dead.depth == 1', 'unknown metric "depth"; one of depth.max, depth.atMs, depth.end'],
    ['dead.dropped == 1', 'unknown metric "dropped"; known are received, failed'],
    [`${arn('v1.b')}.consumed == 1`, 'unknown metric "consumed"; known are received, failed'],
    ['dead.age.max < 5', 'age.max is a time'],
  ])('says what it cannot be: %s', (text, message) => {
    expect(() => parse(text)).toThrow(message)
  })
})
