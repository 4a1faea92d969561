import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { putConfig } from '../../src/rules/event-invoke-config.ts'
import {
  arrivalStreams,
  changes,
  eventInvokeConfigs,
  faultPlans,
  outcomeSequences,
  playing,
  playSchedule,
  schedules,
  sendArrivals,
} from '../../src/testing/fast-check.ts'
import {
  FAULT_KINDS,
  type FaultPlan,
  faultCode,
  harness,
  queue,
  SURROUNDING_KINDS,
  type TestedEvent,
} from '../../src/testing/index.ts'

/** A harness that is stopped when the check of one value is over. */
async function onHarness<T>(
  options: Parameters<typeof harness>[0],
  check: (lambda: ReturnType<typeof harness>) => Promise<T>,
): Promise<T> {
  const lambda = harness(options)
  try {
    return await check(lambda)
  } finally {
    lambda.stop()
  }
}

const OUTCOMES = {
  error: 'error',
  errorAfterEffect: 'error',
  crash: 'error',
  cut: 'error',
  crashAfterEffect: 'error',
  timeout: 'timeout',
  timeoutAfterEffect: 'timeout',
  systemError: 'system',
} as const

/** What the attempts of the first delivery must come to. */
function outcomesOf(plan: FaultPlan): (string | undefined)[] {
  const attempts = plan.flatMap((fault) => ('attempt' in fault ? [fault] : []))
  const outcomes = attempts.map((fault) => {
    if (fault.kind !== 'slow') return OUTCOMES[fault.kind]
    return fault.durationMs > 3_000 ? 'timeout' : 'success'
  })
  const failures = outcomes.filter((outcome) => outcome !== 'system').length
  return failures === 3 || outcomes.at(-1) === 'success' ? outcomes : [...outcomes, 'success']
}

describe('a drawn fault plan', () => {
  it('is taken by Lambda with its changes, and says in the timeline where each of them was made', async () => {
    const kinds = [...FAULT_KINDS, ...SURROUNDING_KINDS]
    const drawn = changes({ alias: { name: 'live', versions: ['1', '2'] } })
    const work = {
      handler: () => null,
      deadLetterConfig: { TargetArn: queue('dead') },
      versions: { 1: {}, 2: {} },
      aliases: { live: { version: 1 } },
    }
    await fc.assert(
      fc.asyncProperty(faultPlans({ kinds, changes: drawn, targets: [queue('dead')] }), (plan) =>
        onHarness({ functions: { work } }, async (lambda) => {
          const event = await lambda.invoke('work:live', {}, { faults: plan })
          await lambda.untilIdle()
          const notes = event.timeline.steps.flatMap((step) => (step.kind === 'note' ? [step.text] : []))
          for (const fault of plan) {
            if (fault.kind !== 'change') continue
            const isMade = event.attempts.length >= fault.afterAttempt
            expect(notes).toContain(`${isMade ? 'injected' : 'never took place'}: ${faultCode(fault)}`)
          }
        }),
      ),
      { numRuns: 500, seed: 1 },
    )
  })

  it('takes place in all its parts on a handler that does not fail, and runs until its timeout', async () => {
    await fc.assert(
      fc.asyncProperty(faultPlans(), (plan) =>
        onHarness({ functions: { work: () => new Promise((done) => setTimeout(done, 3_000)) } }, async (lambda) => {
          const event = await lambda.invoke('work', {}, { faults: plan })
          await lambda.untilIdle()
          expect(event.attempts.map(({ outcome }) => outcome)).toEqual(outcomesOf(plan))
          expect(event.duplicates.length).toBe(plan.filter(({ kind }) => kind === 'duplicate').length)
          expect(event.throttledMs.length > 0).toBe(plan.some(({ kind }) => kind === 'throttle'))
        }),
      ),
      { numRuns: 1_000, seed: 1 },
    )
  })
})

describe('a drawn outcome sequence', () => {
  it('is what the attempts of an event come to when it is played', async () => {
    await fc.assert(
      fc.asyncProperty(outcomeSequences(), (sequence) =>
        onHarness({ functions: { work: playing(sequence) } }, async (lambda) => {
          const event = await lambda.invoke('work')
          await lambda.settled(event)
          expect(event.attempts.map(({ outcome }) => outcome)).toEqual(sequence.map(({ outcome }) => outcome))
          const durations = event.attempts.map(({ startedMs, endedMs }) => endedMs! - startedMs)
          expect(durations).toEqual(sequence.map(({ durationMs }) => durationMs))
        }),
      ),
      { numRuns: 200, seed: 1 },
    )
  })

  it('begins anew for each event, and refuses to play nothing', async () => {
    const handler = playing([
      { outcome: 'error', durationMs: 0 },
      { outcome: 'success', durationMs: 0 },
    ])
    await onHarness({ functions: { work: handler } }, async (lambda) => {
      const events = [await lambda.invoke('work'), await lambda.invoke('work')]
      await lambda.settled(events)
      expect(events.map(({ attempts }) => attempts.length)).toEqual([2, 2])
    })
    expect(() => playing([])).toThrow('expected at least one outcome, got none')
  })
})

describe('a drawn config', () => {
  it('is one that a harness takes', async () => {
    await fc.assert(
      fc.asyncProperty(eventInvokeConfigs(), (config) =>
        onHarness({ functions: { work: { handler: () => null, eventInvokeConfig: config } } }, async (lambda) => {
          expect(lambda.controlPlane.eventInvokeConfig('work', '$LATEST')).toEqual(putConfig(config))
        }),
      ),
      { numRuns: 200, seed: 1 },
    )
  })
})

describe('a drawn arrival stream', () => {
  it('arrives at its times, counted from now', async () => {
    await fc.assert(
      fc.asyncProperty(arrivalStreams(), (stream) =>
        onHarness({ functions: { work: () => null } }, async (lambda) => {
          await lambda.advance('1h')
          const events = await sendArrivals(lambda, 'work', stream)
          const seen = events.map(({ acceptedMs, payload }) => ({ atMs: acceptedMs - 3_600_000, payload }))
          expect(seen).toEqual(stream)
        }),
      ),
      { numRuns: 100, seed: 1 },
    )
  })
})

describe('a drawn schedule', () => {
  const alias = { name: 'live', versions: ['1', '2'] }

  it('has every kind of move, and is mostly about time', () => {
    const moves = fc.sample(schedules({ alias }), { numRuns: 500, seed: 1 }).flat()
    const share = (kind: string) => moves.filter((move) => move.kind === kind).length / moves.length
    expect(share('advance')).toBeGreaterThan(0.4)
    for (const kind of [
      'putEventInvokeConfig',
      'deleteEventInvokeConfig',
      'reserveConcurrency',
      'throttle',
      'moveAlias',
    ])
      expect(share(kind)).toBeGreaterThan(0.05)
    expect(
      fc
        .sample(schedules(), { numRuns: 500, seed: 1 })
        .flat()
        .some(({ kind }) => kind === 'moveAlias'),
    ).toBe(false)
  })

  it('can be played on any function, and no event of it is forgotten', async () => {
    const options = {
      functions: { work: { handler: () => null, versions: { 1: {}, 2: {} }, aliases: { live: { version: 1 } } } },
    }
    const played = fc.tuple(schedules({ alias }), faultPlans(), faultPlans())
    await fc.assert(
      fc.asyncProperty(played, ([schedule, ...plans]) =>
        onHarness(options, async (lambda) => {
          const events: TestedEvent[] = []
          for (const faults of plans) events.push(await lambda.invoke('work:live', {}, { faults }))
          await playSchedule(lambda, 'work', schedule)
          await lambda.untilIdle()
          expect(events.map(({ condition }) => condition)).not.toContain(undefined)
        }),
      ),
      { numRuns: 200, seed: 1 },
    )
  })

  it('moves the clock and changes what it says', async () => {
    await onHarness({ functions: { work: () => null } }, async (lambda) => {
      await playSchedule(lambda, 'work', [
        { kind: 'deleteEventInvokeConfig' },
        { kind: 'putEventInvokeConfig', config: { MaximumRetryAttempts: 1 } },
        { kind: 'advance', byMs: 1_000 },
        { kind: 'reserveConcurrency', executions: 3 },
        { kind: 'throttle', forMs: 60_000 },
      ])
      expect(lambda.elapsedMs).toBe(1_000)
      expect(lambda.controlPlane.eventInvokeConfig('work', '$LATEST')).toEqual({ MaximumRetryAttempts: 1 })
      expect(lambda.controlPlane.reservedConcurrency('work')).toBe(3)
      const event = await lambda.invoke('work')
      await lambda.settled(event)
      expect(event.throttledMs[0]).toBe(1_000)
      await playSchedule(lambda, 'work', [
        { kind: 'deleteEventInvokeConfig' },
        { kind: 'reserveConcurrency', executions: undefined },
      ])
      expect(lambda.controlPlane.eventInvokeConfig('work', '$LATEST')).toBeUndefined()
      expect(lambda.controlPlane.reservedConcurrency('work')).toBeUndefined()
    })
  })

  it('refuses what no schedule can be drawn from', () => {
    expect(() => schedules({ most: 0 })).toThrow('expected most to be a whole number from 1 on, got 0')
    expect(() => schedules({ alias: { name: 'live', versions: [] } })).toThrow(
      'at least one version for the alias live',
    )
  })
})
