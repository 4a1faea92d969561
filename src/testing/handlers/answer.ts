import {
  exitError,
  marshalError,
  RESPONSE_PAYLOAD_BYTES,
  responseTooLargeError,
  thrownObject,
} from '../../rules/error-object.ts'
import { FUNCTION_ERROR, SUCCEEDED, SYSTEM_ERROR } from '../../rules/outcome.ts'
import type { AttemptFaultKind } from '../faults/fault.ts'
import type { HandlerEnd } from './handler.ts'

const utf8 = new TextEncoder()

/** What the engine is told of an attempt, and what people see of it. */
export interface Answer {
  /** An index of `OUTCOMES`. */
  readonly outcome: number
  /** JSON text: what was returned, or the error object. */
  readonly payload: Uint8Array | undefined
  /** What the handler returned. */
  readonly response: unknown
  /** What it threw, or what was injected. */
  readonly error: unknown
}

/** What Lambda's runtime makes of a handler's end. */
export function answerOf(end: HandlerEnd): Answer {
  if (end.kind === 'threw') return failure(thrownObject(end.error).text, end.error)
  let text: string
  try {
    text = JSON.stringify(end.value) ?? 'null'
  } catch {
    return platformFailure(marshalError('Unable to stringify response body'))
  }
  const payload = utf8.encode(text)
  if (payload.length > RESPONSE_PAYLOAD_BYTES) return platformFailure(responseTooLargeError())
  return { outcome: SUCCEEDED, payload, response: end.value, error: undefined }
}

/**
 * What comes of a fault of an attempt, whether or not its handler ran.
 *
 * @param message of the error
 * @returns undefined where nobody answers: the attempt runs into its timeout
 */
export function answerOfFault(kind: AttemptFaultKind, requestId: string, message: string): Answer | undefined {
  switch (kind) {
    case 'error':
    case 'errorAfterEffect': {
      const error = withoutStack(new Error(message))
      return failure(thrownObject(error).text, error)
    }
    case 'crash':
    case 'crashAfterEffect':
      return platformFailure(exitError(requestId, { exitStatus: 1 }))
    case 'systemError':
      return { outcome: SYSTEM_ERROR, payload: undefined, response: undefined, error: withoutStack(new Error(message)) }
    case 'timeout':
    case 'timeoutAfterEffect':
      return undefined
  }
}

function failure(text: string, error: unknown): Answer {
  return { outcome: FUNCTION_ERROR, payload: utf8.encode(text), response: undefined, error }
}

/** An error that the runtime reports, and no handler has thrown. */
export function platformFailure(text: string): Answer {
  const { errorType, errorMessage } = JSON.parse(text)
  return failure(text, withoutStack(Object.assign(new Error(errorMessage), { name: errorType })))
}

/** No line of anybody's code is to blame. */
function withoutStack(error: Error): Error {
  error.stack = `${error.name}: ${error.message}`
  return error
}
