import { showValue } from '../../notation/value-text.ts'
import { EVENT_PAYLOAD_BYTES } from '../../rules/limits.ts'

/**
 * What every event carries, as JSON text in UTF-8: the value, a text of `payloadBytes` (2 or more, its quotes included),
 * or `{}`.
 *
 * @throws RangeError where both are given, the value is not JSON or is too long for an asynchronous invocation
 */
export function payloadOf(payload: unknown, payloadBytes: number | undefined): Uint8Array {
  if (payloadBytes !== undefined) {
    if (payload !== undefined) throw new RangeError('expected either payload or payloadBytes, got both')
    return new TextEncoder().encode(`"${'x'.repeat(payloadBytes - 2)}"`)
  }
  const bytes = new TextEncoder().encode(payload === undefined ? '{}' : JSON.stringify(payload, jsonOnly))
  if (bytes.length <= EVENT_PAYLOAD_BYTES) return bytes
  throw new RangeError(`expected a payload of at most ${EVENT_PAYLOAD_BYTES} bytes of JSON, got ${bytes.length}`)
}

/** Refuses what JSON would leave out or change. */
function jsonOnly(key: string, value: unknown): unknown {
  const isNumber = typeof value === 'number' && !Number.isFinite(value)
  if (!isNumber && !['undefined', 'function', 'symbol', 'bigint'].includes(typeof value)) return value
  throw new RangeError(`expected a JSON value as payload, got ${showValue(value)}${key === '' ? '' : ` for "${key}"`}`)
}
