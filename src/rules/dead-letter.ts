import { type Ending, type Response, type ResponseChoices, responseOf } from './ending.ts'
import type { ModelChoices } from './model-choices.ts'

/** A message attribute, in the shape that SQS and SNS share. */
export interface MessageAttribute {
  readonly DataType: 'String' | 'Number'
  readonly StringValue: string
}

/** What a dead-letter queue or topic receives. */
export interface DeadLetter {
  /** The bytes that the caller sent, unchanged: not the invocation record. Recorded. */
  readonly body: Uint8Array
  readonly attributes: {
    readonly RequestID: MessageAttribute
    readonly ErrorCode?: MessageAttribute
    readonly ErrorMessage?: MessageAttribute
  }
}

/** Choices that shape a dead letter. */
export type DeadLetterChoices = ResponseChoices & Pick<ModelChoices, 'zeroReservedDeadLetter'>

/** Bytes of the error message that the attribute keeps. Documented: "Retaining records of asynchronous invocations". */
const ERROR_MESSAGE_BYTES = 1_024

/** The misprint is AWS's. Recorded by a third party; so is that the letter then has no code. */
const ZERO_RESERVED_MESSAGE = 'Function not invoked. Function isconfigured with zero reserved concurrent executions'

/**
 * The dead letter of an event that was dropped. An attribute is left out where nothing is known for it, and an empty
 * error message too, since an attribute cannot be empty.
 *
 * Recorded: 200 with the error's message after function errors, 429 with `Rate Exceeded.` after throttles, 404 with
 * `Function not found: …` for a missing target. The codes of a stopped loop (400) and of a system error (500) are
 * model choices, and they carry no message.
 */
export function deadLetter(ending: Ending, choices: DeadLetterChoices): DeadLetter {
  const { code, message } = errorOf(ending, choices)
  return {
    body: ending.requestPayload,
    attributes: {
      RequestID: { DataType: 'String', StringValue: ending.requestId },
      ...(code !== undefined && { ErrorCode: { DataType: 'Number', StringValue: String(code) } }),
      ...(message && { ErrorMessage: { DataType: 'String', StringValue: firstBytes(message, ERROR_MESSAGE_BYTES) } }),
    },
  }
}

interface DeadLetterError {
  readonly code?: number
  readonly message?: string | undefined
}

function errorOf(ending: Ending, choices: DeadLetterChoices): DeadLetterError {
  if (ending.condition === 'ZeroReservedConcurrency')
    return choices.zeroReservedDeadLetter === 'message' ? { message: ZERO_RESERVED_MESSAGE } : THROTTLE
  const response = responseOf(ending, choices)
  if (!response) return {}
  const code = response.context.statusCode
  if (code === 429) return THROTTLE
  if (code === 404) return { code, message: `Function not found: ${ending.functionArn}` }
  return { code, message: errorMessageIn(response) }
}

const THROTTLE: DeadLetterError = { code: 429, message: 'Rate Exceeded.' }

function errorMessageIn({ payload }: Response): string | undefined {
  if (!payload) return undefined
  try {
    const message: unknown = JSON.parse(new TextDecoder().decode(payload))?.errorMessage
    return typeof message === 'string' ? message : undefined
  } catch {
    return undefined // A custom runtime may answer with anything; then there is no message to quote.
  }
}

/** The longest beginning of a text that fits into so many bytes of UTF-8, cut between characters. */
function firstBytes(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= limit) return text
  let end = limit
  while ((bytes[end]! & 0xc0) === 0x80) end--
  return new TextDecoder().decode(bytes.subarray(0, end))
}
