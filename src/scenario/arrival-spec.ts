import type { SettledDistributionSpec } from './distribution.ts'

/** How events of a source are sent, as AWS names the type of an invocation; `RequestResponse` are synchronous calls. */
export type InvocationType = 'Event' | 'RequestResponse'

/**
 * One source of events of a function. `position` is its place in the function's list: with the function's name it
 * names the source, so that a draw depends on nothing else. Generated moments lie from `fromMs`, included, to
 * `untilMs`, excluded; `at` times, and batches at given times, may lie at the run length itself.
 */
export type ArrivalSpec = {
  readonly position: number
  /** `$LATEST`, a version or an alias. */
  readonly qualifier: string
  /** Left out: `Event`. */
  readonly invocation?: InvocationType | undefined
  readonly fromMs: number
  /** At most the run length. */
  readonly untilMs: number
} & (
  | {
      readonly kind: 'poisson' | 'constant'
      /** The rate, or how it varies. */
      readonly ratePerMs: number | RateProfile
    }
  | {
      readonly kind: 'at'
      /** Ascending, all within the window. */
      readonly timesMs: readonly number[]
    }
  | {
      readonly kind: 'perMinute'
      readonly trace: MinuteCounts
      /** Left out: once, as it is. */
      readonly replay?: Replay | undefined
    }
  | { readonly kind: 'bursts'; readonly states: readonly BurstState[] }
  | BatchSpec
  | {
      readonly kind: 'recorded'
      readonly rows: RecordedRows
      /** Left out: once, as it is. */
      readonly replay?: Replay | undefined
    }
)

/** A rate that varies with time: what it is at some moments, and between them. */
export interface RateProfile {
  /** One or more, `atMs` ascending from 0; in a calendar, from local midnight of the day or of Monday. */
  readonly points: readonly RatePoint[]
  /** Whether the rate of a point holds until the next, or changes on a straight line to it. */
  readonly interpolate: 'steps' | 'linear'
  /** How it goes on after the last point: with that rate, from the start after a time, or by the calendar. */
  readonly cycle: { readonly kind: 'none' } | { readonly kind: 'every'; readonly everyMs: number } | CalendarCycle
}

export interface RatePoint {
  readonly atMs: number
  readonly ratePerMs: number
}

/** Days or weeks as clocks of a time zone show them, from one Monday or midnight to the next. */
export interface CalendarCycle {
  readonly kind: 'calendar'
  readonly days: 1 | 7
  /** A name of the IANA database, such as `Europe/Berlin`, or `UTC`. */
  readonly timeZone: string
  /** The instant of time 0, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly startMs: number
}

/** One state of a Markov chain in continuous time: Poisson arrivals at a rate, for an exponential time. */
export interface BurstState {
  readonly ratePerMs: number
  /** Mean of the time in it, above 0. */
  readonly meanMs: number
  /** Probability of each state to follow, in their order; they sum up to 1. */
  readonly next: readonly number[]
}

/** Many events at once. */
export interface BatchSpec {
  readonly kind: 'batch'
  /** Events of a batch; values are rounded to whole numbers. */
  readonly size: SettledDistributionSpec
  /** When each batch begins: at given times, ascending, or from `fromMs` on after equal times. */
  readonly begins: { readonly timesMs: readonly number[] } | { readonly everyMs: number }
  /** The events of a batch are spread evenly over this time. At most the distance of the batches. */
  readonly overMs: number
}

/** Events a minute of one function of a trace. The two lists have the same length; minutes ascend, without repeats. */
export interface MinuteCounts {
  /** Minutes from the start of the trace: whole numbers, 0 or more. */
  readonly minutes: Int32Array
  /** Events of each minute, 1 or more. */
  readonly counts: Int32Array
}

/** Single recorded events. The lists have the same length, one or more. */
export interface RecordedRows {
  /** From the start of the recording, ascending, 0 or more. */
  readonly timesMs: Float64Array
  /** How long each ran, without a cold start; undefined where the recording does not say. */
  readonly durationsMs: Float64Array | undefined
  /** How many attempts of each end in a function error before one may succeed; undefined likewise. */
  readonly failures: Uint8Array | undefined
}

/** How a trace is played. */
export interface Replay {
  /** Events for each one of the trace, above 0: by number or, for the rest of one that is not whole, by probability. */
  readonly scale: number
  /** Factor on all times, above 0. */
  readonly stretch: number
  /** How often: 1 or more, `Infinity` for without end. */
  readonly repeat: number
  /** From the start of one time to the start of the next; at least the trace's length. */
  readonly everyMs: number
}
