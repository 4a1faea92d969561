import { expect, test } from 'vitest'
import { addressedOf } from '../../src/report/addressed.ts'
import { busiestTable } from '../../src/report/busiest.ts'
import { endsTable } from '../../src/report/ends.ts'
import { DEFAULT_MODEL_CHOICES } from '../../src/rules/model-choices.ts'
import type { ArrivalSpec, FunctionSpec } from '../../src/scenario/scenario.ts'
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

const version = { version: '1', timeoutMs: 3_000, memoryMb: 128, model: modelOf({}), eventInvokeConfig: undefined }
const aliased: Partial<FunctionSpec> = {
  name: 'work',
  eventInvokeConfig: config(queue('latest')),
  deadLetterArn: queue('dead-latest'),
  versions: [{ ...version, deadLetterArn: queue('dead-1') }],
  aliases: [{ name: 'live', functionVersion: '1', other: undefined, eventInvokeConfig: config(queue('live')) }],
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

test('events that have not ended have a row of their own', () => {
  const result = resultOf({ received: 5, succeeded: 2, pending: 3 })
  const rows = endsTable(reportOf(scenarioOf([{}]), [result], { complete: false }), STYLE)
  expect(rows.map((row) => row.trim().split(/\s{2,}/)[2])).toEqual(['succeeded', 'pending'])
})

test('a single function needs no table of functions; six are all shown', () => {
  const table = (count: number) => {
    const specs = Array.from({ length: count }, () => ({}))
    return busiestTable(
      reportOf(
        scenarioOf(specs),
        specs.map(() => resultOf({ received: 1, succeeded: 1 })),
      ).result,
      STYLE,
    )
  }
  expect(table(1)).toEqual([])
  expect(table(6)).toHaveLength(1 + 6)
  expect(table(7)).toHaveLength(1 + 5 + 1)
  expect(table(7).at(-1)).toContain('2 others')
})
