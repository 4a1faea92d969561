import { SCALING_ENVIRONMENTS, SCALING_PERIOD_MS } from './limits.ts'
import type { ScalingRate } from './scaling-rate.ts'

/**
 * What AWS neither documents nor has been recorded to do, as named options. Each has the default that fits the
 * recordings best; `docs/reference/behaviour.md` lists them beside the facts, so that nobody takes one for the other.
 */
export interface ModelChoices {
  /**
   * What happens to an event that finds no free concurrency. `backoff`, as Lambda documents it: it is throttled and
   * comes back after 1, 2, 4 … 300 s. `fifo`: it waits in a queue, first come first served, as queueing theory has it.
   */
  readonly queueing: 'backoff' | 'fifo'
  /**
   * Random factor on every wait. `none`: nominal waits. `recorded`: uniform over the ranges seen in recordings,
   * [0.875, 1.125] after a function error and [0.95, 1.15] after a throttle.
   */
  readonly jitter: 'none' | 'recorded' | { readonly functionError: FactorRange; readonly throttle: FactorRange }
  /** `approximateInvokeCount` of a success after failed attempts: how many ran (recorded in 2022), or always one. */
  readonly successInvokeCount: 'attempts' | 'one'
  /** Which wait the age look-ahead adds to the age. */
  readonly ageLookAheadDelay: 'nominal' | 'jittered'
  /** Whether age plus wait equal to the limit drops the event (`inclusive`) or still lets it wait (`exclusive`). */
  readonly ageLookAheadBoundary: 'inclusive' | 'exclusive'
  /** Record of an event that ran, was throttled and then aged out: the throttle's 429, or the last run's response. */
  readonly throttledRecord: 'lastDispatch' | 'lastRun'
  /** A backlog of `k` events doubles the waits after a throttle: wait × (1 + backlog / k). Range: k > 0. */
  readonly backPressure: 'off' | number
  /** Probability that an accepted event is delivered a second time. Range 0 to 1. */
  readonly duplicateProbability: number
  /**
   * Milliseconds until a changed event-invoke config takes effect (0 or more; recordings suggest 90,000 to 150,000),
   * or `atAcceptance`: an event keeps the config that was in force when it was accepted.
   */
  readonly configPropagation: number | 'atAcceptance'
  /** A record too large for its target: SNS gets it without payloads on failure, anything else fails; or all fail. */
  readonly oversizeRecord: 'dropPayloadOnSns' | 'fail'
  /** Further tries of a delivery that failed, after 1, 2, 4 … s. Range: whole number, 0 or more. */
  readonly deliveryRetries: number
  /** Which of the two deliveries of a dropped event goes first. */
  readonly deliveryOrder: 'destinationFirst' | 'deadLetterFirst'
  /** Whether the version behind a weighted alias is drawn anew for each attempt or once an event. */
  readonly weightedAlias: 'reroll' | 'sticky'
  /** An event whose alias was deleted: attempts that end in 404 and use up the retries, or a silent drop. */
  readonly missingTarget: 'attempt' | 'drop'
  /** Dead-letter target of a published version: the one at publication, or that of `$LATEST`. */
  readonly versionDeadLetter: 'locked' | 'followsLatest'
  /** Attributes of the dead letter for zero reserved concurrency: its own message without a code, or those of a throttle. */
  readonly zeroReservedDeadLetter: 'message' | 'throttle'
  /** An event stopped by loop detection: routed like any other drop, or dropped without a record. */
  readonly recursionStop: 'record' | 'dropOnly'
  /**
   * Waits after a throttle or a system error. `documented`: 1, 2, 4 … 300 s. Or exponential, drawn for each wait by the
   * event's own draws, as the retrial queues of theory have it; the nominal wait is then the mean, in ms and above 0.
   */
  readonly throttleBackoff: 'documented' | { readonly exponential: { readonly meanMs: number } }
  /** Whether the back-off after a throttle starts again at 1 s once an attempt has run. */
  readonly throttleBackoffAfterRun: 'reset' | 'continue'
  /** Whether a system error counts as an attempt in `approximateInvokeCount` (it never uses up a retry). */
  readonly systemErrors: 'notCounted' | 'counted'
  /** Order of events that are due at the same instant. */
  readonly dueOrder: 'acceptance' | 'random'
  /** Milliseconds between acceptance and the first dispatch. Range: 0 or more; recordings: about 40. */
  readonly queueLatencyMs: number
  /** `Terminate`: the delivery that would start a function's 17th run in one chain is dropped. `Allow`: it runs. */
  readonly recursiveLoop: 'Terminate' | 'Allow'
  /** Record of an event that ran and then met zero reserved concurrency: without a response, or with the last one. */
  readonly zeroReservedAfterRun: 'noResponse' | 'lastResponse'
  /**
   * Milliseconds after which an execution environment that nobody used is gone, 0 or more; `forever`: never. AWS names
   * no figure, and two recorded runs had environments that lasted longer. Lives that vary: `EngineParts.idleLife`.
   */
  readonly idleLife: number | 'forever'
  /**
   * Milliseconds from its making after which an environment is not used again, however busy it was, 0 or more: an attempt in
   * progress goes on to its end. `forever`: only idleness ends it. AWS names no figure; the oldest
   * environments of two recorded runs went after 7,266 s and 7,330 s.
   */
  readonly environmentLife: number | 'forever'
  /** How fast a function gains environments, or `off`: as fast as it likes. The figures are documented. */
  readonly scalingRate: ScalingRate | 'off'
  /**
   * Milliseconds until provisioned concurrency that is newly asked for during a run is ready, 0 or more. AWS says that it
   * takes a minute or two, then goes on at the scaling rate. What there is at the start of a run is ready.
   */
  readonly provisionedReadyMs: number
}

/** Lowest and highest factor, both above 0, lowest first. */
export type FactorRange = readonly [lowest: number, highest: number]

/** The names that choices have: of some of them all values, of others those beside numbers. Whoever reads a choice goes by it. */
export const CHOICE_NAMES = {
  queueing: ['backoff', 'fifo'],
  jitter: ['none', 'recorded'],
  successInvokeCount: ['attempts', 'one'],
  ageLookAheadDelay: ['nominal', 'jittered'],
  ageLookAheadBoundary: ['inclusive', 'exclusive'],
  throttledRecord: ['lastDispatch', 'lastRun'],
  backPressure: ['off'],
  configPropagation: ['atAcceptance'],
  oversizeRecord: ['dropPayloadOnSns', 'fail'],
  deliveryOrder: ['destinationFirst', 'deadLetterFirst'],
  weightedAlias: ['reroll', 'sticky'],
  missingTarget: ['attempt', 'drop'],
  versionDeadLetter: ['locked', 'followsLatest'],
  zeroReservedDeadLetter: ['message', 'throttle'],
  recursionStop: ['record', 'dropOnly'],
  throttleBackoff: ['documented'],
  throttleBackoffAfterRun: ['reset', 'continue'],
  systemErrors: ['notCounted', 'counted'],
  dueOrder: ['acceptance', 'random'],
  recursiveLoop: ['Terminate', 'Allow'],
  zeroReservedAfterRun: ['noResponse', 'lastResponse'],
  idleLife: ['forever'],
  environmentLife: ['forever'],
  scalingRate: ['off'],
} as const satisfies { readonly [Name in keyof ModelChoices]?: readonly ModelChoices[Name][] }

/** The defaults of every model choice. */
export const DEFAULT_MODEL_CHOICES: ModelChoices = {
  queueing: 'backoff',
  jitter: 'none',
  successInvokeCount: 'attempts',
  ageLookAheadDelay: 'nominal',
  ageLookAheadBoundary: 'inclusive',
  throttledRecord: 'lastDispatch',
  backPressure: 'off',
  duplicateProbability: 0,
  configPropagation: 0,
  oversizeRecord: 'dropPayloadOnSns',
  deliveryRetries: 0,
  deliveryOrder: 'destinationFirst',
  weightedAlias: 'reroll',
  missingTarget: 'attempt',
  versionDeadLetter: 'locked',
  zeroReservedDeadLetter: 'message',
  recursionStop: 'record',
  throttleBackoff: 'documented',
  throttleBackoffAfterRun: 'reset',
  systemErrors: 'notCounted',
  dueOrder: 'acceptance',
  queueLatencyMs: 0,
  recursiveLoop: 'Terminate',
  zeroReservedAfterRun: 'noResponse',
  idleLife: 600_000,
  environmentLife: 'forever',
  scalingRate: { environments: SCALING_ENVIRONMENTS, perMs: SCALING_PERIOD_MS },
  provisionedReadyMs: 0,
}

/** The factors that two recordings suggest: seven first gaps and two second gaps, and two runs of throttles. */
const RECORDED_JITTER = { functionError: [0.875, 1.125], throttle: [0.95, 1.15] } as const

/** The factor ranges of a jitter choice, or undefined where waits are nominal. */
export function jitterRanges(jitter: ModelChoices['jitter']) {
  if (jitter === 'none') return undefined
  return jitter === 'recorded' ? RECORDED_JITTER : jitter
}
