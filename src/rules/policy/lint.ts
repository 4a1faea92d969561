import { refusingFunctions } from './concurrency.ts'
import type { PolicyFacts } from './facts.ts'
import type { PolicyFinding } from './finding.ts'
import { lockedDeadLetters, lostConfigs } from './inheritance.ts'
import { loopFindings } from './loops.ts'
import { retryFindings } from './retries.ts'
import { deafDestinations, doubledTargets, refusalFindings, tracelessDrops } from './targets.ts'

/**
 * What is odd about the retry policies of an account: settings that can have no effect, and losses that nobody is told of.
 * Function by function, then loops. Nothing is said of a policy that is fine.
 */
export function lintPolicies(account: PolicyFacts): PolicyFinding[] {
  const findings = account.functions.flatMap((facts) =>
    [
      ...refusingFunctions(facts),
      ...retryFindings(facts, account.choices),
      ...refusalFindings(facts, account),
      ...deafDestinations(facts, account),
      ...tracelessDrops(facts, account),
      ...doubledTargets(facts, account),
      ...lostConfigs(facts, account),
      ...lockedDeadLetters(facts, account),
    ].map((finding): PolicyFinding => ({ ...finding, functionName: facts.name })),
  )
  return [...findings, ...loopFindings(account)]
}
