import type { Place } from '../arn.ts'
import type { EventInvokeConfig } from '../event-invoke-config.ts'
import type { ModelChoices } from '../model-choices.ts'
import type { Target } from '../target.ts'

/** What the policy checks know of an account: its settings, and who is sent events. Plain data. */
export interface PolicyFacts {
  readonly place: Place
  readonly functions: readonly FunctionFacts[]
  /** Whether a target is there. Asked only for targets that are allowed. */
  readonly exists: (target: Target) => boolean
  readonly choices: PolicyChoices
}

/** The choices that the arithmetic hangs on. */
export type PolicyChoices = Pick<
  ModelChoices,
  'ageLookAheadBoundary' | 'ageLookAheadDelay' | 'jitter' | 'queueLatencyMs' | 'recursiveLoop' | 'versionDeadLetter'
>

/** Settings of `$LATEST` or of a published version. */
export interface VersionSettings {
  /** 1,000 to 900,000. */
  readonly timeoutMs: number
  readonly deadLetterArn: string | undefined
  /** The config stored for exactly this qualifier; undefined where none is. */
  readonly eventInvokeConfig: EventInvokeConfig | undefined
}

export interface VersionFacts extends VersionSettings {
  /** "1", "2", … */
  readonly version: string
}

export interface AliasFacts {
  readonly name: string
  readonly functionVersion: string
  /** A second version and its share of the attempts, 0 to 1. */
  readonly other: { readonly version: string; readonly weight: number } | undefined
  /** The config stored for exactly this alias; undefined where none is. */
  readonly eventInvokeConfig: EventInvokeConfig | undefined
}

/** A function; its own settings are those of `$LATEST`. */
export interface FunctionFacts extends VersionSettings {
  readonly name: string
  /** Undefined: none is reserved. */
  readonly reservedConcurrency: number | undefined
  /** Undefined: the choice of that name holds. */
  readonly recursiveLoop: 'Terminate' | 'Allow' | undefined
  readonly versions: readonly VersionFacts[]
  readonly aliases: readonly AliasFacts[]
  /** Qualifiers that events are sent to, by whomever; undefined where nobody knows. */
  readonly addressed: ReadonlySet<string> | undefined
}
