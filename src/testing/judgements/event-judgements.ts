import { type Condition, DROP_CONDITIONS, type DropCondition } from '../../rules/condition.ts'
import type { TestedEvent } from '../events/tested-event.ts'
import type { Duration } from '../faults/fault.ts'
import {
  conditionOf,
  count,
  dispatchedEvent,
  durationMs,
  durationWords,
  endedEvent,
  oneOf,
  timesWords,
} from './judged-event.ts'
import type { Judgement } from './judgement.ts'

/** Waits are exact in virtual time; what is less than this is the rounding of sums. */
const ROUNDING_MS = 0.001

/** Attempts so far. System errors are none: the handler did not run, and no retry was used. */
export function attemptsJudgement(actual: TestedEvent, times: number): Judgement {
  const event = dispatchedEvent(actual)
  const attempts = attemptsOf(event).length
  return {
    event,
    pass: attempts === count(times, 'a number of attempts'),
    asked: `be attempted ${timesWords(times)}`,
    came: `it was attempted ${timesWords(attempts)}${soFar(event)}`,
    expected: times,
    actual: attempts,
  }
}

/** The waits so far, from the end of an attempt to the start of the next one: all of them, in order. */
export function waitsJudgement(actual: TestedEvent, ...waits: readonly [Duration, ...Duration[]]): Judgement {
  const event = dispatchedEvent(actual)
  if ((waits as readonly Duration[]).length === 0)
    throw new RangeError(
      'expected the waits before the retries, such as 1m and 2m, got none: ask for 1 attempt instead',
    )
  const expected = waits.map((wait, place) => durationMs(wait, `the wait before retry ${place + 1}`))
  const attempts = attemptsOf(event)
  const waited = attempts.slice(1).map(({ startedMs }, place) => startedMs - attempts[place]!.endedMs!)
  return {
    event,
    pass:
      waited.length === expected.length &&
      waited.every((waitMs, place) => Math.abs(waitMs - expected[place]!) < ROUNDING_MS),
    asked: `be retried after ${listed(expected.map(durationWords))}`,
    came:
      waited.length === 0
        ? `it was not retried${soFar(event)}`
        : `it was retried after ${listed(waited.map(durationWords))}${soFar(event)}`,
    expected: expected.map(durationWords),
    actual: waited.map(durationWords),
  }
}

/** Why it ended. */
export function endJudgement(actual: TestedEvent, condition: Condition): Judgement {
  const expected = conditionOf(condition)
  const event = endedEvent(actual)
  return {
    event,
    pass: event.condition === expected,
    asked: `end as ${expected}`,
    came: endOf(event),
    expected,
    actual: event.condition,
  }
}

/** Whether it ended without success; with a condition, whether as that one. */
export function dropJudgement(actual: TestedEvent, condition?: DropCondition): Judgement {
  const expected = condition === undefined ? undefined : oneOf(DROP_CONDITIONS, condition, 'the condition of a drop')
  const event = endedEvent(actual)
  return {
    event,
    pass: expected === undefined ? event.condition !== 'Success' : event.condition === expected,
    asked: expected === undefined ? 'be dropped' : `be dropped as ${expected}`,
    came: endOf(event),
    expected: expected ?? 'a drop',
    actual: event.condition,
  }
}

/** Whether it was dropped, and no destination and no dead-letter queue took what it left behind. */
export function discardJudgement(actual: TestedEvent): Judgement {
  const event = endedEvent(actual)
  const takers = event.deliveries.filter(({ taken }) => taken).map(({ target }) => target)
  const isKept = event.condition !== 'Success' && takers.length > 0
  return {
    event,
    pass: event.isDiscarded,
    asked: 'be discarded',
    came: isKept ? `${listed(takers)} took what it left` : endOf(event),
    expected: 'a discard',
    actual: event.isDiscarded ? 'a discard' : event.condition,
  }
}

/** Throttled dispatches so far: at least one, or so many. */
export function throttlesJudgement(actual: TestedEvent, times?: number): Judgement {
  const event = dispatchedEvent(actual)
  const throttles = event.throttledMs.length
  return {
    event,
    pass: times === undefined ? throttles > 0 : throttles === count(times, 'a number of throttles'),
    asked: times === undefined ? 'be throttled' : `be throttled ${timesWords(times)}`,
    came: `it was throttled ${timesWords(throttles)}${soFar(event)}`,
    expected: times ?? 'at least 1',
    actual: throttles,
  }
}

/** Whether Lambda delivered it more than once. */
export function duplicatesJudgement(actual: TestedEvent): Judgement {
  const event = dispatchedEvent(actual)
  const { length } = event.duplicates
  return {
    event,
    pass: length > 0,
    asked: 'be duplicated',
    came: `it was delivered to its function ${timesWords(length + 1)}`,
    expected: 'at least 2',
    actual: length + 1,
  }
}

/** Whether no more than so long lay between its acceptance and its end. */
export function completionJudgement(actual: TestedEvent, within: Duration): Judgement {
  const limitMs = durationMs(within, 'the time until the end')
  const event = endedEvent(actual)
  const completionMs = event.endedMs - event.acceptedMs
  return {
    event,
    pass: completionMs <= limitMs + ROUNDING_MS,
    asked: `end within ${durationWords(limitMs)}`,
    came: `it ended after ${durationWords(completionMs)}`,
    expected: durationWords(limitMs),
    actual: durationWords(completionMs),
  }
}

function attemptsOf({ attempts }: TestedEvent) {
  return attempts.filter(({ outcome }) => outcome !== 'system')
}

function endOf({ condition }: TestedEvent): string {
  return `it ended as ${condition}`
}

function soFar({ condition }: TestedEvent): string {
  return condition === undefined ? ' so far' : ''
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
