/** What the policy checks look for, by the ids that their findings carry: docs/reference/policy-checks.md tells of each. */
export const POLICY_CHECKS = [
  'age-below-timeout',
  'config-not-inherited',
  'dead-letter-of-version',
  'destination-loop',
  'destination-never-fires',
  'drops-leave-no-trace',
  'no-concurrency',
  'retry-lost-to-timeouts',
  'retry-never-comes',
  'same-target-twice',
  'setting-refused',
] as const
export type PolicyCheck = (typeof POLICY_CHECKS)[number]

/** One thing that is odd about the settings of a function. */
export interface PolicyFinding {
  readonly id: PolicyCheck
  /** `warning`: hardly meant so. `note`: good to know, and often meant. */
  readonly grade: 'warning' | 'note'
  readonly functionName: string
  /** `$LATEST`, a version or an alias; undefined for what holds for the whole function. */
  readonly qualifier: string | undefined
  /** What is odd and why, with the arithmetic: one sentence without the function's name. */
  readonly text: string
  /**
   * The setting that it is about, beneath the function: `['aliases', 'live', 'eventInvokeConfig', 'MaximumRetryAttempts']`.
   * `$LATEST` has no step of its own; an empty path is the function as a whole.
   */
  readonly path: readonly string[]
}

/** A finding of a check of one function. */
export type FunctionFinding = Omit<PolicyFinding, 'functionName'>
