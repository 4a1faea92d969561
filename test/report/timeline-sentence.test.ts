import { expect, test } from 'vitest'
import { outcomeText, throttleText } from '../../src/report/timeline-sentence.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { Model } from '../models/modelled.ts'

/** What is said of an attempt that failed at 10 s, under a model that has outages from 5 s to 20 s. */
async function said(model: Model): Promise<string> {
  const outages = [{ from: '5s', to: '20s' }]
  const dependencies = { database: { outages }, flaky: { outages: [{ ...outages[0]!, probability: 0.9 }] } }
  const { scenario } = await takeScenario({ dependencies, functions: { f: { model } } })
  const attempt = { atMs: 10_000, attempt: 1, outcome: 'error', durationMs: 100, version: '$LATEST' }
  return outcomeText({ ...attempt, name: 'attempt' } as never, 'f', scenario)
}

test.each<[string, Model, string]>([
  ['its own outage', { errors: { outages: [{ from: '5s', to: '20s' }] } }, ' (outage until 00:00:20)'],
  ['that of a dependency', { uses: ['database'] }, ' (outage of database until 00:00:20)'],
  ['no outage that some attempts outlive', { errors: { outages: [{ from: '5s', to: '20s', probability: 0.9 }] } }, ''],
  ['no outage of a dependency that some attempts outlive', { uses: ['flaky'] }, ''],
  ['no outage of a dependency that some attempts do not need', { uses: [{ name: 'database', share: 0.5 }] }, ''],
])('an attempt that failed is laid to %s', async (_, model, blame) => {
  expect(await said(model)).toBe(`function error after 100 ms${blame}`)
})

test.each<[string, object, string]>([
  [
    'what real code threw',
    { error: { text: 'TypeError: no id', place: 'charge.ts:12' } },
    'function error after 100 ms: TypeError: no id',
  ],
  [
    'what a test injected',
    { injected: 'onAttempt(1).crash()' },
    'function error after 100 ms (injected: onAttempt(1).crash())',
  ],
  [
    'a timeout that a test injected',
    { outcome: 'timeout', injected: 'onAttempt(1).timeOut()' },
    'function error: timed out after 100 ms (injected: onAttempt(1).timeOut())',
  ],
])('an attempt tells %s', async (_, more, expected) => {
  const { scenario } = await takeScenario({ functions: { f: { model: {} } } })
  const attempt = { atMs: 0, attempt: 1, outcome: 'error', durationMs: 100, version: '$LATEST' }
  expect(outcomeText({ ...attempt, ...more } as never, 'f', scenario)).toBe(expected)
})

test('a throttle that a test injected is laid to no limit', () => {
  const throttle = { reason: 'ConcurrentInvocationLimitExceeded', running: 0, limit: 1_000, injected: 'throttled' }
  expect(throttleText(throttle as never, undefined)).toBe('throttled: injected')
})
