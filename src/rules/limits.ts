/**
 * Lambda's limits and defaults for asynchronous invocation. Times are milliseconds unless the name says otherwise.
 *
 * Sources are pages of the AWS Lambda Developer Guide and of the API reference; `docs/reference/behaviour.md`
 * lists each with how sure it is.
 */

/** Retries after a function error when no config says otherwise. Documented: PutFunctionEventInvokeConfig. */
export const DEFAULT_RETRY_ATTEMPTS = 2
/** Range of `MaximumRetryAttempts`. Documented: PutFunctionEventInvokeConfig. */
export const RETRY_ATTEMPTS_RANGE = [0, 2] as const

/** Seconds an event may wait when no config says otherwise: 6 h. Documented: PutFunctionEventInvokeConfig. */
export const DEFAULT_EVENT_AGE_SECONDS = 21_600
/** Range of `MaximumEventAgeInSeconds`. Documented: PutFunctionEventInvokeConfig. */
export const EVENT_AGE_SECONDS_RANGE = [60, 21_600] as const

/** Wait before the first and the second retry after a function error. Documented: "Error handling for async invocation". */
export const FUNCTION_ERROR_DELAYS_MS = [60_000, 120_000] as const

/** First wait after a throttle or a system error; it doubles up to the cap. Documented: same page. */
export const BACKOFF_FIRST_MS = 1_000
/** Longest wait after a throttle or a system error. Documented: same page. */
export const BACKOFF_CAP_MS = 300_000

/** Concurrent executions of an account in a region. Documented: "Lambda quotas" (new accounts may start with 10). */
export const DEFAULT_ACCOUNT_CONCURRENCY = 1_000
/** Unreserved executions that AWS insists on leaving in an account. Documented: PutFunctionConcurrency. */
export const MINIMUM_UNRESERVED_CONCURRENCY = 100

/** Environments that one function may gain at once, and within `SCALING_PERIOD_MS`. Documented: "Lambda function scaling". */
export const SCALING_ENVIRONMENTS = 1_000
export const SCALING_PERIOD_MS = 10_000

/** Function timeout when none is set, and its range, in seconds. Documented: "Lambda quotas". */
export const DEFAULT_TIMEOUT_SECONDS = 3
export const TIMEOUT_SECONDS_RANGE = [1, 900] as const

/** Memory when none is set, and its range, in MB. Documented: "Lambda quotas". */
export const DEFAULT_MEMORY_MB = 128
export const MEMORY_MB_RANGE = [128, 10_240] as const

/** Largest payload of an `Event` invocation, in bytes. Documented: Invoke (1 MB since October 2025). */
export const EVENT_PAYLOAD_BYTES = 1_048_576
/** Largest payload of the old InvokeAsync. Recorded. */
export const INVOKE_ASYNC_PAYLOAD_BYTES = 262_144
/** Largest client context, in characters of base64. Documented: Invoke. */
export const CLIENT_CONTEXT_CHARACTERS = 3_583
/** Bytes at the end of a log that `X-Amz-Log-Result` carries. Documented: Invoke. */
export const LOG_TAIL_BYTES = 4_096

/** What an account may hold, in bytes. Documented: "Lambda quotas". */
export const CODE_QUOTAS = {
  CodeSizeUnzipped: 262_144_000,
  CodeSizeZipped: 52_428_800,
  TotalCodeSize: 80_530_636_800,
} as const
/** Bytes of all environment variables of a function, as JSON text. Documented: same page. */
export const ENVIRONMENT_BYTES = 4_096
/** `/tmp` when nothing is said, and its range, in MB. Documented: same page. */
export const DEFAULT_STORAGE_MB = 512
export const STORAGE_MB_RANGE = [512, 10_240] as const

/** Largest payload of a `RequestResponse` invocation, a synchronous call, in bytes. Documented: "Lambda quotas" (6 MB). */
export const CALL_PAYLOAD_BYTES = 6_291_456

/** Runs of one function within one chain of invocations before the next is stopped. Recorded: 16 ran, the 17th did not. */
export const RECURSION_RUNS = 16

/**
 * Seconds that an SQS queue keeps a message when nothing is said: 4 days, and the range. Documented: SQS Developer Guide,
 * "Amazon SQS message quotas".
 */
export const DEFAULT_RETENTION_SECONDS = 345_600
export const RETENTION_SECONDS_RANGE = [60, 1_209_600] as const
