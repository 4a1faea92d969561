import { javaNumber } from '../../rules/java-number.ts'
import type { ServiceError } from '../../rules/service-error.ts'

/** An answer before it is on the wire. */
export interface Reply {
  readonly status: number
  /** JSON text. */
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** Beside `Content-Type`, which an answer has unless it says otherwise (null), and `Content-Length`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly contentType?: null
}

const JSON_TYPE = 'application/json'

/** `JSON.rawJSON` of the language's next edition, which Node has and the compiler does not know. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

/** An answer with a JSON body, its keys as they stand. */
export function json(status: number, value: unknown): Reply {
  return { status, body: wireText(value) }
}

/** An answer without a body. Recorded for a deleted config: it names its type all the same. */
export const NO_CONTENT: Reply = { status: 204 }

/** Compact JSON; a time in seconds is a number in Java's notation, as recorded. */
function wireText(value: unknown): string {
  return JSON.stringify(value, (key, each) =>
    key === 'LastModified' && typeof each === 'number' ? rawJSON(javaNumber(each)) : each,
  )
}

/** A refusal as AWS sends it. */
export function refusal(error: ServiceError): Reply {
  return { status: error.status, body: error.bodyText, headers: { 'x-amzn-ErrorType': error.code } }
}

/** The answer as it goes out. @param requestId of an invocation that names its own, the invocation's wins */
export function response(reply: Reply, requestId: string): Response {
  const { status, body, headers } = reply
  const length = typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0)
  return new Response(body ?? null, {
    status,
    headers: {
      ...(reply.contentType !== null && { 'Content-Type': JSON_TYPE }),
      ...(status !== 204 && { 'Content-Length': String(length) }),
      'x-amzn-RequestId': requestId,
      ...headers,
    },
  })
}
