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

/** What `expect.extend` of vitest and Jest asks of a matcher. */
export interface Matched {
  readonly pass: boolean
  readonly message: () => string
}

/** The matchers for events, for `expect.extend(matchers)`. `asyncinvoke/vitest` does that for vitest, with types. */
export const matchers = {
  toHaveBeenAttempted: matcher(attemptsJudgement),
  toHaveRetriedAfter: matcher(waitsJudgement),
  toHaveEndedAs: matcher(endJudgement),
  toHaveEndedWithin: matcher(completionJudgement),
  toHaveDelivered: matcher(deliveryJudgement),
  toBeDeadLettered: matcher(deadLetterJudgement),
  toBeDropped: matcher(dropJudgement),
  toBeDiscarded: matcher(discardJudgement),
  toHaveBeenThrottled: matcher(throttlesJudgement),
  toHaveBeenDuplicated: matcher(duplicatesJudgement),
}

function matcher<Asked extends readonly unknown[]>(judge: (...asked: Asked) => Judgement) {
  return (...asked: Asked): Matched => {
    const judgement = judge(...asked)
    return { pass: judgement.pass, message: () => judgementText(judgement) }
  }
}
