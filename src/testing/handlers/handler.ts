import { isPromise } from '../../rules/handler-promise.ts'

/** What a handler is told of its attempt: the context object of Lambda's Node.js runtime, in the harness's time. */
export interface HandlerContext {
  readonly functionName: string
  /** The version that runs: `$LATEST` or a number. */
  readonly functionVersion: string
  /** As addressed, with the version or alias where the caller named one other than `$LATEST`. */
  readonly invokedFunctionArn: string
  readonly memoryLimitInMB: string
  /** The same for all attempts of an event, and for its duplicates. */
  readonly awsRequestId: string
  readonly logGroupName: string
  readonly logStreamName: string
  callbackWaitsForEmptyEventLoop: boolean
  readonly identity: undefined
  readonly clientContext: undefined
  /** Virtual milliseconds until the timeout. */
  getRemainingTimeInMillis(): number
  /** @deprecated as on Lambda: return or throw */
  done(error?: unknown, result?: unknown): void
  /** @deprecated as on Lambda: throw */
  fail(error: unknown): void
  /** @deprecated as on Lambda: return */
  succeed(result?: unknown): void
}

export type Callback = (error?: unknown, result?: unknown) => void

/**
 * A Lambda handler: it returns or promises its answer, or throws. One with three parameters answers by its callback, unless
 * it returns a promise.
 */
// biome-ignore lint/suspicious/noExplicitAny: handlers say themselves what they take and return
export type Handler = (event: any, context: any, callback: any) => any

/** How a handler came to its end. */
export type HandlerEnd =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }

/** Facts of an attempt for its context. */
export type ContextFacts = Omit<
  HandlerContext,
  'callbackWaitsForEmptyEventLoop' | 'identity' | 'clientContext' | 'done' | 'fail' | 'succeed'
>

/**
 * Runs a handler once.
 *
 * @param load gives the handler; what it throws ends the run
 * @param onEnd is told of each end that it comes to: the first one counts
 */
export function runHandler(
  load: () => Handler,
  event: unknown,
  facts: ContextFacts,
  onEnd: (end: HandlerEnd) => void,
): void {
  const succeed = (value?: unknown) => onEnd({ kind: 'returned', value })
  const fail = (error: unknown) => onEnd({ kind: 'threw', error })
  const done: Callback = (error, value) => (error === undefined || error === null ? succeed(value) : fail(error))
  const context: HandlerContext = {
    ...facts,
    callbackWaitsForEmptyEventLoop: true,
    identity: undefined,
    clientContext: undefined,
    done,
    fail,
    succeed,
  }
  try {
    const handler = load()
    const returned = handler(event, context, done)
    if (isPromise(returned)) returned.then(succeed, fail)
    else if (handler.length < 3) succeed(returned)
  } catch (error) {
    fail(error)
  }
}
