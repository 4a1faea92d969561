/**
 * What the matchers ask, as plain functions for any test runner: each throws node's `AssertionError` whose message is one
 * sentence and the event's timeline. An event that has not ended, or an argument that cannot be, is another error.
 */
import { AssertionError } from 'node:assert'
import { deadLetterJudgement, deliveryJudgement } from './delivery-judgements.ts'
import {
  attemptsJudgement,
  completionJudgement,
  discardJudgement,
  dropJudgement,
  duplicatesJudgement,
  endJudgement,
  throttlesJudgement,
  waitsJudgement,
} from './event-judgements.ts'
import { type Judgement, judgementText } from './judgement.ts'

/** So many attempts were made of it, missing targets too, throttles and system errors not. */
export const assertAttempted = asserting(attemptsJudgement)

/** It was retried after these waits, each from the end of an attempt to the start of the next: all of them, in order. */
export const assertRetriedAfter = asserting(waitsJudgement)

/** It ended as this condition. */
export const assertEndedAs = asserting(endJudgement)

/** It ended no later than so long after its acceptance. */
export const assertEndedWithin = asserting(completionJudgement)

/** A target of this side took what it left behind, whose body matches the pattern where there is one. */
export const assertDelivered = asserting(deliveryJudgement)
/** No target of this side took such a thing. */
export const assertNotDelivered = refuting(deliveryJudgement)

/** Its function's dead-letter queue took it. The pattern is of `target`, `record` and `attributes`. */
export const assertDeadLettered = asserting(deadLetterJudgement)
/** No dead-letter queue took it. */
export const assertNotDeadLettered = refuting(deadLetterJudgement)

/** It ended without success, as this condition where one is given. */
export const assertDropped = asserting(dropJudgement)
/** It ended as Success, or with a condition given as another one. */
export const assertNotDropped = refuting(dropJudgement)

/** It was dropped, and nothing took what it left behind. */
export const assertDiscarded = asserting(discardJudgement)
/** It succeeded, or something took what it left behind. */
export const assertNotDiscarded = refuting(discardJudgement)

/** Dispatches of it were throttled: at least one, or so many. */
export const assertThrottled = asserting(throttlesJudgement)
/** No dispatch of it was throttled, or not so many. */
export const assertNotThrottled = refuting(throttlesJudgement)

/** Lambda delivered it more than once. */
export const assertDuplicated = asserting(duplicatesJudgement)
/** Lambda delivered it once. */
export const assertNotDuplicated = refuting(duplicatesJudgement)

type Judge<Asked extends readonly unknown[]> = (...asked: Asked) => Judgement

function asserting<Asked extends readonly unknown[]>(judge: Judge<Asked>) {
  return function assertion(...asked: Asked): void {
    const judgement = judge(...asked)
    if (!judgement.pass) throw failure(judgement, assertion)
  }
}

function refuting<Asked extends readonly unknown[]>(judge: Judge<Asked>) {
  return function assertion(...asked: Asked): void {
    const judgement = judge(...asked)
    if (judgement.pass) throw failure(judgement, assertion)
  }
}

/** @param stackStartFn where the stack of the error begins: at the test that called it */
// biome-ignore lint/complexity/noBannedTypes: as node's types have it
function failure(judgement: Judgement, stackStartFn: Function): AssertionError {
  const { actual, expected } = judgement
  return new AssertionError({ message: judgementText(judgement), actual, expected, stackStartFn })
}
