import { formatDuration } from '../../notation/duration.ts'
import { CONDITIONS } from '../../rules/condition.ts'
import { isPromise } from '../../rules/handler-promise.ts'
import { SIDES } from '../../rules/routing.ts'
import { isTestedEvent, type TestedEvent } from '../events/tested-event.ts'
import { type Duration, milliseconds } from '../faults/fault.ts'
import { HarnessError } from '../harness/harness-error.ts'

/** An event of which at least one dispatch is over. @throws HarnessError for one that was only sent: too early */
export function dispatchedEvent(actual: unknown): TestedEvent {
  const event = testedEvent(actual)
  const { condition, attempts, throttledMs } = event
  const isFresh = throttledMs.length === 0 && attempts.every(({ endedMs }) => endedMs === undefined)
  if (condition === undefined && isFresh)
    throw new HarnessError(`${nameOf(event)} was accepted, and no dispatch of it is over: ${ADVICE}`)
  return event
}

/** An event that has ended. @throws HarnessError for one that has not */
export function endedEvent(actual: unknown): TestedEvent & { readonly endedMs: number } {
  const event = testedEvent(actual)
  if (!hasEnded(event)) throw new HarnessError(`${nameOf(event)} has not ended: ${ADVICE}`)
  return event
}

/** A whole number, 0 or more. @throws RangeError that says what came */
export function count(written: number, what: string): number {
  if (Number.isInteger(written) && written >= 0) return written
  throw new RangeError(`expected ${what} as a whole number, 0 or more, got ${shown(written)}`)
}

/** One of the words that there are. @throws RangeError that names them */
export function oneOf<Word extends string>(words: readonly Word[], written: unknown, what: string): Word {
  if (words.includes(written as Word)) return written as Word
  throw new RangeError(`expected ${what}, one of ${words.join(', ')}, got ${shown(written)}`)
}

/** Milliseconds of a duration that a test names. @throws RangeError that names it, for what is none */
export function durationMs(written: Duration, what: string): number {
  try {
    return milliseconds(written)
  } catch (error) {
    throw new RangeError(`${what}: ${(error as Error).message}`)
  }
}

/** A length of time as one writes it: `1m`, `1500ms`; more than three decimals of a millisecond are rounded. */
export function durationWords(ms: number): string {
  return formatDuration(Math.round(ms * 1000) / 1000)
}

/** `0 times`, `once`, `twice`, `3 times`. */
export function timesWords(times: number): string {
  return ['0 times', 'once', 'twice'][times] ?? `${times} times`
}

export const conditionOf = (written: unknown) => oneOf(CONDITIONS, written, 'a condition')
export const sideOf = (written: unknown) => oneOf(SIDES, written, 'what an event leaves behind')

const ADVICE = '`await lambda.settled(event)` lets time fly until it has ended'

function testedEvent(actual: unknown): TestedEvent {
  if (isTestedEvent(actual)) return actual
  throw new HarnessError(`expected an event, as \`await lambda.invoke(…)\` gives it, got ${shown(actual)}`)
}

function hasEnded(event: TestedEvent): event is TestedEvent & { readonly endedMs: number } {
  return event.endedMs !== undefined
}

function nameOf({ number, functionName }: TestedEvent): string {
  return `event ${number} of ${functionName}`
}

function shown(value: unknown): string {
  if (isPromise(value)) return 'a promise: an `await` is missing'
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return `a list of ${value.length}: ask each event of its own`
  if (typeof value === 'object' && value !== null) return `an object with ${Object.keys(value).join(', ') || 'nothing'}`
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
