import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventInvokeConfigViolations, givesSetting } from '../../src/rules/event-invoke-config.ts'
import { arrivalStreams } from '../../src/testing/arbitraries/arrival-streams.ts'
import { eventInvokeConfigs } from '../../src/testing/arbitraries/event-invoke-configs.ts'
import { drawsOf, planOf } from '../../src/testing/arbitraries/fault-draw.ts'
import { type FaultPlanOptions, faultPlans } from '../../src/testing/arbitraries/fault-plans.ts'
import { outcomeSequences } from '../../src/testing/arbitraries/outcome-sequences.ts'
import {
  duplicate,
  FAULT_KINDS,
  type Fault,
  type FaultKind,
  type FaultPlan,
  onAttempt,
  SURROUNDING_KINDS,
  throttled,
} from '../../src/testing/faults/fault.ts'

const SAMPLES = 4_000

function sampled<T>(arbitrary: fc.Arbitrary<T>, seed = 1): T[] {
  return fc.sample(arbitrary, { numRuns: SAMPLES, seed })
}

/** Share of samples for which a predicate holds. */
function share<T>(samples: readonly T[], isSo: (sample: T) => boolean): number {
  return samples.filter(isSo).length / samples.length
}

/** The smallest value for which a property fails. */
function smallest<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => boolean, seed = 1): T {
  const { counterexample } = fc.check(fc.property(arbitrary, holds), { seed, numRuns: 10_000 })
  if (counterexample === null) throw new Error('the property always holds')
  return counterexample[0]
}

const has = (kind: FaultKind) => (plan: FaultPlan) => plan.some((fault) => fault.kind === kind)
const attemptsOf = (plan: FaultPlan) => plan.flatMap((fault) => ('attempt' in fault ? [fault.attempt] : []))

describe('fault plans', () => {
  const plans = sampled(faultPlans())

  it.each(FAULT_KINDS)('have every kind of fault often enough: %s', (kind) => {
    expect(share(plans, has(kind))).toBeGreaterThan(0.05)
  })

  it('are mostly short, and seldom empty', () => {
    expect(share(plans, ({ length }) => length === 0)).toBeLessThan(0.1)
    expect(share(plans, ({ length }) => length === 0)).toBeGreaterThan(0.01)
    expect(share(plans, ({ length }) => length === 1)).toBeGreaterThan(0.55)
    expect(share(plans, ({ length }) => length >= 3)).toBeGreaterThan(0.1)
  })

  it('have duplicates at once, beside the first attempt, and at its retry', () => {
    const copies = plans.flatMap((plan) => plan.filter((fault) => fault.kind === 'duplicate'))
    const when = (isSo: (afterMs: number) => boolean) => share(copies, ({ afterMs }) => isSo(afterMs))
    expect(when((afterMs) => afterMs === 0)).toBeGreaterThan(0.2)
    expect(when((afterMs) => afterMs > 0 && afterMs <= 3_000)).toBeGreaterThan(0.2)
    expect(when((afterMs) => afterMs === 60_000)).toBeGreaterThan(0.02)
    expect(when((afterMs) => afterMs > 63_000)).toBeGreaterThan(0.1)
  })

  it('have crashes in the midst of every order of magnitude', () => {
    const cuts = plans.flatMap((plan) => plan.filter((fault) => fault.kind === 'cut'))
    for (const [least, most] of [
      [1, 10],
      [10, 100],
      [100, 1_000],
      [1_000, 3_000],
    ] as const)
      expect(share(cuts, ({ afterMs }) => afterMs >= least && afterMs < most)).toBeGreaterThan(0.1)
    expect(cuts.filter(({ afterMs }) => afterMs < 1 || afterMs > 2_999)).toEqual([])
  })

  it('have at most one fault an attempt, without a gap, one span of throttles and two duplicates', () => {
    for (const plan of plans) {
      expect(attemptsOf(plan)).toEqual(attemptsOf(plan).map((_, index) => index + 1))
      expect(plan.filter(({ kind }) => kind === 'throttle').length).toBeLessThanOrEqual(1)
      expect(plan.filter(({ kind }) => kind === 'duplicate').length).toBeLessThanOrEqual(2)
    }
  })

  it('leave nothing for attempts that are not made', () => {
    const failures = (plan: FaultPlan) => plan.filter((fault) => 'attempt' in fault && fault.kind !== 'systemError')
    for (const attempts of [1, 2, 3]) {
      if (attempts === 1)
        for (const fault of sampled(faultPlans({ attempts })).flat())
          if (fault.kind === 'throttle') expect(fault.fromMs).toBe(0)
      for (const plan of sampled(faultPlans({ attempts }))) {
        expect(failures(plan).length).toBeLessThanOrEqual(attempts)
        const last = Math.max(...attemptsOf(plan))
        for (const fault of plan)
          if (fault.kind === 'slow' && fault.durationMs <= 3_000) expect(fault.attempt).toBe(last)
      }
    }
  })

  it('count no system error as an attempt of the event', () => {
    const isFull = (plan: FaultPlan) => attemptsOf(plan).length > 3 && has('systemError')(plan)
    expect(plans.some(isFull)).toBe(true)
  })

  it('have no fault of a kind that is not wanted', () => {
    for (const kind of FAULT_KINDS) {
      const found = new Set(sampled(faultPlans({ kinds: [kind] })).flatMap((plan) => plan.map((fault) => fault.kind)))
      expect([...found]).toEqual([kind])
    }
  })

  it('change settings and take targets down only where that is asked for, after attempts that are made', () => {
    const surroundings = faultPlans({ kinds: ['error', ...SURROUNDING_KINDS], targets: ['a', 'b'] })
    const plans = sampled(surroundings)
    for (const kind of SURROUNDING_KINDS) expect(share(plans, has(kind))).toBeGreaterThan(0.2)
    for (const plan of plans) {
      const made = Math.max(1, ...attemptsOf(plan))
      const changes = plan.filter((fault) => fault.kind === 'change')
      for (const { afterAttempt } of changes) expect(afterAttempt).toBeLessThanOrEqual(made)
      expect(changes.length).toBeLessThanOrEqual(2)
      expect(planOf(drawsOf(plan), { attempts: 3, timeoutMs: 3_000 })).toEqual(plan)
    }
    const targets = plans.flat().flatMap((fault) => (fault.kind === 'down' ? [fault.target] : []))
    expect(new Set(targets)).toEqual(new Set(['a', 'b']))
    const kindsOf = plans.flat().flatMap((fault) => (fault.kind === 'change' ? [fault.change.kind] : []))
    expect(new Set(kindsOf).size).toBe(3)
  })

  it('take the timeout and the longest throttle as given', () => {
    const plans = sampled(faultPlans({ timeout: '10s', longestThrottle: '2h' })).flat()
    const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b))
    expect(most(plans.flatMap((fault) => (fault.kind === 'slow' ? [fault.durationMs] : [])))).toBe(10_001)
    const lengths = plans.flatMap((fault) => (fault.kind === 'throttle' && fault.fromMs === 0 ? [fault.forMs] : []))
    expect(most(lengths)).toBeGreaterThan(3_600_000)
    expect(most(lengths)).toBeLessThanOrEqual(7_200_000)
  })

  it.each<[string, (plan: FaultPlan) => boolean, FaultPlan]>([
    ['nothing at all', () => false, []],
    ['any fault', (plan) => plan.length === 0, [onAttempt(1).fail()]],
    ['a late timeout', (plan) => !has('timeoutAfterEffect')(plan), [onAttempt(1).timeOutAfterSideEffect()]],
    ['a crash in the midst', (plan) => !has('cut')(plan), [onAttempt(1).crashAfter(1)]],
    ['a duplicate', (plan) => !has('duplicate')(plan), [duplicate()]],
    ['a throttle', (plan) => !has('throttle')(plan), [throttled({ for: 1 })]],
    [
      'a throttle of the retry',
      (plan) => !plan.some((fault) => fault.kind === 'throttle' && fault.fromMs > 0),
      [throttled({ from: 1, for: 63_000 }), onAttempt(1).fail()],
    ],
    ['a slow attempt', (plan) => !has('slow')(plan), [onAttempt(1).take(1)]],
    ['two attempts', (plan) => attemptsOf(plan).length < 2, [onAttempt(1).fail(), onAttempt(2).fail()]],
    [
      'a crash and a late duplicate',
      (plan) => !(has('crash')(plan) && plan.some((fault) => fault.kind === 'duplicate' && fault.afterMs >= 1_000)),
      [onAttempt(1).crash(), duplicate({ after: '1s' })],
    ],
    [
      'an effect that is repeated: whatever loses the answer',
      (plan) => !plan.some(({ kind }) => kind.endsWith('AfterEffect')),
      [onAttempt(1).failAfterSideEffect()],
    ],
  ])('shrink to the smallest plan: %s', (_, holds, plan) => {
    for (const seed of [1, 2, 3, 4, 5]) expect(smallest(faultPlans(), holds, seed)).toEqual(plan)
  })

  it('are the same for the same seed', () => {
    expect(sampled(faultPlans(), 7)).toEqual(sampled(faultPlans(), 7))
    expect(sampled(faultPlans(), 7)).not.toEqual(sampled(faultPlans(), 8))
  })

  it.each<[FaultPlanOptions, string]>([
    [{ kinds: [] }, 'expected kinds to be some of error, errorAfterEffect, '],
    [{ kinds: ['timout' as FaultKind] }, 'got "timout"'],
    [{ kinds: ['down'] }, 'expected targets that may be down, or kinds without down'],
    [{ attempts: 0 }, 'expected attempts to be a whole number from 1 on, got 0'],
    [{ attempts: 1.5 }, 'got 1.5'],
    [{ timeout: '3' }, 'expected a duration'],
    [{ longestThrottle: 0 }, 'expected longestThrottle to be 1 ms or more, got 0 ms'],
  ])('refuse %j', (options, text) => {
    expect(() => faultPlans(options)).toThrow(RangeError)
    expect(() => faultPlans(options)).toThrow(text)
  })
})

describe('event-invoke configs', () => {
  const configs = sampled(eventInvokeConfigs())

  it('are all taken by PutFunctionEventInvokeConfig', () => {
    expect(configs.filter((config) => !givesSetting(config) || eventInvokeConfigViolations(config).length > 0)).toEqual(
      [],
    )
  })

  it('leave out each setting at times, and give it with each of its border values', () => {
    const ages = configs.map(({ MaximumEventAgeInSeconds }) => MaximumEventAgeInSeconds)
    for (const age of [undefined, 60, 61, 179, 180, 181, 21_599, 21_600]) expect(ages).toContain(age)
    for (const retries of [undefined, 0, 1, 2])
      expect(share(configs, (config) => config.MaximumRetryAttempts === retries)).toBeGreaterThan(0.1)
    const sides = configs.map(({ DestinationConfig }) => Object.keys(DestinationConfig ?? {}).join())
    for (const side of ['', 'OnSuccess', 'OnFailure', 'OnSuccess,OnFailure'])
      expect(share(sides, (given) => given === side)).toBeGreaterThan(0.05)
  })

  it('have the destinations that are given, or none', () => {
    const arn = 'arn:aws:sqs:eu-west-1:123456789012:mine'
    const text = JSON.stringify(sampled(eventInvokeConfigs({ onSuccess: [], onFailure: [arn] })))
    expect(new Set(text.match(/arn:[^"]+/g))).toEqual(new Set([arn]))
    expect(text).not.toContain('OnSuccess')
  })

  it('shrink to a single small setting', () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8]
    const found = seeds.map((seed) => JSON.stringify(smallest(eventInvokeConfigs(), () => false, seed)))
    const records = '{"Destination":"arn:aws:sqs:us-east-1:123456789012:records"}'
    const single = [
      '{"MaximumRetryAttempts":0}',
      '{"MaximumEventAgeInSeconds":60}',
      `{"DestinationConfig":{"OnSuccess":${records}}}`,
      `{"DestinationConfig":{"OnFailure":${records}}}`,
    ]
    expect(found.filter((config) => !single.includes(config))).toEqual([])
  })
})

describe('outcome sequences', () => {
  const sequences = sampled(outcomeSequences())

  it('are failures before a success, or as many failures as attempts', () => {
    for (const sequence of sequences) {
      const failures = sequence.filter(({ outcome }) => outcome !== 'success').length
      expect(sequence.length).toBe(Math.min(failures + 1, 3))
      if (failures < 3) expect(sequence.at(-1)!.outcome).toBe('success')
    }
  })

  it('have each number of failures as often', () => {
    for (const failures of [0, 1, 2, 3]) {
      const isSo = (sequence: (typeof sequences)[number]) =>
        sequence.filter(({ outcome }) => outcome !== 'success').length === failures
      expect(share(sequences, isSo)).toBeGreaterThan(0.15)
    }
  })

  it('shrink to a success at once', () => {
    expect(smallest(outcomeSequences(), () => false)).toEqual([{ outcome: 'success', durationMs: 0 }])
  })
})

describe('arrival streams', () => {
  const streams = sampled(arrivalStreams({ most: 5, within: '1m' }))

  it('are in order, within their time, and not more than asked for', () => {
    for (const stream of streams) {
      const times = stream.map(({ atMs }) => atMs)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(stream.length).toBeLessThanOrEqual(5)
      expect(times.every((atMs) => atMs >= 0 && atMs <= 60_000)).toBe(true)
    }
  })

  it('have events that come at once, close together and far apart', () => {
    const gaps = streams.flatMap((stream) => stream.slice(1).map(({ atMs }, index) => atMs - stream[index]!.atMs))
    expect(share(gaps, (gap) => gap === 0)).toBeGreaterThan(0.2)
    expect(share(gaps, (gap) => gap > 0 && gap <= 600)).toBeGreaterThan(0.2)
    expect(share(gaps, (gap) => gap > 5_000)).toBeGreaterThan(0.1)
  })

  it('carry the payloads that are given, or number their events', () => {
    expect(streams.find(({ length }) => length === 3)!.map(({ payload }) => payload)).toEqual([
      { order: 1 },
      { order: 2 },
      { order: 3 },
    ])
    const payloads = sampled(arrivalStreams({ payloads: fc.constantFrom('a', 'b') })).flat()
    expect(new Set(payloads.map(({ payload }) => payload))).toEqual(new Set(['a', 'b']))
  })

  it('shrink to fewer events that come earlier', () => {
    expect(smallest(arrivalStreams(), ({ length }) => length < 2)).toEqual([
      { atMs: 0, payload: { order: 1 } },
      { atMs: 0, payload: { order: 2 } },
    ])
  })

  it('refuse less than one event', () => {
    expect(() => arrivalStreams({ most: 0 })).toThrow('expected most to be a whole number from 1 on, got 0')
  })
})

describe('a fault', () => {
  it('of each kind is drawn as its builder makes it', () => {
    const built: Fault[] = [
      onAttempt(1).crash(),
      onAttempt(1).crashAfter(1),
      onAttempt(1).take(1),
      duplicate(),
      throttled({ for: 1 }),
    ]
    const drawn = sampled(faultPlans()).flat()
    for (const fault of built)
      expect(Object.keys(drawn.find(({ kind }) => kind === fault.kind)!).sort()).toEqual(Object.keys(fault).sort())
  })
})
