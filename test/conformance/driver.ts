import type { Place } from '../../src/rules/arn.ts'
import type { MessageAttribute } from '../../src/rules/dead-letter.ts'

/** Operations of Lambda's API that a driver passes on, by their names there. */
export const OPERATIONS = [
  'CreateFunction',
  'UpdateFunctionConfiguration',
  'DeleteFunction',
  'PublishVersion',
  'CreateAlias',
  'UpdateAlias',
  'DeleteAlias',
  'PutFunctionConcurrency',
  'DeleteFunctionConcurrency',
  'PutProvisionedConcurrencyConfig',
  'GetProvisionedConcurrencyConfig',
  'DeleteProvisionedConcurrencyConfig',
  'ListProvisionedConcurrencyConfigs',
  'PutFunctionEventInvokeConfig',
  'UpdateFunctionEventInvokeConfig',
  'GetFunctionEventInvokeConfig',
  'DeleteFunctionEventInvokeConfig',
  'ListFunctionEventInvokeConfigs',
] as const

export type Operation = (typeof OPERATIONS)[number]

/** One run of a function's code. */
export interface Attempt {
  readonly requestId: string
  /** The version that runs: `$LATEST` or a number. */
  readonly version: string
  /** From 1: the event's attempts so far, this one too. */
  readonly number: number
  /** The event as the function gets it. */
  readonly payload: string
}

/** What the code of a function does with an attempt. */
export interface Run {
  /** Milliseconds, on the driver's clock. Default 0. */
  readonly durationMs?: number
  /** Default: it returns. */
  readonly fails?: boolean
  /** JSON text of the return value or of the error object. Default: it returns nothing, or an error of no importance. */
  readonly response?: string
}

export type Handler = (attempt: Attempt) => Run

export interface StartedAttempt {
  readonly requestId: string
  readonly functionName: string
  readonly version: string
  readonly atMs: number
}

/** What arrived at a queue, topic, bus or bucket. */
export interface Message {
  readonly targetArn: string
  readonly body: Uint8Array
  readonly attributes: Readonly<Record<string, MessageAttribute>>
  readonly atMs: number
}

export interface EndedEvent {
  readonly requestId: string
  readonly functionName: string
  readonly condition: string
  /** Attempts, those at a missing target too. */
  readonly attempts: number
  readonly atMs: number
}

/** What the caller of a synchronous invocation got. */
export interface Answer {
  readonly requestId: string
  readonly status: 200 | 404 | 429
  /** AWS's `Reason`, of a 429. */
  readonly reason: string | undefined
  /** Whether the answer is the function's error. */
  readonly failed: boolean
  readonly atMs: number
}

/** Everything that has happened so far, each list in order of time. */
export interface Observed {
  /** Of events and of synchronous invocations. */
  readonly attempts: readonly StartedAttempt[]
  /** Dispatches that were refused for concurrency. */
  readonly throttles: readonly { readonly requestId: string; readonly atMs: number }[]
  readonly ends: readonly EndedEvent[]
  readonly answers: readonly Answer[]
  readonly messages: readonly Message[]
}

/**
 * A way to run asynchronous invocations, with a clock that the suite moves: virtual time, the wall clock, a REST API.
 * All times are milliseconds on that clock, which starts at 0. The account is empty at first, and every queue, topic,
 * bus and bucket exists in it and takes everything.
 */
export interface Driver {
  /** Account and region of all that the suite makes. */
  readonly place: Place
  /** The instant of time 0, in milliseconds since 1970. */
  readonly startMs: number
  /** How much later than by the rules things may happen. 0 for virtual time. */
  readonly toleranceMs: number
  /**
   * Carries out an operation: a request and an answer in AWS's own shapes. The driver adds what AWS asks for and the
   * suite leaves out, such as code and role. A refusal is an error with AWS's `code`, `status` and `message`.
   */
  call(operation: Operation, request: object): Promise<unknown>
  /** Says what a function's code does from now on; what runs goes on as it began. */
  setHandler(functionName: string, handler: Handler): void
  /**
   * Sends an event to the function now (an invocation of type `Event`).
   *
   * @param payload JSON text; undefined for an empty body
   * @returns its request id
   */
  invoke(functionName: string, qualifier?: string, payload?: string): Promise<string>
  /**
   * Invokes the function synchronously now (type `RequestResponse`); the answer is observed when it is there.
   *
   * @returns its request id
   */
  invokeSynchronously(functionName: string, qualifier?: string, payload?: string): Promise<string>
  /** Moves the clock there, so that all that is due until then has happened. */
  advance(untilMs: number): Promise<void>
  observed(): Promise<Observed>
  close(): Promise<void>
}
