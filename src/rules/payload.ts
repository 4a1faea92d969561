import { jsonFault } from './json-fault.ts'
import { CALL_PAYLOAD_BYTES, EVENT_PAYLOAD_BYTES } from './limits.ts'
import { invalidRequestContent, requestEntityTooLarge, type ServiceError } from './service-error.ts'

/** What a caller who sends nothing has sent. Recorded. */
const NOTHING = new TextEncoder().encode('{}')
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The payload of an invocation, as it is kept: the bytes that came.
 *
 * @throws ServiceError where it is no JSON (recorded)
 */
export function payloadOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return NOTHING
  const fault = payloadFault(bytes)
  if (fault === undefined) return bytes
  throw invalidRequestContent(`Could not parse request body into json: Could not parse payload into json: ${fault}`)
}

/**
 * What a record carries of an answer: it is spliced in as it came, so what is no JSON is left out. That AWS tells of such an
 * answer in a `deliveryError` is reported, its form is not.
 */
export function recordable(answer: Uint8Array): Uint8Array | undefined {
  return payloadFault(answer) === undefined ? answer : undefined
}

function payloadFault(bytes: Uint8Array): string | undefined {
  let text: string
  try {
    text = UTF_8.decode(bytes)
  } catch {
    return 'Invalid UTF-8'
  }
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return jsonFault(text) ?? 'Invalid JSON'
  }
}

/** Refuses the payload of an event that is too large. Text recorded; so is the one of the old InvokeAsync, with its limit. */
export function refuseLargeEvent(bytes: number, limitBytes = EVENT_PAYLOAD_BYTES): void {
  if (bytes > limitBytes) throw eventTooLarge(bytes, limitBytes)
}

/** That refusal. @param bytes received */
export function eventTooLarge(bytes: number, limitBytes = EVENT_PAYLOAD_BYTES): ServiceError {
  return requestEntityTooLarge(
    `${bytes} byte payload is too large for the Event invocation type (limit ${limitBytes} bytes)`,
  )
}

/** The refusal of a request over its limit, whatever it asks for. Text of Invoke from public reports. */
export function requestTooLarge(operation: string, limitBytes = CALL_PAYLOAD_BYTES): ServiceError {
  const name = operation === 'Invoke' ? 'InvokeFunction' : operation
  return requestEntityTooLarge(`Request must be smaller than ${limitBytes} bytes for the ${name} operation`)
}
