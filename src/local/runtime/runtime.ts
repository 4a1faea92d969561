/** An attempt, as what runs it sees it. */
export interface RuntimeAttempt {
  readonly requestId: string
  /** As the caller addressed the function: without a suffix where no qualifier was named (recorded). */
  readonly invokedFunctionArn: string
  readonly functionName: string
  /** The version that runs: `$LATEST` or a number. */
  readonly version: string
  readonly memoryMb: number
  /** The function's timeout; it runs in real time, whatever clock the endpoint has. */
  readonly timeoutMs: number
  /** JSON text, as the caller sent it. */
  readonly payload: Uint8Array
  /** `Root=…;Parent=…;Sampled=0;Lineage=…`: what the runtime gets as its trace header. */
  readonly traceId: string
  /** JSON text; synchronous calls only. */
  readonly clientContext: string | undefined
  /** Names the execution environment: the same number is the same environment, warm. */
  readonly environment: number
  /** Whether the environment is new: what was there under its number is gone. */
  readonly isCold: boolean
  /** Asked when its turn has come, where attempts wait for one another. Default: it may. */
  readonly mayBegin?: (() => boolean) | undefined
}

/** What `run` rejects with where an attempt may not begin any more: nothing of it has run. */
export class NotBegunError extends Error {
  override readonly name = 'NotBegunError'
}

/** @throws NotBegunError */
export function refuseLate({ mayBegin, requestId }: RuntimeAttempt): void {
  if (mayBegin?.() === false) throw new NotBegunError(`the attempt of ${requestId} may not begin any more`)
}

/** How an attempt ended. */
export interface RuntimeResult {
  /** An index of `OUTCOMES`: success, function error, timeout or system error. */
  readonly outcome: number
  /** JSON text: what the code returned, or the error object. Undefined after a system error. */
  readonly payload: Uint8Array | undefined
  /** Real time that the handler took, the start of its environment apart. */
  readonly durationMs: number
  /** Time that the attempt takes on a virtual clock; default 0. */
  readonly simulatedMs?: number | undefined
  /** Real time that the start of the environment took; undefined where it was warm. */
  readonly initMs: number | undefined
  /** The attempt's log, with the platform's START, END and REPORT lines: what `LogType: Tail` gives the end of. */
  readonly log: string
}

/** Runs the attempts of one version of a function, each environment one at a time. */
export interface Runtime {
  /** Runs an attempt and resolves when it has ended. What goes wrong is an outcome; it rejects with NotBegunError only. */
  run(attempt: RuntimeAttempt): Promise<RuntimeResult>
  /** Ends all environments. Attempts in progress end as system errors. */
  close(): Promise<void>
}
