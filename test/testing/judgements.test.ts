import { AssertionError } from 'node:assert'
import { describe, expect, it } from 'vitest'
import * as assertions from '../../src/testing/judgements/assertions.ts'
import { matchers } from '../../src/testing/judgements/matchers.ts'
import { exhaustedEvent, madeAttempt, madeDelivery, madeEvent, pendingEvent, TIMELINE } from './made-event.ts'
import '../../src/testing/vitest.ts'

const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead'
const record = { requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 }, requestPayload: [1, 2] }
const recorded = exhaustedEvent({ deliveries: [madeDelivery({ target: DEAD, record })] })
const lettered = exhaustedEvent({
  deliveries: [
    madeDelivery({ side: 'deadLetter', target: DEAD, record: { order: 7 }, attributes: { ErrorMessage: 'refused' } }),
  ],
})
const untaken = exhaustedEvent({ isDiscarded: true, deliveries: [madeDelivery({ target: DEAD, taken: false })] })
const throttled = madeEvent({ throttledMs: [0, 1_000] })
const duplicated = madeEvent({ duplicates: [madeEvent({ number: 4 })] })
const slow = madeEvent({ acceptedMs: 1_000, endedMs: 61_000.5 })
const troubled = madeEvent({ attempts: [madeAttempt(1, 0, { outcome: 'system' }), madeAttempt(1, 1_000)] })

type Name = keyof typeof matchers
type Call = (...asked: unknown[]) => void

const exhausted = exhaustedEvent()
const well = madeEvent()

/** What holds of which event, and the sentence that says so where it was not expected. */
const HOLDS: readonly [Name, ReturnType<typeof madeEvent>, unknown[], string][] = [
  ['toHaveBeenAttempted', exhausted, [3], 'not to be attempted 3 times, it was attempted 3 times'],
  ['toHaveBeenAttempted', troubled, [1], 'not to be attempted once, it was attempted once'],
  [
    'toHaveBeenAttempted',
    pendingEvent({ throttledMs: [0] }),
    [0],
    'not to be attempted 0 times, it was attempted 0 times so far',
  ],
  ['toHaveRetriedAfter', exhausted, ['1m', '2m'], 'not to be retried after 1m and 2m, it was retried after 1m and 2m'],
  [
    'toHaveRetriedAfter',
    exhausted,
    [60_000, 120_000],
    'not to be retried after 1m and 2m, it was retried after 1m and 2m',
  ],
  ['toHaveEndedAs', exhausted, ['RetriesExhausted'], 'not to end as RetriesExhausted, it ended as RetriesExhausted'],
  ['toHaveEndedAs', well, ['Success'], 'not to end as Success, it ended as Success'],
  ['toHaveEndedWithin', slow, ['1m0.5ms'], 'not to end within 1m0.5ms, it ended after 1m0.5ms'],
  ['toHaveDelivered', recorded, ['onFailure'], `not to deliver a record on failure, ${DEAD} took a record on failure`],
  [
    'toHaveDelivered',
    recorded,
    ['onFailure', { requestContext: { condition: 'RetriesExhausted' } }],
    'not to deliver a record on failure that matches {"requestContext":{"condition":"RetriesExhausted"}}, it did',
  ],
  [
    'toHaveDelivered',
    recorded,
    ['onFailure', { requestContext: { approximateInvokeCount: expect.any(Number) }, requestPayload: [1, 2] }],
    'not to deliver a record on failure that matches {"requestContext":{"approximateInvokeCount":"Any<Number>"},"requestPayload":[1,2]}, it did',
  ],
  ['toBeDeadLettered', lettered, [], `not to be dead-lettered, ${DEAD} took a dead letter`],
  [
    'toBeDeadLettered',
    lettered,
    [{ record: { order: 7 }, attributes: { ErrorMessage: expect.stringMatching(/^ref/) } }],
    'not to be dead-lettered as {"record":{"order":7},"attributes":{"ErrorMessage":"StringMatching</^ref/>"}}, it did',
  ],
  [
    'toBeDeadLettered',
    lettered,
    [{ attributes: { ErrorMessage: /^ref/ } }],
    'not to be dead-lettered as {"attributes":{"ErrorMessage":"/^ref/"}}, it did',
  ],
  ['toBeDropped', exhausted, [], 'not to be dropped, it ended as RetriesExhausted'],
  [
    'toBeDropped',
    exhausted,
    ['RetriesExhausted'],
    'not to be dropped as RetriesExhausted, it ended as RetriesExhausted',
  ],
  ['toBeDiscarded', untaken, [], 'not to be discarded, it ended as RetriesExhausted'],
  ['toHaveBeenThrottled', throttled, [], 'not to be throttled, it was throttled twice'],
  ['toHaveBeenThrottled', throttled, [2], 'not to be throttled twice, it was throttled twice'],
  ['toHaveBeenThrottled', well, [0], 'not to be throttled 0 times, it was throttled 0 times'],
  ['toHaveBeenDuplicated', duplicated, [], 'not to be duplicated, it was delivered to its function twice'],
]

const LOST = 'arn:aws:sqs:us-east-1:123456789012:lost'
const both = exhaustedEvent({
  deliveries: [madeDelivery({ target: LOST, taken: false }), madeDelivery({ side: 'deadLetter', target: DEAD })],
})
const unparsed = exhaustedEvent({ deliveries: [madeDelivery({ target: DEAD, record: null })] })
const announced = madeEvent({ deliveries: [madeDelivery({ side: 'onSuccess', target: DEAD })] })
const refusedAtOnce = madeEvent({ condition: 'ZeroReservedConcurrency', attempts: [] })

/** What does not hold, and the sentence that says so where it was expected. */
const FAILS: readonly [Name, ReturnType<typeof madeEvent>, unknown[], string][] = [
  ['toHaveBeenAttempted', well, [3], 'to be attempted 3 times, it was attempted once'],
  [
    'toHaveBeenAttempted',
    pendingEvent({ attempts: [madeAttempt(1, 0)] }),
    [2],
    'to be attempted twice, it was attempted once so far',
  ],
  ['toHaveRetriedAfter', exhausted, ['1m'], 'to be retried after 1m, it was retried after 1m and 2m'],
  [
    'toHaveRetriedAfter',
    exhausted,
    ['1m', '2m1ms'],
    'to be retried after 1m and 2m1ms, it was retried after 1m and 2m',
  ],
  [
    'toHaveRetriedAfter',
    exhausted,
    ['1m', '2m', '4m'],
    'to be retried after 1m, 2m and 4m, it was retried after 1m and 2m',
  ],
  ['toHaveRetriedAfter', well, ['1m'], 'to be retried after 1m, it was not retried'],
  ['toHaveEndedAs', exhausted, ['Success'], 'to end as Success, it ended as RetriesExhausted'],
  ['toHaveEndedWithin', slow, ['1m'], 'to end within 1m, it ended after 1m0.5ms'],
  [
    'toHaveDelivered',
    recorded,
    ['onSuccess'],
    `to deliver a record on success, it ended as RetriesExhausted and sent a record on failure to ${DEAD}`,
  ],
  [
    'toHaveDelivered',
    untaken,
    ['onFailure'],
    `to deliver a record on failure, ${DEAD} did not take a record on failure`,
  ],
  [
    'toHaveDelivered',
    untaken,
    ['onFailure', {}],
    `to deliver a record on failure that matches {}, ${DEAD} did not take a record on failure`,
  ],
  [
    'toHaveDelivered',
    recorded,
    ['onFailure', { requestContext: { condition: 'EventAgeExceeded' } }],
    'to deliver a record on failure that matches {"requestContext":{"condition":"EventAgeExceeded"}}, its requestContext.condition is "RetriesExhausted"',
  ],
  [
    'toHaveDelivered',
    recorded,
    ['onFailure', { requestPayload: [1, 3] }],
    'to deliver a record on failure that matches {"requestPayload":[1,3]}, its requestPayload[1] is 2',
  ],
  [
    'toHaveDelivered',
    recorded,
    ['onFailure', { requestPayload: [1] }],
    'to deliver a record on failure that matches {"requestPayload":[1]}, its requestPayload is [1,2]',
  ],
  [
    'toHaveDelivered',
    recorded,
    ['onFailure', { responsePayload: { errorType: 'Error' } }],
    'to deliver a record on failure that matches {"responsePayload":{"errorType":"Error"}}, its responsePayload is undefined',
  ],
  ['toBeDeadLettered', well, [], 'to be dead-lettered, it ended as Success and sent nothing'],
  [
    'toBeDeadLettered',
    recorded,
    [],
    `to be dead-lettered, it ended as RetriesExhausted and sent a record on failure to ${DEAD}`,
  ],
  [
    'toBeDeadLettered',
    lettered,
    [{ attributes: { ErrorMessage: 'lost' } }],
    'to be dead-lettered as {"attributes":{"ErrorMessage":"lost"}}, its attributes.ErrorMessage is "refused"',
  ],
  [
    'toHaveDelivered',
    both,
    ['onSuccess'],
    `to deliver a record on success, it ended as RetriesExhausted and sent a record on failure in vain to ${LOST} and a dead letter to ${DEAD}`,
  ],
  [
    'toHaveDelivered',
    unparsed,
    ['onFailure', { requestPayload: 7 }],
    'to deliver a record on failure that matches {"requestPayload":7}, what arrived is null',
  ],
  [
    'toBeDeadLettered',
    lettered,
    [{ attributes: { ErrorMessage: /lost/ } }],
    'to be dead-lettered as {"attributes":{"ErrorMessage":"/lost/"}}, its attributes.ErrorMessage is "refused"',
  ],
  [
    'toBeDeadLettered',
    lettered,
    [{ record: { order: /7/ } }],
    'to be dead-lettered as {"record":{"order":"/7/"}}, its record.order is 7',
  ],
  [
    'toBeDeadLettered',
    lettered,
    [{ record: new Date(0) }],
    'to be dead-lettered as {"record":"1970-01-01T00:00:00.000Z"}, its record is {"order":7}',
  ],
  ['toHaveBeenAttempted', refusedAtOnce, [1], 'to be attempted once, it was attempted 0 times'],
  ['toBeDiscarded', announced, [], 'to be discarded, it ended as Success'],
  ['toBeDropped', well, [], 'to be dropped, it ended as Success'],
  ['toBeDropped', exhausted, ['EventAgeExceeded'], 'to be dropped as EventAgeExceeded, it ended as RetriesExhausted'],
  ['toBeDiscarded', well, [], 'to be discarded, it ended as Success'],
  ['toBeDiscarded', lettered, [], `to be discarded, ${DEAD} took what it left`],
  ['toHaveBeenThrottled', well, [], 'to be throttled, it was throttled 0 times'],
  ['toHaveBeenThrottled', throttled, [3], 'to be throttled 3 times, it was throttled twice'],
  ['toHaveBeenDuplicated', well, [], 'to be duplicated, it was delivered to its function once'],
]

/** The plain functions by the matcher that asks the same. */
const PLAIN: Record<Name, [holds: Call, holdsNot?: Call]> = {
  toHaveBeenAttempted: [assertions.assertAttempted as Call],
  toHaveRetriedAfter: [assertions.assertRetriedAfter as Call],
  toHaveEndedAs: [assertions.assertEndedAs as Call],
  toHaveEndedWithin: [assertions.assertEndedWithin as Call],
  toHaveDelivered: [assertions.assertDelivered as Call, assertions.assertNotDelivered as Call],
  toBeDeadLettered: [assertions.assertDeadLettered as Call, assertions.assertNotDeadLettered as Call],
  toBeDropped: [assertions.assertDropped as Call, assertions.assertNotDropped as Call],
  toBeDiscarded: [assertions.assertDiscarded as Call, assertions.assertNotDiscarded as Call],
  toHaveBeenThrottled: [assertions.assertThrottled as Call, assertions.assertNotThrottled as Call],
  toHaveBeenDuplicated: [assertions.assertDuplicated as Call, assertions.assertNotDuplicated as Call],
}

type Calls = Record<Name, Call>
const matching =
  (name: Name, event: unknown): Call =>
  (...asked) =>
    (expect(event) as unknown as Calls)[name](...asked)
const refused =
  (name: Name, event: unknown): Call =>
  (...asked) =>
    (expect(event).not as unknown as Calls)[name](...asked)

function errorOf(act: () => void): Error {
  try {
    act()
  } catch (error) {
    return error as Error
  }
  throw new Error('expected an error, nothing was thrown')
}

/** The rows with their sentences before what has no name. */
const told = (rows: typeof HOLDS) =>
  rows.map(([name, event, asked, sentence]) => [name, sentence, event, asked] as const)
const said = (sentence: string) => `expected the event ${sentence}\n\n${TIMELINE}\n`

describe('a matcher', () => {
  it.each(told(HOLDS))(
    '%s lets pass what holds, and says where it was not expected %s',
    (name, sentence, event, asked) => {
      matching(name, event)(...asked)
      expect(errorOf(() => refused(name, event)(...asked)).message).toBe(said(sentence))
    },
  )

  it.each(told(FAILS))(
    '%s fails with the timeline, and says where it was expected %s',
    (name, sentence, event, asked) => {
      expect(errorOf(() => matching(name, event)(...asked)).message).toBe(said(sentence))
      refused(name, event)(...asked)
    },
  )

  it('works as an asymmetric matcher within another one', () => {
    expect({ event: exhausted }).toEqual({ event: expect.toHaveEndedAs('RetriesExhausted') })
    expect({ event: exhausted }).not.toEqual({ event: expect.toHaveEndedAs('Success') })
  })

  it('works behind a promise', async () => {
    await expect(Promise.resolve(exhausted)).resolves.toHaveBeenAttempted(3)
    await expect(expect(Promise.resolve(exhausted)).resolves.toHaveBeenAttempted(2)).rejects.toThrow('attempted twice')
  })
})

describe('a plain assertion', () => {
  it('is there for each matcher, and for each opposite that is a promise of its own', () => {
    expect(new Set(Object.values(PLAIN).flat())).toEqual(new Set(Object.values(assertions)))
    expect(Object.keys(PLAIN)).toEqual(Object.keys(matchers))
  })

  it.each(told(HOLDS))('passes where %s says %s', (name, sentence, event, asked) => {
    const [holds, holdsNot] = PLAIN[name]
    holds(event, ...asked)
    if (holdsNot === undefined) return
    expect(errorOf(() => holdsNot(event, ...asked)).message).toBe(said(sentence))
  })

  it.each(told(FAILS))('fails where %s says %s', (name, sentence, event, asked) => {
    const [holds, holdsNot] = PLAIN[name]
    expect(errorOf(() => holds(event, ...asked)).message).toBe(said(sentence))
    if (holdsNot !== undefined) holdsNot(event, ...asked)
  })

  it('throws the AssertionError of node, from the line of the test', () => {
    for (const act of [() => assertions.assertDiscarded(well), () => assertions.assertNotDiscarded(untaken)]) {
      const error = errorOf(act)
      expect(error).toBeInstanceOf(AssertionError)
      expect(error).toMatchObject({ code: 'ERR_ASSERTION' })
      expect(/\n +at .*\n/.exec(error.stack!)?.[0]).toContain('judgements.test.ts')
    }
  })

  it.each<[string, () => void, expected: unknown, actual: unknown]>([
    ['attempts', () => assertions.assertAttempted(exhausted, 2), 2, 3],
    ['waits', () => assertions.assertRetriedAfter(exhausted, '1m', '4m'), ['1m', '4m'], ['1m', '2m']],
    ['ends', () => assertions.assertEndedAs(exhausted, 'Success'), 'Success', 'RetriesExhausted'],
    ['times', () => assertions.assertEndedWithin(slow, '1m'), '1m', '1m0.5ms'],
    ['deliveries', () => assertions.assertDelivered(well, 'onFailure'), 'a record on failure', undefined],
    [
      'their opposites',
      () => assertions.assertNotDelivered(recorded, 'onFailure'),
      'a record on failure',
      'a record on failure',
    ],
    ['records', () => assertions.assertDelivered(recorded, 'onFailure', { id: 1 }), { id: 1 }, record],
    [
      'dead letters',
      () => assertions.assertDeadLettered(lettered, { record: { order: 8 } }),
      { record: { order: 8 } },
      { target: DEAD, record: { order: 7 }, attributes: { ErrorMessage: 'refused' } },
    ],
    ['drops', () => assertions.assertDropped(well), 'a drop', 'Success'],
    ['drops for a reason', () => assertions.assertDropped(well, 'RetriesExhausted'), 'RetriesExhausted', 'Success'],
    ['discards', () => assertions.assertDiscarded(well), 'a discard', 'Success'],
    ['throttles', () => assertions.assertThrottled(well), 'at least 1', 0],
    ['so many throttles', () => assertions.assertThrottled(throttled, 3), 3, 2],
    ['duplicates', () => assertions.assertDuplicated(well), 'at least 2', 1],
  ])('tells as data what was expected and what came: %s', (_, act, expected, actual) => {
    const error = errorOf(act) as AssertionError
    expect({ expected: error.expected, actual: error.actual }).toEqual({ expected, actual })
  })
})

describe('misuse', () => {
  const misuse = (act: () => void) => {
    const error = errorOf(act)
    expect(error).not.toBeInstanceOf(AssertionError)
    return error.message
  }

  it.each([
    ['undefined', undefined],
    ['7', 7],
    ['a promise: an `await` is missing', Promise.resolve(well)],
    ['a list of 2: ask each event of its own', [well, well]],
    ['an object with order', { order: 7 }],
    ['an object with nothing', {}],
    ['null', null],
    ['an object with attempts, deliveries', { attempts: [], deliveries: [] }],
    ['an object with throttledMs', { throttledMs: [] }],
    ['an object with attempts, throttledMs', { attempts: [], throttledMs: [] }],
    ['a function', () => well],
  ])('of what is no event is named, whether negated or not: %s', (shown, actual) => {
    const text = `expected an event, as \`await lambda.invoke(…)\` gives it, got ${shown}`
    for (const name of Object.keys(matchers) as Name[]) {
      const asked =
        {
          toHaveBeenAttempted: [1],
          toHaveRetriedAfter: ['1m'],
          toHaveEndedAs: ['Success'],
          toHaveEndedWithin: ['1m'],
          toHaveDelivered: ['onFailure'],
        }[name as string] ?? []
      expect(misuse(() => matching(name, actual)(...asked))).toBe(text)
      expect(misuse(() => refused(name, actual)(...asked))).toBe(text)
    }
  })

  it('of an event that goes on says how to let it end', () => {
    const event = pendingEvent({ attempts: [madeAttempt(1, 0)] })
    const text = 'event 3 of charge has not ended: `await lambda.settled(event)` lets time fly until it has ended'
    expect(misuse(() => expect(event).toHaveEndedAs('Success'))).toBe(text)
    expect(misuse(() => expect(event).not.toHaveEndedAs('Success'))).toBe(text)
    expect(misuse(() => expect(event).toHaveEndedWithin('1m'))).toBe(text)
    expect(misuse(() => expect(event).not.toHaveDelivered('onFailure'))).toBe(text)
    expect(misuse(() => expect(event).not.toBeDeadLettered())).toBe(text)
    expect(misuse(() => expect(event).not.toBeDropped())).toBe(text)
    expect(misuse(() => expect(event).not.toBeDiscarded())).toBe(text)
  })

  it('of an event that was only accepted is told, although so far nothing is wrong', () => {
    const text =
      'event 3 of charge was accepted, and no dispatch of it is over: `await lambda.settled(event)` lets time fly until it has ended'
    expect(misuse(() => expect(pendingEvent()).not.toHaveBeenThrottled())).toBe(text)
    expect(misuse(() => expect(pendingEvent()).toHaveBeenAttempted(0))).toBe(text)
    expect(misuse(() => expect(pendingEvent()).not.toHaveBeenDuplicated())).toBe(text)
    expect(misuse(() => expect(pendingEvent()).not.toHaveRetriedAfter('1m'))).toBe(text)
    const running = pendingEvent({ attempts: [madeAttempt(1, 0, { endedMs: undefined, outcome: undefined })] })
    expect(misuse(() => expect(running).toHaveBeenAttempted(1))).toBe(text)
  })

  it.each<[string, () => void, string]>([
    [
      'condition',
      () => expect(well).toHaveEndedAs('Succeeded' as never),
      'expected a condition, one of Success, RetriesExhausted, EventAgeExceeded, ZeroReservedConcurrency, RecursiveInvocation, got "Succeeded"',
    ],
    [
      'condition of a drop',
      () => expect(well).not.toBeDropped('Success' as never),
      'expected the condition of a drop, one of RetriesExhausted, EventAgeExceeded, ZeroReservedConcurrency, RecursiveInvocation, got "Success"',
    ],
    [
      'side',
      () => expect(well).not.toHaveDelivered('OnFailure' as never),
      'expected what an event leaves behind, one of onSuccess, onFailure, deadLetter, got "OnFailure"',
    ],
    [
      'number of attempts',
      () => expect(well).not.toHaveBeenAttempted(1.5),
      'expected a number of attempts as a whole number, 0 or more, got 1.5',
    ],
    [
      'number below 0',
      () => expect(well).not.toHaveBeenAttempted(-1),
      'expected a number of attempts as a whole number, 0 or more, got -1',
    ],
    [
      'number of throttles',
      () => expect(well).not.toHaveBeenThrottled('2' as never),
      'expected a number of throttles as a whole number, 0 or more, got "2"',
    ],
    [
      'wait',
      () => expect(well).not.toHaveRetriedAfter('1m', '2 minutes'),
      'the wait before retry 2: expected a duration such as 90s, 2m, 6h, 1h30m, 1500ms or PT6H, got "2 minutes"',
    ],
    [
      'list of waits',
      () => matching('toHaveRetriedAfter', well)(),
      'expected the waits before the retries, such as 1m and 2m, got none: ask for 1 attempt instead',
    ],
    [
      'time',
      () => expect(well).not.toHaveEndedWithin(-1),
      'the time until the end: expected a duration of 0 ms or more, got -1',
    ],
    [
      'part of a dead letter',
      () => expect(lettered).not.toBeDeadLettered({ order: 7, note: '' } as never),
      'expected some of target, record, attributes of a dead letter, got order, note: the event itself is its `record`',
    ],
  ])('of a %s is an error that says what there is', (_, act, text) => {
    expect(misuse(act)).toBe(text)
  })

  it.each([/order/, 5, null, 'order', [], [{ record: {} }], new Map([['record', {}]]), new Date(0), () => true])(
    'of a pattern that nothing can match is an error: %s',
    (pattern) => {
      for (const asked of [expect(lettered), expect(lettered).not])
        expect(misuse(() => asked.toBeDeadLettered(pattern as never))).toMatch(
          /^expected some of target, record, attributes of a dead letter, or a matcher such as .*, got /,
        )
      for (const asked of [expect(recorded), expect(recorded).not])
        expect(misuse(() => asked.toHaveDelivered('onFailure', pattern))).toMatch(
          /^expected fields of an invocation record, or a matcher such as .*, got /,
        )
    },
  )

  it('is no matcher of the test runner in the place of a pattern, nor any JSON for the event in a dead letter', () => {
    expect(lettered).toBeDeadLettered(expect.objectContaining({ record: { order: 7 } }))
    expect(lettered).not.toBeDeadLettered(expect.objectContaining({ record: { order: 8 } }))
    expect(recorded).toHaveDelivered('onFailure', expect.objectContaining({ requestPayload: [1, 2] }))
    expect(lettered).not.toHaveDelivered('deadLetter', [1, 2])
  })
})
