/**
 * The response payloads of function errors, as JSON text. They stand in invocation records under `responsePayload`; a
 * dead letter carries their `errorMessage`.
 */

/** Largest response of a function, in bytes. Recorded in the error's text. */
export const RESPONSE_PAYLOAD_BYTES = 6_291_556

/** A function that ran into its timeout. Recorded. */
export function timeoutError(requestId: string, timeoutMs: number): string {
  const seconds = (timeoutMs / 1000).toFixed(2)
  return platformError('Sandbox.Timedout', requestId, `Task timed out after ${seconds} seconds`)
}

/** How a runtime's process ended: `exit status N`, a signal's name such as `killed` (out of memory), or unsaid. */
export type ProcessEnd = { readonly exitStatus: number } | { readonly signal: string } | undefined

/** A runtime whose process ended in the middle of an attempt. Recorded. */
export function exitError(requestId: string, end?: ProcessEnd): string {
  return platformError('Runtime.ExitError', requestId, exitReason(end))
}

function exitReason(end: ProcessEnd): string {
  if (end === undefined) return 'Runtime exited without providing a reason'
  return `Runtime exited with error: ${'signal' in end ? `signal: ${end.signal}` : `exit status ${end.exitStatus}`}`
}

/** A response over the limit. Recorded. */
export function responseTooLargeError(): string {
  return JSON.stringify({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${RESPONSE_PAYLOAD_BYTES} bytes).`,
  })
}

/** A return value that JSON cannot hold. The type is recorded, the text is the runtime's own. */
export function marshalError(message: string): string {
  return JSON.stringify({ errorType: 'Runtime.MarshalError', errorMessage: message })
}

/** What a handler threw, as the Node.js runtime reports it. Documented: "AWS Lambda function errors in Node.js". */
export function thrownError(errorType: string, errorMessage: string, trace: readonly string[] = []): string {
  return JSON.stringify({ errorType, errorMessage, trace })
}

/**
 * The same of whatever was thrown; what is no error has the name of its type. Documented there, but for the trace. What cannot
 * even be read, such as `Object.create(null)`: the text of the runtime's own source, `toRapidResponse`.
 */
export function thrownObject(thrown: unknown): { readonly errorType: string; readonly text: string } {
  try {
    if (!isError(thrown)) return { errorType: typeof thrown, text: thrownError(typeof thrown, String(thrown)) }
    const { name, message, stack = '' } = thrown
    return { errorType: name, text: thrownError(name, message, stack === '' ? [] : stack.split('\n')) }
  } catch {
    return UNREADABLE
  }
}

const UNREADABLE = {
  errorType: 'handled',
  text: JSON.stringify({
    errorType: 'handled',
    errorMessage:
      'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
  }),
}

/** An error of any realm: test runners load code in realms of their own. */
function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || Object.prototype.toString.call(thrown) === '[object Error]'
}

function platformError(errorType: string, requestId: string, what: string): string {
  return JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${what}` })
}
