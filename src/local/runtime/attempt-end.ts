import { exitError, type ProcessEnd, responseTooLargeError, timeoutError } from '../../rules/error-object.ts'
import { FUNCTION_ERROR, SUCCEEDED, SYSTEM_ERROR, TIMED_OUT } from '../../rules/outcome.ts'
import type { RuntimeAttempt } from './runtime.ts'

/** What ends a wait for a process that runs an attempt. */
export type Turn =
  | { readonly kind: 'response' | 'error' | 'tooLarge' | 'initError'; readonly body: Uint8Array }
  | { readonly kind: 'exit'; readonly end: ProcessEnd }
  | { readonly kind: 'ready' | 'time' | 'closed' }

export interface AttemptEnd {
  /** An index of `OUTCOMES`. */
  readonly outcome: number
  /** JSON text; undefined after a system error. */
  readonly payload: Uint8Array | undefined
  /** `timeout`, or the type of an error that the platform found. */
  readonly failure: string | undefined
  /** What the platform writes into the log. */
  readonly line: string
}

/** Whether the process has answered the event, so that it may be kept for the next. */
export function hasRun({ kind }: Turn): boolean {
  return kind === 'response' || kind === 'error' || kind === 'tooLarge'
}

export function endOf(turn: Turn, { requestId, timeoutMs }: RuntimeAttempt): AttemptEnd {
  switch (turn.kind) {
    case 'response':
      return { outcome: SUCCEEDED, payload: turn.body, failure: undefined, line: '' }
    case 'error':
      return { outcome: FUNCTION_ERROR, payload: turn.body, failure: undefined, line: '' }
    case 'initError':
      return { outcome: FUNCTION_ERROR, payload: turn.body, failure: failureOf(turn), line: '' }
    case 'tooLarge':
      return platformEnd(FUNCTION_ERROR, responseTooLargeError(), failureOf(turn))
    case 'exit':
      return platformEnd(FUNCTION_ERROR, exitError(requestId, turn.end), failureOf(turn))
    case 'time':
      return platformEnd(TIMED_OUT, timeoutError(requestId, timeoutMs), failureOf(turn))
    default:
      return { outcome: SYSTEM_ERROR, payload: undefined, failure: 'Service.Closed', line: '' }
  }
}

/** An end that the platform found, with the line that it writes: recorded for exits, documented for timeouts. */
function platformEnd(outcome: number, errorObject: string, failure: string): AttemptEnd {
  const payload = Buffer.from(errorObject)
  const { errorType, errorMessage = '' } = fieldsOf(payload)
  const [, requestId, task] = /^RequestId: (\S+) Error: (Task .*)$/.exec(errorMessage) ?? []
  const line =
    task === undefined ? `${errorMessage}\n${errorType}` : `${new Date().toISOString()} ${requestId} ${task}\n\n`
  return { outcome, payload, failure, line }
}

/** What the platform's last line calls a failure. */
export function failureOf(turn: Turn): string {
  if (turn.kind === 'time') return 'timeout'
  if (turn.kind === 'exit') return 'Runtime.ExitError'
  if (turn.kind === 'tooLarge') return 'Function.ResponseSizeTooLarge'
  return 'body' in turn ? (fieldsOf(turn.body).errorType ?? 'Runtime.Unknown') : 'Runtime.Unknown'
}

/** The fields of an error object; none where it is something else. */
export function fieldsOf(body: Uint8Array): { readonly errorType?: string; readonly errorMessage?: string } {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString())
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
