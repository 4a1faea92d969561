import type { Distribution } from '../kernel/distributions/index.ts'
import type { Dependency } from './dependency.ts'
import type { Outage, Span } from './outage.ts'
import type { Recording } from './recording.ts'

/** How a function without code behaves. Times in milliseconds, probabilities 0 to 1. */
export interface FunctionModel {
  /** How long an attempt runs, its cold start apart. */
  readonly duration: Distribution
  /** Length of a cold start: the first use of an execution environment. */
  readonly coldStart: Distribution
  /** Probability that an attempt ends in a function error. */
  readonly errorProbability: number
  /** Probability that an event fails at each of its attempts. */
  readonly poisonProbability: number
  /** Probability that a dispatch ends in a system error. With the error probability at most 1. */
  readonly systemErrorProbability: number
  /** Every attempt that starts in one of these fails. */
  readonly outages: readonly Span[]
  /** What was recorded of the function's events goes before `duration`; undefined where nothing was. */
  readonly recording?: Recording | undefined
  /** What else decides how attempts go; undefined where nothing does. */
  readonly circumstances?: Circumstances | undefined
}

/** What decides how attempts go beside the draws that every attempt takes. */
export interface Circumstances {
  /** Error probability of an event's first attempt, its second and so on; the last holds from there on. May be empty. */
  readonly errorsByAttempt: readonly number[]
  /** Time that each byte of the payload adds to an attempt. */
  readonly perByteMs: number
  /** Bytes of an event's payload, drawn once an event; undefined: as many as it has. */
  readonly payloadSize: Distribution | undefined
  /** Those that fail only some attempts, or let them hang. */
  readonly outages: readonly Outage[]
  /** In this order, up to the first that fails the attempt. */
  readonly uses: readonly Use[]
  /** Probabilities that an attempt that does well up to its side effect still fails: by a crash, or by hanging. */
  readonly crashAfterEffect: number
  readonly timeoutAfterEffect: number
}

/** A need of a dependency. */
export interface Use {
  readonly dependency: Dependency
  /** Probability that an attempt needs it. */
  readonly share: number
}
