import type { Message } from '../../../src/local/delivery/courier.ts'
import type { Side } from '../../../src/rules/routing.ts'
import { parseTarget } from '../../../src/rules/target.ts'

export const HOME = { account: '123456789012', region: 'us-east-1' }
export const TRACE = 'Root=1-68c7f1a2-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0;Lineage=1:0a0b0c0d:0'
export const REQUEST_ID = '6d5c756f-bd39-4a05-b187-e92609050e03'

/** A message to a target; what is not said is that of a record on failure. */
export function messageTo(arn: string, parts: Partial<Omit<Message, 'body'>> & { body?: string } = {}): Message {
  const { body = '{"version":"1.0","requestPayload": {"a" : 1}\n}', ...rest } = parts
  return {
    arn,
    target: parseTarget(arn)!,
    side: 'onFailure' satisfies Side,
    requestId: REQUEST_ID,
    functionName: 'f',
    functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f:live',
    succeeded: false,
    atMs: Date.UTC(2026, 8, 14, 15, 16, 38, 999),
    attributes: {},
    traceId: TRACE,
    ...rest,
    body: new TextEncoder().encode(body),
  }
}

/** A signal that never comes. */
export const noSignal = () => new AbortController().signal

/** What a refused promise says. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => 'was taken',
    (error) => `${error.name}: ${error.message}`,
  )
}
