import { effectiveConfig } from '../event-invoke-config.ts'
import type { FunctionFacts, PolicyChoices } from './facts.ts'
import type { FunctionFinding } from './finding.ts'
import { configPath, type Qualifier, qualifiersOf } from './qualifier.ts'
import { type RetrySchedule, retrySchedule, sum } from './retry-schedule.ts'

const ORDINALS = ['the first', 'the second'] as const

/** Retries that the age limit takes away: always, or where attempts run into their timeout. */
export function retryFindings(facts: FunctionFacts, choices: PolicyChoices): FunctionFinding[] {
  return qualifiersOf(facts, choices).flatMap((qualifier) => {
    if (qualifier.config === undefined) return []
    const config = effectiveConfig(qualifier.config)
    const atOnce = retrySchedule(config, 0, choices)
    const timeoutMs = Math.max(0, ...qualifier.versions.map((version) => version.timeoutMs))
    const timedOut = retrySchedule(config, timeoutMs, choices)
    const never = neverComes(qualifier, atOnce, choices)
    if (timeoutMs >= config.maximumAgeMs) return [...never, ageBelowTimeout(qualifier, timeoutMs)]
    const isWorse = timedOut.attempts < atOnce.attempts
    return isWorse ? [...never, lostToTimeouts(qualifier, timedOut, timeoutMs, choices)] : never
  })
}

/** Whoever names a number of retries wants them; whoever names an age alone may not. */
function neverComes(qualifier: Qualifier, schedule: RetrySchedule, choices: PolicyChoices): FunctionFinding[] {
  const { attempts, missed } = schedule
  if (missed === undefined) return []
  const { MaximumRetryAttempts } = qualifier.config ?? {}
  const isAsked = MaximumRetryAttempts !== undefined && MaximumRetryAttempts !== null
  const what = attempts === 0 ? 'an attempt' : retriesFrom(qualifier, attempts)
  return [
    {
      id: 'retry-never-comes',
      grade: isAsked || attempts === 0 ? 'warning' : 'note',
      qualifier: qualifier.name,
      text: `${what} can never come: at the earliest ${dueText(qualifier, missed, choices)}`,
      path: configPath(qualifier, 'MaximumEventAgeInSeconds'),
    },
  ]
}

function ageBelowTimeout(qualifier: Qualifier, timeoutMs: number): FunctionFinding {
  const { maximumAgeMs, maximumRetries } = effectiveConfig(qualifier.config)
  const given = `an attempt may run for ${secondsText(timeoutMs)}, and an event be ${secondsText(maximumAgeMs)} old`
  const harm =
    maximumRetries > 0
      ? 'one that times out at its first attempt is never retried'
      : 'one that finds no free concurrency may be dropped before a single attempt in its way has ended'
  return {
    id: 'age-below-timeout',
    grade: maximumRetries > 0 ? 'warning' : 'note',
    qualifier: qualifier.name,
    text: `${given}: ${harm}`,
    path: configPath(qualifier, 'MaximumEventAgeInSeconds'),
  }
}

function lostToTimeouts(
  qualifier: Qualifier,
  { attempts, missed = [] }: RetrySchedule,
  timeoutMs: number,
  choices: PolicyChoices,
): FunctionFinding {
  const when = `after attempts that time out at ${secondsText(timeoutMs)}`
  return {
    id: 'retry-lost-to-timeouts',
    grade: 'note',
    qualifier: qualifier.name,
    text: `${retriesFrom(qualifier, attempts)} does not come ${when}: ${dueText(qualifier, missed, choices)}`,
    path: configPath(qualifier, 'MaximumEventAgeInSeconds'),
  }
}

/** The retry that follows so many attempts, with those after it. */
function retriesFrom(qualifier: Qualifier, attempts: number): string {
  const { maximumRetries } = effectiveConfig(qualifier.config)
  const isFollowed = attempts < maximumRetries
  return `${ORDINALS[attempts - 1] ?? 'a further'} retry${isFollowed ? ` of ${maximumRetries}` : ''}`
}

/** When an attempt would be due, and why that is too late. */
function dueText(qualifier: Qualifier, terms: readonly number[], choices: PolicyChoices): string {
  const { maximumAgeMs } = effectiveConfig(qualifier.config)
  const parts = terms.map(secondsText)
  const age = parts.length > 1 ? `${parts.join(' + ')} = ${secondsText(sum(terms))}` : parts[0]!
  const limit = choices.ageLookAheadBoundary === 'inclusive' ? 'be younger than' : 'be no older than'
  return `it is due at an age of ${age}, and an event must ${limit} ${secondsText(maximumAgeMs)}`
}

function secondsText(timeMs: number): string {
  return `${Number((timeMs / 1_000).toFixed(3))} s`
}
