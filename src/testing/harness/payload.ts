import { payloadOf, refuseLargeEvent } from '../../rules/payload.ts'
import { HarnessError } from './harness-error.ts'

const encoder = new TextEncoder()

/**
 * The payload of an invocation as JSON text; bytes are that text already. Undefined is what a caller sends who sends
 * nothing: `{}`.
 *
 * @throws HarnessError for what JSON cannot hold; ServiceError, in AWS's words, for bytes that are no JSON
 */
export function payloadBytes(payload: unknown): Uint8Array {
  if (payload === undefined) return encoder.encode('{}')
  if (payload instanceof Uint8Array) return payloadOf(payload)
  let text: string | undefined
  try {
    text = JSON.stringify(payload, refuseCollections)
  } catch (error) {
    throw new HarnessError(`payload: expected what JSON can hold: ${(error as Error).message}`)
  }
  if (text === undefined) throw new HarnessError(`payload: expected what JSON can hold, got a ${typeof payload}`)
  return encoder.encode(text)
}

/** JSON makes `{}` of a map or a set, whatever it holds. */
function refuseCollections(_key: string, value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) throw new TypeError(`a ${value.constructor.name} would become {}`)
  return value
}

/** The same of an event. @throws ServiceError, in AWS's words, for one that is too large */
export function eventBytes(payload: unknown): Uint8Array {
  const bytes = payloadBytes(payload)
  refuseLargeEvent(bytes.length)
  return bytes
}
