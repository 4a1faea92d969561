/**
 * Why a dispatch was refused with 429, as small integers: AWS's `Reason`. The names are documented (API model of
 * Invoke), that of reserved concurrency is recorded. Which of them stands for the scaling rate is not known: a model
 * choice.
 */
export const THROTTLES = [
  'ConcurrentInvocationLimitExceeded',
  'ReservedFunctionConcurrentInvocationLimitExceeded',
  'FunctionInvocationRateLimitExceeded',
] as const

export type ThrottleReason = (typeof THROTTLES)[number]

/** The concurrency that functions share is used up. */
export const ACCOUNT_CONCURRENCY = 0
/** The function's reserved concurrency is used up. */
export const RESERVED_CONCURRENCY = 1
/** Concurrency is free, but no environment is idle and the function may not gain one yet. */
export const SCALING_RATE = 2
