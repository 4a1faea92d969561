import { SAME_MS } from '../rules/age.ts'
import type { Condition } from '../rules/condition.ts'
import type { RuleId } from '../rules/explanation.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import type { Outcome } from '../rules/outcome.ts'
import type { Side } from '../rules/routing.ts'
import type { ThrottleReason } from '../rules/throttle.ts'
import type { BirthKind } from './lineage.ts'
import type { AttemptStart, Transitions } from './transition.ts'

/** Why there is an event at all. @param by what it was born by; undefined for one that a caller sent */
export function originRule(by: BirthKind | undefined): RuleId {
  if (by === undefined) return 'acceptance'
  return by === 'duplicate' || by === 'redrive' ? by : 'birth'
}

/** The limit that a dispatch met. */
const THROTTLE_RULES: Readonly<Record<ThrottleReason, RuleId>> = {
  ConcurrentInvocationLimitExceeded: 'accountThrottle',
  ReservedFunctionConcurrentInvocationLimitExceeded: 'reservedThrottle',
  FunctionInvocationRateLimitExceeded: 'scalingThrottle',
}

/** Why an attempt ran as it did: what its outcome means comes in front once it has ended. */
export function attemptRules({
  coldStartMs,
  share,
  qualifier,
  attempt,
  provisioned,
}: Pick<AttemptStart, 'coldStartMs' | 'share' | 'qualifier' | 'attempt' | 'provisioned'>): RuleId[] {
  const rules: RuleId[] = ['dispatch']
  if (provisioned !== undefined) rules.push(provisioned ? 'provisioned' : 'spillover')
  if (coldStartMs !== undefined) rules.push('coldStart')
  if (share !== undefined) rules.push('weightedAlias')
  else if (attempt > 1 && !/^(?:\$LATEST|\d+)$/.test(qualifier)) rules.push('aliasLookUp')
  return rules
}

/** Why a dispatch was refused. */
export function throttleRules({ reason, kept }: Pick<Transitions['throttled'], 'reason' | 'kept'>): RuleId[] {
  const rule = THROTTLE_RULES[reason]
  return kept === undefined || rule === 'scalingThrottle' ? [rule] : [rule, 'keptProvisioned']
}

/** What follows from how a dispatch came out. */
export function outcomeRule(outcome: Outcome): RuleId {
  switch (outcome) {
    case 'success':
      return 'success'
    case 'timeout':
      return 'timeout'
    case 'system':
      return 'systemError'
    default:
      return 'functionError'
  }
}

/** Why an event waits as long as it does. */
export function waitRules(after: Outcome, waitMs: number, nominalMs: number, choices: ModelChoices): RuleId[] {
  if (after === 'none') return ['queueLatency']
  const isBackOff = after === 'throttle' || after === 'system'
  const isDrawn = isBackOff && choices.throttleBackoff !== 'documented'
  const rules: RuleId[] = [isDrawn ? 'exponentialWait' : isBackOff ? 'backOff' : 'retryWait']
  if (Math.abs(waitMs - nominalMs) <= SAME_MS) return rules
  if (choices.jitter !== 'none') rules.push('jitter')
  if (isBackOff && choices.backPressure !== 'off') rules.push('backPressure')
  return rules
}

/** What an end was decided from. */
export interface EndFacts {
  readonly condition: Condition
  readonly ageMs: number
  readonly maximumAgeMs: number
  readonly nextAgeMs: number | undefined
  readonly retries: number
  readonly maximumRetries: number
  /** Whether there was a dispatch before: one that ran, was throttled, missed its target or joined the queue. */
  readonly wasDispatched: boolean
  /** How the dispatch came out that was just over; undefined where a dispatch was due. */
  readonly after: Outcome | undefined
}

/** Why an event ended as it did. */
export function endRules(facts: EndFacts, choices: ModelChoices): RuleId[] {
  const { ageMs, maximumAgeMs, nextAgeMs } = facts
  switch (facts.condition) {
    case 'Success':
      return ageMs > maximumAgeMs ? ['success', 'lateSuccess'] : ['success']
    case 'RetriesExhausted':
      return facts.after === 'missing' && facts.retries < facts.maximumRetries ? ['silentDrop'] : ['retriesExhausted']
    case 'ZeroReservedConcurrency':
      return facts.wasDispatched ? ['zeroReservedLater', 'zeroReserved'] : ['zeroReserved']
    case 'RecursiveInvocation':
      return choices.recursionStop === 'dropOnly' ? ['loopDetection', 'silentStop'] : ['loopDetection']
    case 'EventAgeExceeded': {
      const rule: RuleId = nextAgeMs === undefined ? 'tooOld' : 'lookAhead'
      const isBoundary = Math.abs((nextAgeMs ?? ageMs) - maximumAgeMs) <= SAME_MS
      return isBoundary ? [rule, 'ageBoundary'] : [rule]
    }
  }
}

/** Why a message was sent, or what its failure means. */
export function deliveryRule(side: Side, taken: boolean): RuleId {
  return taken ? side : 'deliveryFailure'
}
