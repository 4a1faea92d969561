import fc from 'fast-check'
import { DEFAULT_RETRY_ATTEMPTS, DEFAULT_TIMEOUT_SECONDS } from '../../rules/limits.ts'
import { type Duration, milliseconds } from '../faults/fault.ts'

/** How one run of a handler comes out. */
export interface PlayedOutcome {
  readonly outcome: 'success' | 'error' | 'timeout'
  /** Until it comes out, at most the function's timeout; for a timeout of no account. */
  readonly durationMs: number
}

export interface OutcomeSequenceOptions {
  /** Attempts that an event has if all fail. Default: 3. */
  readonly attempts?: number | undefined
  /** Of the function. Default: 3 s. */
  readonly timeout?: Duration | undefined
}

/**
 * What the runs of a handler for one event come to: failures, then a success unless there are as many failures as attempts.
 * Each number of failures is as likely. Shrinks to fewer failures, to errors, and to shorter durations.
 *
 * @throws RangeError for a number of attempts below 1, or a bad duration
 */
export function outcomeSequences(options: OutcomeSequenceOptions = {}): fc.Arbitrary<readonly PlayedOutcome[]> {
  const { attempts = DEFAULT_RETRY_ATTEMPTS + 1 } = options
  const timeoutMs = milliseconds(options.timeout ?? DEFAULT_TIMEOUT_SECONDS * 1000)
  if (!(Number.isInteger(attempts) && attempts >= 1))
    throw new RangeError(`outcomeSequences: expected attempts to be a whole number from 1 on, got ${attempts}`)
  const durationMs = fc.nat(timeoutMs)
  const failure = fc.oneof(
    { withCrossShrink: true },
    fc.record({ outcome: fc.constant('error' as const), durationMs }),
    fc.constant({ outcome: 'timeout' as const, durationMs: timeoutMs }),
  )
  return fc.tuple(fc.array(failure, { maxLength: attempts, size: 'max' }), durationMs).map(([failures, lastMs]) => {
    if (failures.length === attempts) return failures
    return [...failures, { outcome: 'success' as const, durationMs: lastMs }]
  })
}

/** What is asked of the context of an attempt. */
interface PlayContext {
  readonly awsRequestId: string
  getRemainingTimeInMillis(): number
}

/**
 * A handler whose runs come out as a sequence says: for each event its first run as the first outcome, and so on; runs after
 * the last outcome as that one. A duplicate goes on where the event is: it has the same request id. Returns null, or throws.
 */
export function playing(outcomes: readonly PlayedOutcome[]): (event: unknown, context: PlayContext) => Promise<null> {
  if (outcomes.length === 0) throw new RangeError('playing: expected at least one outcome, got none')
  const runs = new Map<string, number>()
  return async (_event, context) => {
    const run = runs.get(context.awsRequestId) ?? 0
    runs.set(context.awsRequestId, run + 1)
    const { outcome, durationMs } = outcomes[Math.min(run, outcomes.length - 1)]!
    const lastsMs = outcome === 'timeout' ? context.getRemainingTimeInMillis() + 1 : durationMs
    if (lastsMs > 0) await new Promise((done) => setTimeout(done, lastsMs))
    if (outcome === 'error') throw new Error(`played: run ${run + 1} fails`)
    return null
  }
}
