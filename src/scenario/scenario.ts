import type { EventInvokeConfig } from '../rules/event-invoke-config.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import type { Architecture, PriceTable } from '../rules/price.ts'
import type { ArrivalSpec } from './arrival-spec.ts'
import type { DistributionSpec } from './distribution.ts'
import type { Expectation } from './expectation.ts'

/**
 * A scenario as the simulator takes it: checked, every default filled in, every file read. Times are milliseconds
 * from the start of the run, rates are events a millisecond. Plain data: it can be sent to a worker.
 */
export interface Scenario {
  readonly name: string
  /** Whole number, 0 to 2⁵³ − 1. */
  readonly seed: number
  /** The instant of time 0, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly startMs: number
  /** Generated arrivals stop before this time, `at` arrivals at it; the run goes on until every event has ended. */
  readonly runLengthMs: number
  /** Events accepted before this time are left out of the figures: 0 or more, below the run length. */
  readonly warmUpMs: number
  readonly account: AccountSpec
  readonly options: ModelChoices
  /** Life of an idle environment in ms, drawn for each idle time; undefined: `options.idleLife` holds for all. */
  readonly idleLife: DistributionSpec | undefined
  /** In the order of the file; those of `functionsFrom` come last, in the order of their file. Names are unique. */
  readonly functions: readonly FunctionSpec[]
  readonly destinations: readonly DestinationSpec[]
  readonly prices: PriceTable
  readonly expectations: readonly Expectation[]
}

export interface AccountSpec {
  /** 12 digits. */
  readonly id: string
  readonly region: string
  /** Concurrent executions of the account. */
  readonly concurrency: number
}

export interface FunctionSpec {
  readonly name: string
  readonly timeoutMs: number
  readonly memoryMb: number
  readonly architecture: Architecture
  /** Undefined: the function shares the unreserved concurrency of the account. */
  readonly reservedConcurrency: number | undefined
  /** Undefined: the choice `recursiveLoop` of the options holds. */
  readonly recursiveLoop: 'Terminate' | 'Allow' | undefined
  /** The stored config of `$LATEST`; undefined where none is stored. */
  readonly eventInvokeConfig: EventInvokeConfig | undefined
  readonly deadLetterArn: string | undefined
  /** What every event carries: JSON text in UTF-8. */
  readonly payload: Uint8Array
  readonly model: ModelSpec
  /** Published versions, "1" first, without gaps. */
  readonly versions: readonly VersionSpec[]
  readonly aliases: readonly AliasSpec[]
  readonly arrivals: readonly ArrivalSpec[]
}

/** A published version: what it does not set itself is that of the function. */
export interface VersionSpec {
  /** "1", "2", … */
  readonly version: string
  readonly timeoutMs: number
  readonly memoryMb: number
  /** The stored config of this version: no fallback to that of `$LATEST`. */
  readonly eventInvokeConfig: EventInvokeConfig | undefined
  readonly deadLetterArn: string | undefined
  readonly model: ModelSpec
}

export interface AliasSpec {
  readonly name: string
  readonly functionVersion: string
  /** A second version and its share of the attempts, 0 to 1. */
  readonly other: { readonly version: string; readonly weight: number } | undefined
  /** The stored config of this alias: no fallback to that of the version or of `$LATEST`. */
  readonly eventInvokeConfig: EventInvokeConfig | undefined
}

/** How long attempts run and how they end. */
export interface ModelSpec {
  /** Run time of an attempt without its cold start, in ms. */
  readonly duration: DistributionSpec
  /** Whether an event's recorded duration, if it has one, goes before `duration`. Left out: no. */
  readonly usesRecorded?: boolean
  /** Time added to the first use of an execution environment, in ms. */
  readonly coldStart: DistributionSpec
  readonly errors: ErrorsSpec
}

export interface ErrorsSpec {
  /** Probability of a function error, drawn for each attempt. */
  readonly probability: number
  /** Probability that an event fails at every attempt, drawn once an event. */
  readonly poison: number
  /** Probability of a system error, drawn for each attempt. */
  readonly system: number
  /** Every attempt that starts in one of these fails. */
  readonly outages: readonly OutageSpec[]
}

/** From `fromMs`, included, to `toMs`, excluded. */
export interface OutageSpec {
  readonly fromMs: number
  readonly toMs: number
}

/** Where deliveries to one target fail. */
export interface DestinationSpec {
  readonly arn: string
  /** Probability that a delivery fails. */
  readonly probability: number
  readonly outages: readonly OutageSpec[]
}
