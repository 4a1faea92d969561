import type { Condition } from '../rules/condition.ts'
import type { RuleId } from '../rules/explanation.ts'
import type { Outcome } from '../rules/outcome.ts'
import type { Side } from '../rules/routing.ts'
import type { ThrottleReason } from '../rules/throttle.ts'
import type { Origin } from './lineage.ts'

/** What every step says: when it was, in simulated milliseconds from 0, and the rules that made it, the main one first. */
interface Made {
  readonly atMs: number
  readonly rules: readonly RuleId[]
}

/** A moment at which a decision was made, with the event's age then, in milliseconds. */
interface Aged extends Made {
  readonly ageMs: number
}

/** The steps of a timeline by their kind. What was in force is said as it was at that moment. */
export interface Steps {
  /** `origin` of an event that was born of another one. */
  accepted: Made & { readonly origin: Origin | undefined }
  /** Until the next dispatch. `after` is how the last one came out, `none` before the first. */
  wait: Made & {
    readonly untilMs: number
    readonly after: Outcome
    /** The wait without what varies or lengthens it. */
    readonly nominalMs: number
    readonly retries: number
    readonly maximumRetries: number
    /** Throttles and system errors in a row. */
    readonly setbacks: number
  }
  /** Under `fifo`: joined the queue. */
  queue: Aged & { readonly reason: ThrottleReason }
  throttle: Aged & {
    /** Which limit refused the dispatch, by AWS's reason. */
    readonly reason: ThrottleReason
    /** Attempts in progress and how many may be: of the function where reserved, else of what the account has left. */
    readonly running: number
    readonly limit: number
    /** Concurrency that idle provisioned environments keep, beside the limit; undefined for none. */
    readonly kept: number | undefined
    readonly reserved: number | undefined
    readonly setbacks: number
    /** What made it happen, where a test did. */
    readonly injected?: string
  }
  /** A dispatch that found no target. */
  miss: Aged & { readonly attempt: number; readonly qualifier: string }
  /** A dispatch that ran. Without `endMs`, `outcome` and `durationMs` while it is in progress. */
  attempt: Aged & {
    readonly attempt: number
    readonly version: string
    /** Share of the version among the attempts of a weighted alias. */
    readonly share: number | undefined
    /** Whether in a provisioned environment, or spilled over to an on-demand one; undefined where there are none. */
    readonly provisioned: boolean | undefined
    readonly coldStartMs: number | undefined
    readonly endMs: number | undefined
    readonly outcome: Outcome | undefined
    readonly durationMs: number | undefined
    /** What real code threw, in a line, and the file and line that it came from. */
    readonly error?: { readonly text: string; readonly place: string | undefined }
    /** What made it end so, where a test did. */
    readonly injected?: string
  }
  end: Aged & {
    readonly condition: Condition
    readonly attempts: number
    readonly retries: number
    readonly maximumRetries: number
    readonly maximumAgeMs: number
    readonly reserved: number | undefined
    /** Whether a dispatch was due, and not only just over. */
    readonly atDispatch: boolean
    /** How the dispatch came out that was just over. */
    readonly after: Outcome | undefined
    /** Of a drop by the age look-ahead: the age that the event would have had at its next dispatch. */
    readonly nextAgeMs: number | undefined
  }
  /** Of what the event left behind. `born`: the event that a function as target got, if that is known. */
  delivery: Made & {
    readonly side: Side
    readonly target: string
    readonly taken: boolean
    /** Why the target did not take it, in a clause, where that is known. */
    readonly loss?: string
    readonly born: number | undefined
    /** What made it fail, where a test did. */
    readonly injected?: string
  }
  discard: Made
  /** A queue sent back what the event had left in it: `born` is the event that this became. */
  /** What a test did beside the event's own course, or was to do. */
  note: Made & { readonly text: string }
  redrive: Made & { readonly queue: string; readonly side: Side; readonly born: number }
}

export type StepKind = keyof Steps

/** One step of an event's timeline. */
export type Step = { [Kind in StepKind]: { readonly kind: Kind } & Steps[Kind] }[StepKind]
