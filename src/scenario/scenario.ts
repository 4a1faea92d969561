import type { EventInvokeConfig } from '../rules/event-invoke-config.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import type { Architecture, PriceTable } from '../rules/price.ts'
import type { ArrivalSpec } from './arrival-spec.ts'
import type { ChangeSpec } from './change.ts'
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
  readonly dependencies: readonly DependencySpec[]
  /** In order of time; equal times in the order of the file. */
  readonly changes: readonly ChangeSpec[]
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
  /** Environments that are made ahead; undefined for none. */
  readonly provisionedConcurrency: number | undefined
}

export interface AliasSpec {
  readonly name: string
  readonly functionVersion: string
  /** A second version and its share of the attempts, 0 to 1. */
  readonly other: { readonly version: string; readonly weight: number } | undefined
  /** The stored config of this alias: no fallback to that of the version or of `$LATEST`. */
  readonly eventInvokeConfig: EventInvokeConfig | undefined
  /** Environments that are made ahead, of the version that it leads to; undefined for none. */
  readonly provisionedConcurrency: number | undefined
}

/** How long attempts run and how they end. */
export interface ModelSpec {
  /** Run time of an attempt without its cold start, in ms. */
  readonly duration: DistributionSpec
  /** Whether an event's recorded duration, if it has one, goes before `duration`. Left out: no. */
  readonly usesRecorded?: boolean
  /** Added to the duration for each byte of the payload, in ms. */
  readonly perByteMs: number
  /** Bytes of each event's payload, drawn once an event; undefined: as many as it has. */
  readonly payloadSize: DistributionSpec | undefined
  /** Time added to the first use of an execution environment, in ms. */
  readonly coldStart: DistributionSpec
  readonly errors: ErrorsSpec
  /** What attempts need, each dependency at most once. */
  readonly uses: readonly UseSpec[]
}

export interface ErrorsSpec {
  /** Probability of a function error, drawn for each attempt; 0 where it is given by attempt. */
  readonly probability: number
  /** Probability at an event's first attempt, its second and so on; the last holds from there on. Undefined: the same for all. */
  readonly byAttempt: readonly number[] | undefined
  /** Probability that an event fails at every attempt, drawn once an event. */
  readonly poison: number
  /** Probability of a system error, drawn for each attempt. */
  readonly system: number
  /** Probabilities that an attempt which would succeed fails after its side effect. Together at most 1. */
  readonly crashAfterEffect: number
  readonly timeoutAfterEffect: number
  readonly outages: readonly FaultSpec[]
}

/** A need of a dependency: by name, and the probability that an attempt has it. */
export interface UseSpec {
  readonly name: string
  readonly share: number
}

/** Something that several functions need, such as a database: when those that need it fail or take longer. */
export interface DependencySpec {
  readonly name: string
  readonly outages: readonly FaultSpec[]
  /** Up and down by turns, up at first, each for as long as is drawn. */
  readonly states: ({ readonly up: DistributionSpec; readonly down: DistributionSpec } & HarmSpec) | undefined
  /** Harm by the attempts in progress that need it: none up to `from`, all of it at `full`, in proportion between. */
  readonly saturation: ({ readonly from: number; readonly full: number } & HarmSpec) | undefined
}

/** How much worse attempts fare. */
export interface HarmSpec {
  /** Probability that one fails for it. */
  readonly errors: number
  /** How many times as long one takes. */
  readonly slowdown: number
}

/** From `fromMs`, included, to `toMs`, excluded. */
export interface OutageSpec {
  readonly fromMs: number
  readonly toMs: number
}

/** An outage of attempts: those that start in it fail. */
export interface FaultSpec extends OutageSpec {
  /** Probability that one fails. */
  readonly probability: number
  /** How long one hangs before it fails, in ms; undefined: as long as it would have run. */
  readonly duration: DistributionSpec | undefined
}

/** One target, with what becomes of messages there. */
export interface DestinationSpec extends DeliveryErrorsSpec {
  readonly arn: string
  /** Undefined: what was delivered is not looked at any more. */
  readonly queue: QueueSpec | undefined
}

/** Where deliveries to a target fail. */
export interface DeliveryErrorsSpec {
  /** Whether every delivery fails. */
  readonly isDown: boolean
  /** Probability that a delivery fails. */
  readonly probability: number
  readonly outages: readonly OutageSpec[]
}

/** A queue that messages wait in. */
export interface QueueSpec {
  readonly retentionMs: number
  readonly consumer: ConsumerSpec | undefined
  /** In order of time. */
  readonly redrives: readonly RedriveSpec[]
}

/** What takes messages out, from `fromMs`, included, to `untilMs`, excluded. */
export type ConsumerSpec = { readonly fromMs: number; readonly untilMs: number } & (
  | { readonly kind: 'rate'; readonly ratePerMs: number }
  | { readonly kind: 'duration'; readonly concurrency: number; readonly duration: DistributionSpec }
)

/** All that waits at a time goes back as new events. */
export interface RedriveSpec {
  readonly atMs: number
  /** Undefined: to what the event of each message was sent to. */
  readonly to: { readonly functionName: string; readonly qualifier: string } | undefined
  /** Undefined: all at once. */
  readonly ratePerMs: number | undefined
}
