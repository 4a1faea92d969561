import { inspect } from 'node:util'
import type { Side } from '../../rules/routing.ts'
import type { TestedDelivery, TestedEvent } from '../events/tested-event.ts'
import { type Difference, describesObject, differenceFrom, isAsymmetric, patternText } from './difference.ts'
import { endedEvent, sideOf } from './judged-event.ts'
import type { Judgement } from './judgement.ts'

/** Some of what is in a dead letter. */
export interface LetterPattern {
  /** ARN of the queue or topic. */
  readonly target?: unknown
  /** The event as it came, parsed. */
  readonly record?: unknown
  /** `RequestID`, `ErrorCode`, `ErrorMessage`. */
  readonly attributes?: unknown
}

const LETTER_PARTS: readonly string[] = ['target', 'record', 'attributes'] satisfies (keyof LetterPattern)[]

/** What is sent to each side, in words. */
const SENT = { onSuccess: 'a record on success', onFailure: 'a record on failure', deadLetter: 'a dead letter' }

/** Whether a target of that side took what the event left behind; with a pattern, one whose body is as the pattern. */
export function deliveryJudgement(actual: TestedEvent, side: Side, pattern?: unknown): Judgement {
  const wanted = sideOf(side)
  const sent = new Sent(endedEvent(actual), wanted)
  const asked = `deliver ${SENT[wanted]}`
  if (pattern === undefined) return sent.judged(asked)
  // A dead letter is the event, which may be any JSON; a record never is.
  if (wanted !== 'deadLetter') refuseShapeless(pattern, 'fields of an invocation record')
  return sent.compared(`${asked} that matches ${patternText(pattern)}`, pattern, ({ record }) => record)
}

/** Whether its function's dead-letter queue took it; with a pattern, as the pattern has it. */
export function deadLetterJudgement(actual: TestedEvent, pattern?: LetterPattern): Judgement {
  const sent = new Sent(endedEvent(actual), 'deadLetter')
  const asked = 'be dead-lettered'
  if (pattern === undefined) return sent.judged(asked)
  refuseShapeless(pattern, `some of ${LETTER_PARTS.join(', ')} of a dead letter`)
  const other = isAsymmetric(pattern) ? [] : Object.keys(pattern).filter((key) => !LETTER_PARTS.includes(key))
  if (other.length > 0)
    throw new TypeError(
      `expected some of ${LETTER_PARTS.join(', ')} of a dead letter, got ${other.join(', ')}: the event itself is its \`record\``,
    )
  return sent.compared(`${asked} as ${patternText(pattern)}`, pattern, ({ target, record, attributes }) => ({
    target,
    record,
    attributes,
  }))
}

/** @throws TypeError for a pattern that nothing could ever match: under `.not` it would always pass */
function refuseShapeless(pattern: unknown, expected: string): void {
  if (describesObject(pattern)) return
  throw new TypeError(`expected ${expected}, or a matcher such as expect.objectContaining(…), got ${inspect(pattern)}`)
}

/** What an event sent to one side. */
class Sent {
  private readonly event: TestedEvent
  private readonly side: Side
  private readonly deliveries: readonly TestedDelivery[]

  constructor(event: TestedEvent, side: Side) {
    this.event = event
    this.side = side
    this.deliveries = event.deliveries.filter((delivery) => delivery.side === side)
  }

  /** Whether a target took any of it. */
  judged(asked: string): Judgement {
    const { event, side } = this
    const taken = this.deliveries.find((delivery) => delivery.taken)
    const came = taken ? `${taken.target} took ${SENT[side]}` : this.absence()
    return { event, pass: taken !== undefined, asked, came, expected: SENT[side], actual: taken && SENT[side] }
  }

  /** Whether a target took some of it that is as the pattern. */
  compared(asked: string, pattern: unknown, partOf: (delivery: TestedDelivery) => unknown): Judgement {
    const { event } = this
    const parts = this.deliveries.filter(({ taken }) => taken).map(partOf)
    const differences = parts.map((part) => differenceFrom(pattern, part))
    const pass = differences.includes(undefined)
    const came = pass ? 'it did' : ((differences[0] && differenceText(differences[0])) ?? this.absence())
    return { event, pass, asked, came, expected: pattern, actual: parts[0] }
  }

  private absence(): string {
    const { event, deliveries, side } = this
    if (deliveries.length > 0) return `${deliveries[0]!.target} did not take ${SENT[side]}`
    const others = event.deliveries.map(
      ({ side, target, taken }) => `${SENT[side]} ${taken ? 'to' : 'in vain to'} ${target}`,
    )
    return `it ended as ${event.condition} and sent ${others.join(' and ') || 'nothing'}`
  }
}

function differenceText({ path, actual }: Difference): string {
  return `${path === '' ? 'what arrived' : `its ${path}`} is ${patternText(actual)}`
}
