import type { EventInvokeConfig } from '../../../src/rules/event-invoke-config.ts'
import { DEFAULT_MODEL_CHOICES } from '../../../src/rules/model-choices.ts'
import type { FunctionFacts, PolicyChoices, PolicyFacts } from '../../../src/rules/policy/facts.ts'
import type { PolicyCheck, PolicyFinding } from '../../../src/rules/policy/finding.ts'
import { lintPolicies } from '../../../src/rules/policy/lint.ts'
import type { Target } from '../../../src/rules/target.ts'

export const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:failed'
export const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead'
export const BUCKET = 'arn:aws:s3:::bucket'
export const lambda = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`

/** A function that there is nothing to say about: its drops go to a queue. */
export function fine(name: string, settings: Partial<FunctionFacts> = {}): FunctionFacts {
  return {
    name,
    timeoutMs: 3_000,
    deadLetterArn: DEAD,
    eventInvokeConfig: undefined,
    reservedConcurrency: undefined,
    recursiveLoop: undefined,
    versions: [],
    aliases: [],
    addressed: undefined,
    ...settings,
  }
}

/** A config by its four settings. */
export function config(
  retries?: number | null,
  ageSeconds?: number | null,
  { onSuccess, onFailure }: { readonly onSuccess?: string; readonly onFailure?: string } = {},
): EventInvokeConfig {
  return {
    MaximumRetryAttempts: retries,
    MaximumEventAgeInSeconds: ageSeconds,
    DestinationConfig: { OnSuccess: { Destination: onSuccess }, OnFailure: { Destination: onFailure } },
  }
}

export interface AccountOptions {
  readonly choices?: Partial<PolicyChoices>
  readonly exists?: (target: Target) => boolean
}

export function account(functions: readonly FunctionFacts[], options: AccountOptions = {}): PolicyFacts {
  const { choices, exists = () => true } = options
  return {
    place: { region: 'us-east-1', account: '123456789012' },
    functions,
    exists,
    choices: { ...DEFAULT_MODEL_CHOICES, ...choices },
  }
}

/** What is found in an account. */
export function found(functions: readonly FunctionFacts[], options: AccountOptions = {}): PolicyFinding[] {
  return lintPolicies(account(functions, options))
}

/** Findings of one id, a line each: `warning f:live aliases.live.eventInvokeConfig: text`. */
export function said(id: PolicyCheck, functions: readonly FunctionFacts[], options: AccountOptions = {}): string[] {
  return found(functions, options)
    .filter((finding) => finding.id === id)
    .map(({ grade, functionName, qualifier, path, text }) => {
      const whose = qualifier === undefined ? functionName : `${functionName}:${qualifier}`
      return `${grade} ${whose} ${path.join('.')}: ${text}`
    })
}
