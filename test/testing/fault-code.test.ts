import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changes } from '../../src/testing/arbitraries/changes.ts'
import { eventInvokeConfigs } from '../../src/testing/arbitraries/event-invoke-configs.ts'
import { faultPlans } from '../../src/testing/arbitraries/fault-plans.ts'
import {
  afterAttempt,
  destinationDown,
  duplicate,
  FAULT_KINDS,
  type Fault,
  onAttempt,
  SURROUNDING_KINDS,
  throttled,
} from '../../src/testing/faults/fault.ts'
import { builderNames, faultPlanCode } from '../../src/testing/faults/fault-code.ts'
import { describePlan } from '../../src/testing/faults/fault-sentence.ts'
import { queue } from '../../src/testing/harness/target-arn.ts'

const builders = { afterAttempt, destinationDown, onAttempt, duplicate, throttled }

/** Runs code with just those builders in scope that it is said to need. */
function evaluated(code: string, names: readonly string[]): unknown {
  const run = new Function(...names, `'use strict'; return ${code}`)
  return run(...names.map((name) => builders[name as keyof typeof builders]))
}

const durationMs = fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e12, noNaN: true }))
const attempt = fc.integer({ min: 1, max: 1_000 })
/** Any fault at all, sensible or not. */
const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record(
    {
      kind: fc.constantFrom('error', 'errorAfterEffect', 'timeout', 'crash', 'crashAfterEffect', 'systemError'),
      attempt,
      message: fc.string({ unit: 'binary' }),
    },
    { requiredKeys: ['kind', 'attempt'] },
  ),
  fc.record({ kind: fc.constant('slow'), attempt, durationMs }),
  fc.record({ kind: fc.constant('duplicate'), afterMs: durationMs }),
  fc.record({ kind: fc.constant('throttle'), fromMs: durationMs, forMs: durationMs }),
  fc.record({ kind: fc.constant('down'), target: fc.string(), fromMs: durationMs, forMs: durationMs }),
)
const alias = { name: "it's", versions: ['1', '2'] }
/** Plans with faults of every kind. */
const drawn = faultPlans({
  kinds: [...FAULT_KINDS, ...SURROUNDING_KINDS],
  targets: [queue('dead'), queue('live')],
  changes: changes({ configs: eventInvokeConfigs(), alias }),
})

describe('the code of a fault plan', () => {
  it('is the same plan when it is run', () => {
    const plans = fc.oneof(fc.array(anyFault), drawn)
    fc.assert(
      fc.property(plans, (plan) => {
        expect(evaluated(faultPlanCode(plan), builderNames(plan))).toEqual(plan)
      }),
      { numRuns: 1_000, seed: 1 },
    )
  })

  it('is what a person would write', () => {
    const plan = [
      onAttempt(2).timeOutAfterSideEffect(),
      duplicate(),
      throttled({ for: '5m' }),
      onAttempt(1).take(1_500),
      afterAttempt(1).moveAlias('live', { version: 2 }),
      afterAttempt(1).deleteEventInvokeConfig(),
    ]
    expect(faultPlanCode(plan)).toBe(
      "[onAttempt(2).timeOutAfterSideEffect(), duplicate(), throttled({ for: '5m' }), onAttempt(1).take('1s500ms'), afterAttempt(1).moveAlias('live', { version: '2' }), afterAttempt(1).deleteEventInvokeConfig()]",
    )
    expect(faultPlanCode([onAttempt(1).fail("it's full")])).toBe("[onAttempt(1).fail('it\\'s full')]")
  })

  it('names the builders that it needs, and nothing that only stands in a message', () => {
    expect(
      builderNames([throttled({ for: '5m' }), onAttempt(1).fail('duplicate() of throttled()'), onAttempt(2).crash()]),
    ).toEqual(['onAttempt', 'throttled'])
    expect(builderNames([])).toEqual([])
  })
})

describe('the words of a fault plan', () => {
  it.each([
    [[], 'nothing goes wrong'],
    [[duplicate()], 'one duplicate of the first delivery'],
    [[onAttempt(1).timeOutAfterSideEffect()], 'attempt 1 times out after its side effect'],
    [
      [onAttempt(1).fail(), duplicate({ after: '1m' }), throttled({ from: '30s', for: '5m' })],
      'attempt 1 fails, one duplicate of the first delivery 1m later, and throttles for 5m from 30s after its acceptance on',
    ],
    [
      [
        destinationDown(queue('dead'), { for: '5m' }),
        afterAttempt(1).putEventInvokeConfig({ MaximumRetryAttempts: 0 }),
      ],
      'sqs dead is down for 5m, and after attempt 1 the event-invoke config becomes { MaximumRetryAttempts: 0 }',
    ],
    [
      [afterAttempt(2).moveAlias('live', { version: 2, weights: { 3: 0.5 } })],
      'after attempt 2 live leads to version 2 and in a share of 0.5 to 3',
    ],
    [[onAttempt(1).crashAfter('201ms')], 'attempt 1 crashes after 201ms'],
    [
      [onAttempt(3).systemError(), onAttempt(4).take('2s')],
      'a system error of Lambda at attempt 3, and attempt 4 takes 2s',
    ],
  ])('say %j as %s', (plan, words) => {
    expect(describePlan(plan)).toBe(words)
  })

  it('are others for other plans', () => {
    const seen = new Map<string, string>()
    fc.assert(
      fc.property(drawn, (plan) => {
        const code = faultPlanCode(plan)
        const words = describePlan(plan)
        expect(seen.get(words) ?? code).toBe(code)
        seen.set(words, code)
      }),
      { seed: 1 },
    )
  })
})
