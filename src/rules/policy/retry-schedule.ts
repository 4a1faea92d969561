import { GOES_ON } from '../condition.ts'
import { decideDispatch, decideFunctionError, UNRESERVED } from '../decision.ts'
import type { EffectiveConfig } from '../event-invoke-config.ts'
import { jitterRanges } from '../model-choices.ts'
import { functionErrorDelayMs, jitteredMs } from '../retry.ts'
import type { PolicyChoices } from './facts.ts'

/** Which attempts an event gets that fails at each of them and never waits for concurrency. */
export interface RetrySchedule {
  /** How many there are. */
  readonly attempts: number
  /**
   * What the age at which the next one was due is made of, in ms: run times and waits, in order. Undefined where all that
   * the retries allow are there.
   */
  readonly missed: readonly number[] | undefined
}

/**
 * The attempts of an event of which each fails after `durationMs`, as the rules decide. Where waits are jittered they are
 * the shortest that can be: so an attempt that is not there never comes, if none ends sooner.
 */
export function retrySchedule(
  { maximumRetries, maximumAgeMs }: Pick<EffectiveConfig, 'maximumRetries' | 'maximumAgeMs'>,
  durationMs: number,
  choices: PolicyChoices,
): RetrySchedule {
  const isInclusive = choices.ageLookAheadBoundary === 'inclusive'
  const range = jitterRanges(choices.jitter)?.functionError ?? [1, 1]
  const terms = choices.queueLatencyMs > 0 ? [choices.queueLatencyMs] : []
  const mayStart = () => decideDispatch(UNRESERVED, sum(terms), maximumAgeMs, isInclusive, false) === GOES_ON
  for (let attempts = 0; ; attempts++) {
    if (!mayStart()) return { attempts, missed: terms }
    if (attempts === maximumRetries) return { attempts: attempts + 1, missed: undefined }
    if (durationMs > 0) terms.push(durationMs)
    const nominalMs = functionErrorDelayMs(attempts)
    const waitMs = jitteredMs(nominalMs, range, 0)
    const lookAheadMs = choices.ageLookAheadDelay === 'nominal' ? nominalMs : waitMs
    const after = [UNRESERVED, attempts, maximumRetries, sum(terms), lookAheadMs, maximumAgeMs, isInclusive] as const
    if (decideFunctionError(...after) !== GOES_ON) return { attempts: attempts + 1, missed: [...terms, lookAheadMs] }
    terms.push(waitMs)
  }
}

export function sum(terms: readonly number[]): number {
  return terms.reduce((total, each) => total + each, 0)
}
