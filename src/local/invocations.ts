/** What the API asks of a world beside its control plane: to run functions. */
export interface Invocations {
  /**
   * Accepts an event: an invocation of type `Event`. The caller has checked the target and the payload.
   *
   * @returns its request id, once the event is kept as safely as the endpoint keeps events
   */
  send(invocation: Invocation): Promise<string>
  /**
   * Runs a function and waits for its end: an invocation of type `RequestResponse`.
   *
   * @throws ServiceError where the qualifier leads nowhere, and TooManyRequestsException where no concurrency is free
   */
  call(invocation: Invocation): Promise<Answer>
}

export interface Invocation {
  readonly functionName: string
  /** As addressed; undefined where the caller named none. */
  readonly qualifier: string | undefined
  /** JSON text; `{}` where the caller sent nothing. */
  readonly payload: Uint8Array
  /** Value of the caller's `X-Amzn-Trace-Id`, if it sent one. */
  readonly traceId: string | undefined
  /** JSON text; synchronous calls only. */
  readonly clientContext: string | undefined
}

/** What a synchronous call came to. */
export interface Answer {
  readonly requestId: string
  readonly executedVersion: string
  /** JSON text: what the code returned, or the error object. */
  readonly payload: Uint8Array
  /** Whether the code failed: then the answer is 200 with `X-Amz-Function-Error: Unhandled`. */
  readonly failed: boolean
  /** The attempt's whole log. */
  readonly log: string
  /** As it is sent back: `Root=…;Parent=…;Sampled=0;Lineage=1:…:0`. */
  readonly traceId: string
}
