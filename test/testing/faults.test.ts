import { describe, expect, it } from 'vitest'
import { duplicate, type Fault, type FaultPlan, harness, onAttempt, queue, throttled } from '../../src/testing/index.ts'

/** An event that meets faults, and when its handler ran to its end. */
async function meets(...faults: FaultPlan) {
  const effects: string[] = []
  using lambda = harness({
    functions: {
      charge: {
        handler: async (_event, { awsRequestId }) => {
          effects.push(`${awsRequestId} ${Date.now() - Date.UTC(2026, 0, 1)}`)
          return 'charged'
        },
        timeout: '3s',
        deadLetterConfig: { TargetArn: queue('dead') },
      },
    },
  })
  const event = await lambda.settled(await lambda.invoke('charge', { order: 7 }, { faults }))
  return { event, effectsMs: effects.map((effect) => Number(effect.split(' ')[1])), effects }
}

const first = onAttempt(1)

describe('an attempt', () => {
  it.each<[string, Fault, object, number[]]>([
    ['fails before its effect', first.fail('no stock'), { outcome: 'error', endedMs: 0 }, [60_000]],
    ['fails after it', first.failAfterSideEffect(), { outcome: 'error', endedMs: 0 }, [0, 60_000]],
    ['times out before it', first.timeOut(), { outcome: 'timeout', endedMs: 3_000 }, [63_000]],
    ['times out after it', first.timeOutAfterSideEffect(), { outcome: 'timeout', endedMs: 3_000 }, [0, 63_000]],
    ['crashes before it', first.crash(), { outcome: 'error', endedMs: 0 }, [60_000]],
    ['crashes after it', first.crashAfterSideEffect(), { outcome: 'error', endedMs: 0 }, [0, 60_000]],
    ['meets a fault of Lambda itself', first.systemError(), { outcome: 'system', endedMs: 0 }, [1_000]],
    ['takes longer than it would', first.take('2s'), { outcome: 'success', endedMs: 2_000 }, [0]],
    ['takes too long', first.take('4s'), { outcome: 'timeout', endedMs: 3_000 }, [0, 63_000]],
  ])('that %s ends so, and the event goes on by the rules', async (_, fault, expected, effectsMs) => {
    const meeting = await meets(fault)
    expect(meeting.event.attempts[0]).toMatchObject(expected)
    expect(meeting.event.condition).toBe('Success')
    expect(meeting.effectsMs).toEqual(effectsMs)
  })

  it('says which error was injected, with its own message where it has one', async () => {
    const { event } = await meets(onAttempt(1).fail('no stock'), onAttempt(2).crash(), onAttempt(3).fail())
    const [stock, crash, unnamed] = event.attempts.map(({ error }) => error as Error)
    expect(stock!.message).toBe('no stock')
    expect(crash).toMatchObject({ name: 'Runtime.ExitError' })
    expect(unnamed!.message).toBe('injected by onAttempt(3).fail()')
    expect(event.deliveries).toMatchObject([
      { side: 'deadLetter', taken: true, record: { order: 7 }, attributes: { ErrorCode: '200' } },
    ])
  })

  it('counts a system error as a dispatch of its own: the next fault is of the next dispatch', async () => {
    const { event } = await meets(onAttempt(1).systemError(), onAttempt(2).fail())
    expect(event.attempts.map(({ outcome, startedMs }) => [outcome, startedMs])).toEqual([
      ['system', 0],
      ['error', 1_000],
      ['success', 61_000],
    ])
  })
})

describe('a duplicate', () => {
  it('is delivered with the same request id and payload, and fares by itself', async () => {
    const { event, effects } = await meets(onAttempt(1).fail(), duplicate({ after: '10s' }))
    const [copy] = event.duplicates
    expect(event.duplicates).toHaveLength(1)
    expect(copy).toMatchObject({
      requestId: event.requestId,
      payload: { order: 7 },
      acceptedMs: 10_000,
      endedMs: 10_000,
    })
    expect(copy!.duplicates).toEqual([event])
    expect(effects).toEqual([`${event.requestId} 10000`, `${event.requestId} 60000`])
  })

  it('comes at once where nothing else is said, also more than once', async () => {
    const { event, effectsMs } = await meets(duplicate(), duplicate())
    expect(event.duplicates.map(({ acceptedMs }) => acceptedMs)).toEqual([0, 0])
    expect(effectsMs).toEqual([0, 0, 0])
  })

  it('is waited for like the event itself', async () => {
    using lambda = harness({ functions: { f: { handler: () => 'ok', duration: '1s' } } })
    const faults = [duplicate({ after: '500ms' })]
    const event = await lambda.settled(await lambda.invoke('f', {}, { faults }))
    expect([event.endedMs, event.duplicates[0]!.endedMs, lambda.elapsedMs]).toEqual([1_000, 1_500, 1_500])
  })

  it('may come by chance, and is one all the same', async () => {
    using lambda = harness({
      options: { duplicateProbability: 1 },
      functions: { f: { handler: () => 'ok', duration: '1s' } },
    })
    const event = await lambda.settled(await lambda.invoke('f'))
    const [copy] = event.duplicates
    expect(copy).toMatchObject({ requestId: event.requestId, endedMs: 1_000 })
    expect([lambda.events, copy!.duplicates, event.born]).toEqual([[event, copy], [event], []])
  })

  it('comes although the event has ended long before', async () => {
    const { event, effectsMs } = await meets(duplicate({ after: '5h' }))
    expect([event.endedMs, event.duplicates[0]!.endedMs]).toEqual([0, 18_000_000])
    expect(effectsMs).toEqual([0, 18_000_000])
    expect(event.duplicates[0]!.timeline.origin).toEqual({ event: 1, by: 'duplicate', chain: [1] })
  })
})

describe('a throttle', () => {
  it('refuses the dispatches of the event within its window, and the event backs off', async () => {
    const { event, effectsMs } = await meets(throttled({ for: '10s' }))
    expect(event.throttledMs).toEqual([0, 1_000, 3_000, 7_000])
    expect(effectsMs).toEqual([15_000])
  })

  it('can begin later', async () => {
    const { event } = await meets(onAttempt(1).fail(), throttled({ from: '1m', for: '1s' }))
    expect(event.throttledMs).toEqual([60_000])
    expect(event.attempts[1]!.startedMs).toBe(61_000)
  })
})

it('says in the timeline what was injected', async () => {
  const { event } = await meets(
    onAttempt(1).timeOutAfterSideEffect(),
    throttled({ from: '1m', for: '4s' }),
    duplicate(),
  )
  expect(String(event)).toContain('(injected:\n                 onAttempt(1).timeOutAfterSideEffect())')
  expect(String(event)).toContain('throttled: injected; wait 1 s')
  expect(String(event.duplicates[0])).toContain('event 1, delivered a second time')
})
