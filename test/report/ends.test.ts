import { expect, test } from 'vitest'
import { addressedOf } from '../../src/report/addressed.ts'
import { endsTable } from '../../src/report/ends.ts'
import { DEFAULT_MODEL_CHOICES } from '../../src/rules/model-choices.ts'
import type { ArrivalSpec } from '../../src/scenario/arrival-spec.ts'
import type { FunctionSpec } from '../../src/scenario/scenario.ts'
import { modelOf, NO_DROPS, reportOf, resultOf, STYLE, scenarioOf } from './sample.ts'

const queue = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`
const config = (OnFailure: string) => ({ DestinationConfig: { OnFailure: { Destination: OnFailure } } })
const at = (qualifier: string): ArrivalSpec => ({
  kind: 'at',
  timesMs: [0],
  position: 0,
  qualifier,
  fromMs: 0,
  untilMs: 1,
})

const plain = { eventInvokeConfig: undefined, provisionedConcurrency: undefined }
const version = { ...plain, version: '1', timeoutMs: 3_000, memoryMb: 128, model: modelOf({}) }
const aliased: Partial<FunctionSpec> = {
  name: 'work',
  eventInvokeConfig: config(queue('latest')),
  deadLetterArn: queue('dead-latest'),
  versions: [{ ...version, deadLetterArn: queue('dead-1') }],
  aliases: [
    { ...plain, name: 'live', functionVersion: '1', other: undefined, eventInvokeConfig: config(queue('live')) },
  ],
  arrivals: [at('live')],
}

test('targets are those of the qualifiers that events are sent to', () => {
  const result = resultOf({
    received: 10,
    succeeded: 5,
    dropped: { ...NO_DROPS, RetriesExhausted: 5 },
    deliveries: { onSuccess: 0, onFailure: 5, deadLetter: 5 },
  })
  const drops = (scenario: ReturnType<typeof scenarioOf>) => endsTable(reportOf(scenario, [result]), STYLE)[1]
  expect(drops(scenarioOf([aliased]))).toMatch(/→ sqs live, dlq dead-1$/)
  expect(drops(scenarioOf([{ ...aliased, arrivals: [] }]))).toMatch(/→ sqs latest, dlq dead-latest$/)
  const followsLatest = { options: { ...DEFAULT_MODEL_CHOICES, versionDeadLetter: 'followsLatest' as const } }
  expect(drops(scenarioOf([aliased], followsLatest))).toMatch(/→ sqs live, dlq dead-latest$/)
})

test('a qualifier that only another function sends to counts as well', () => {
  const sender = config('arn:aws:lambda:us-east-1:123456789012:function:work:1')
  const scenario = scenarioOf([aliased, { name: 'sender', eventInvokeConfig: sender }])
  expect(
    addressedOf(scenario)
      .get('work')!
      .map(({ qualifier }) => qualifier),
  ).toEqual(['live', '1'])
})

test('a target is not named when nothing was delivered to it', () => {
  const result = resultOf({
    received: 5,
    dropped: { ...NO_DROPS, RetriesExhausted: 5 },
    discarded: 5,
    deliveryFailures: 10,
  })
  const [, drops, discarded] = endsTable(reportOf(scenarioOf([aliased]), [result]), STYLE)
  expect(drops).toMatch(/nothing took them$/)
  expect(discarded).toMatch(/lost silently$/)
})

const lambda = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`
const after = (name: string, target: string): Partial<FunctionSpec> => ({
  name,
  eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: target } } },
})

test('a target that took only a part of a row says how many', () => {
  const functions = [after('a', lambda('b')), { name: 'b' }, after('c', queue('done'))]
  const results = [8_723, 8_034, 100].map((succeeded, place) =>
    resultOf({
      received: succeeded,
      succeeded,
      deliveries: { onSuccess: [8_723, 0, 90][place]!, onFailure: 0, deadLetter: 0 },
    }),
  )
  const total = resultOf({ received: 16_857, succeeded: 16_857 })
  const [row] = endsTable(reportOf(scenarioOf(functions), results, { total }), STYLE)
  expect(row).toMatch(/→ lambda b \(8,723\), sqs done \(90\)$/)
})

test('where deliveries were lost, a target says how many it took, or between how many where nothing tells', () => {
  const scenario = scenarioOf([{ eventInvokeConfig: config(queue('failed')) }])
  const rows = (RetriesExhausted: number, EventAgeExceeded: number, onFailure: number) => {
    const dropped = { ...NO_DROPS, RetriesExhausted, EventAgeExceeded }
    const deliveries = { onSuccess: 0, onFailure, deadLetter: 0 }
    const result = resultOf({ received: RetriesExhausted + EventAgeExceeded, dropped, deliveries })
    return endsTable(reportOf(scenario, [result]), STYLE)
      .filter((row) => row.includes('→'))
      .map((row) => row.slice(row.indexOf('→')))
  }
  expect(rows(10, 0, 10)).toEqual(['→ sqs failed'])
  expect(rows(10, 0, 7)).toEqual(['→ sqs failed (7)'])
  expect(rows(10, 2, 12)).toEqual(['→ sqs failed', '→ sqs failed'])
  expect(rows(10, 2, 7)).toEqual(['→ sqs failed (at least 5)', '→ sqs failed (up to 2)'])
})

test('of two qualifiers with targets of their own nothing tells how many each sent', () => {
  const own = { ...plain, name: 'live', functionVersion: '1', other: undefined, eventInvokeConfig: config(queue('a')) }
  const latest = config(queue('b'))
  const spec = {
    ...aliased,
    eventInvokeConfig: latest,
    aliases: [own],
    deadLetterArn: undefined,
    arrivals: [at('live'), at('$LATEST')],
  }
  const result = resultOf({
    received: 5,
    dropped: { ...NO_DROPS, RetriesExhausted: 5 },
    deliveries: { onSuccess: 0, onFailure: 5, deadLetter: 0 },
  })
  expect(endsTable(reportOf(scenarioOf([spec]), [result]), STYLE)[1]).toMatch(/→ sqs a \(up to 5\), sqs b \(up to 5\)$/)
})

test('a single drop that nothing took is one', () => {
  const result = resultOf({ received: 5, succeeded: 4, dropped: { ...NO_DROPS, RetriesExhausted: 1 }, discarded: 1 })
  expect(endsTable(reportOf(scenarioOf([{}]), [result]), STYLE)[1]).toMatch(/nothing took it$/)
})

test('events that have not ended have a row of their own', () => {
  const result = resultOf({ received: 5, succeeded: 2, pending: 3 })
  const rows = endsTable(reportOf(scenarioOf([{}]), [result], { complete: false }), STYLE)
  expect(rows.map((row) => row.trim().split(/\s{2,}/)[2])).toEqual(['succeeded', 'pending'])
})
