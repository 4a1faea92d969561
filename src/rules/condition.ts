/** Why an event ended, as `requestContext.condition` of the invocation record names it. */
export const CONDITIONS = [
  'Success',
  'RetriesExhausted',
  'EventAgeExceeded',
  'ZeroReservedConcurrency',
  'RecursiveInvocation',
] as const

export type Condition = (typeof CONDITIONS)[number]

/** The conditions of a drop: every end but success. */
export type DropCondition = Exclude<Condition, 'Success'>
export const DROP_CONDITIONS = CONDITIONS.slice(1) as readonly DropCondition[]

/**
 * The conditions as small integers, their places in `CONDITIONS`: what decisions return on the path of every event.
 * `RecursiveInvocation` is unverified: the stop is recorded, the name is not.
 */
export const SUCCESS = 0
export const RETRIES_EXHAUSTED = 1
export const EVENT_AGE_EXCEEDED = 2
export const ZERO_RESERVED_CONCURRENCY = 3
export const RECURSIVE_INVOCATION = 4

/** What a decision returns where the event does not end. */
export const GOES_ON = -1
