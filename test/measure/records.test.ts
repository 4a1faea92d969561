import { describe, expect, it } from 'vitest'
import { Records } from '../../src/measure/records.ts'
import { DEAD, FAILS, SINK, World, type WorldOptions } from '../engine/world.ts'

/** A world whose records are kept as text and as data. */
function recorded(options: WorldOptions) {
  const lines: string[] = []
  const records = new Records((line) => lines.push(line))
  const world = new World({ ...options, observers: [records] })
  return { world, records, lines, rows: () => lines.map((line) => JSON.parse(line)) }
}

const withTargets: NonNullable<WorldOptions['setup']> = (plane) => {
  plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
  const DestinationConfig = { OnSuccess: { Destination: SINK }, OnFailure: { Destination: SINK } }
  plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 1, DestinationConfig })
}

describe('the records', () => {
  it('hold one flat line for each event, with all it went through', () => {
    const { world, rows } = recorded({
      setup: withTargets,
      run: ({ tries }) => {
        if (tries === 1) return { outcome: 'system', initMs: 100, ms: 5 }
        return tries === 2 ? { outcome: 'error', ms: 50 } : { ms: 20 }
      },
    })
    world.send(500, 'f', { payload: '{"order":7}' })
    world.finish()
    const requestId = rows()[0].requestId
    expect(requestId).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(rows()).toEqual([
      {
        event: 1,
        requestId,
        function: 'f',
        qualifier: '$LATEST',
        acceptedMs: 500,
        firstStartMs: 500,
        endedMs: 605 + 1_000 + 50 + 60_000 + 20,
        condition: 'Success',
        attempts: 2,
        retries: 1,
        throttles: 0,
        systemErrors: 1,
        coldStarts: 1,
        runMs: 105 + 50 + 20,
        version: '$LATEST',
        discarded: false,
        deliveries: [{ side: 'onSuccess', target: SINK, delivered: true }],
        record: {
          version: '1.0',
          timestamp: '2026-01-01T00:01:01.675Z',
          requestContext: {
            requestId,
            functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST',
            condition: 'Success',
            approximateInvokeCount: 2,
          },
          requestPayload: { order: 7 },
          responseContext: { statusCode: 200, executedVersion: '$LATEST' },
          responsePayload: null,
        },
      },
    ])
  })

  it('count throttles, and know of events that never ran', () => {
    const { world, rows } = recorded({
      accountConcurrency: 1,
      run: () => ({ ms: 900_000 }),
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f', Timeout: 900 })
        plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds: 60 })
      },
    })
    world.send(0, 'f', { count: 2 })
    world.finish()
    expect(rows()[0]).toMatchObject({
      event: 2,
      condition: 'EventAgeExceeded',
      endedMs: 31_000,
      attempts: 0,
      throttles: 6,
      firstStartMs: null,
      version: null,
      discarded: true,
      deliveries: [],
      record: null,
    })
  })

  it('count the attempts after the first as retries, not those that were planned and never ran', () => {
    const { world, rows } = recorded({
      accountConcurrency: 1,
      // The first event fails at once; the second then keeps the only slot.
      run: ({ event }) => (event === 1 ? { outcome: 'error', ms: 10 } : { ms: 900_000 }),
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f', Timeout: 900 })
        plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds: 90 })
      },
    })
    world.send(0)
    world.send(1_000)
    world.finish()
    expect(rows()[0]).toMatchObject({ event: 1, condition: 'EventAgeExceeded', attempts: 1, retries: 0 })
    expect(rows()[0].throttles).toBeGreaterThan(0)
  })

  it('give every slot of the engine to its next event clean', () => {
    const { world, rows } = recorded({ run: ({ event }) => (event === 1 ? { outcome: 'error', initMs: 1 } : {}) })
    world.send(0)
    world.send(500_000)
    world.finish()
    expect(rows()[0]).toMatchObject({ event: 1, attempts: 3, coldStarts: 3, runMs: 3 })
    expect(rows()[1]).toMatchObject({ event: 2, attempts: 1, coldStarts: 0, runMs: 0, firstStartMs: 500_000 })
  })

  it('keep an event with deliveries until all of them are taken or given up', () => {
    const { world, lines, rows } = recorded({
      setup: withTargets,
      run: FAILS,
      choices: { deliveryRetries: 2 },
      takes: ({ arn, attempt }) => arn === SINK || attempt === 3,
    })
    world.send(0)
    world.engine.advance(60_000)
    expect(world.taken.map(({ arn }) => arn)).toEqual([SINK])
    expect(lines).toEqual([])
    world.finish()
    expect(rows()).toMatchObject([
      {
        endedMs: 60_000,
        discarded: false,
        deliveries: [
          { side: 'onFailure', delivered: true },
          { side: 'deadLetter', delivered: true },
        ],
      },
    ])
    expect(world.engine.nowMs).toBe(63_000)
  })

  it('say that a drop is discarded when nothing took it', () => {
    const { world, rows } = recorded({ setup: withTargets, run: FAILS, takes: () => false })
    world.send(0)
    world.finish()
    expect(rows()).toMatchObject([{ discarded: true, deliveries: [{ delivered: false }, { delivered: false }] }])
    expect(rows()[0].record.requestContext.condition).toBe('RetriesExhausted')
  })

  it('are complete after close, also where a delivery is still being repeated', () => {
    const { world, records, lines } = recorded({
      setup: withTargets,
      choices: { deliveryRetries: 5 },
      takes: () => false,
    })
    world.send(0)
    world.engine.advance(0)
    expect(lines).toHaveLength(0)
    records.close()
    expect(JSON.parse(lines[0]!)).toMatchObject({ event: 1, condition: 'Success', deliveries: [], record: null })
    records.close()
    expect(lines).toHaveLength(1)
  })

  it('keep a payload on one line, byte for byte but for line breaks', () => {
    const { world, lines } = recorded({ setup: withTargets })
    world.send(0, 'f', { payload: ' {\r\n  "id": 12345678901234567890,\n  "text": "a\\nb\\u00e9"\n}' })
    world.finish()
    expect(lines[0]).not.toMatch(/[\r\n]/)
    expect(lines[0]).toContain('"requestPayload": {    "id": 12345678901234567890,   "text": "a\\nb\\u00e9" },')
    expect(JSON.parse(lines[0]!).record.requestPayload.text).toBe('a\nbé')
  })

  it('have as many lines as events ended', () => {
    const { world, lines } = recorded({
      setup: withTargets,
      choices: { duplicateProbability: 0.3, deliveryRetries: 1 },
      run: ({ event }) => (event % 3 === 0 ? FAILS() : {}),
      takes: ({ ended }) => ended.facts.number % 5 > 0,
    })
    for (let atMs = 0; atMs < 100_000; atMs += 1_000) world.send(atMs)
    world.finish()
    expect(world.engine.accepted).toBeGreaterThan(110)
    expect(lines.map((line) => JSON.parse(line).event).sort((a, b) => a - b)).toEqual(
      Array.from({ length: world.engine.accepted }, (_, index) => index + 1),
    )
  })
})
