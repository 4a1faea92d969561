import type { EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import type { ModelChoices } from '../../rules/model-choices.ts'
import type { Duration } from '../faults/fault.ts'
import type { Handler } from '../handlers/handler.ts'

/** What a harness is made with. */
export interface HarnessOptions {
  /** By name. A bare handler is a function with Lambda's defaults. */
  readonly functions?: Readonly<Record<string, Handler | FunctionOptions>>
  readonly account?: AccountOptions | undefined
  /** The instant at which the harness's clock starts. Default 2026-01-01T00:00:00Z. */
  readonly start?: string | Date | undefined
  /** Of request ids and of all that is left to chance. Whole number, 0 to 2⁵³ − 1; default 1. */
  readonly seed?: number | undefined
  /** What AWS does not say, by the names of `ModelChoices`. */
  readonly options?: Partial<ModelChoices> | undefined
  /** How long a handler may run in real time with nothing to wait for but input and output. Default 2 s. */
  readonly realLimit?: Duration | undefined
}

export interface AccountOptions {
  /** 12 digits; default 123456789012. */
  readonly id?: string | undefined
  /** Default us-east-1. */
  readonly region?: string | undefined
  /** Concurrent executions of the account. Default 1,000. Below 100, functions may reserve all of it. */
  readonly concurrency?: number | undefined
}

/** A function's code: one handler for all of its environments, or one that each of them loads anew. At most one of the two. */
interface VersionCode {
  readonly handler?: Handler | undefined
  /**
   * Loads the code in an execution environment and gives its handler: what it keeps in memory is that environment's, and lost
   * with a crash or a timeout.
   */
  readonly environment?: (() => Handler) | undefined
}

type FunctionCode =
  | { readonly handler: Handler; readonly environment?: undefined }
  | { readonly handler?: undefined; readonly environment: () => Handler }

/** Settings that a published version has of its own. */
export interface VersionOptions extends VersionCode {
  /** Whole seconds, 1 s to 15 min; default 3 s. */
  readonly timeout?: Duration | undefined
  /** MB, 128 to 10,240; default 128. */
  readonly memory?: number | undefined
  readonly deadLetterConfig?: { readonly TargetArn?: string | undefined } | undefined
  /** Exactly the body of PutFunctionEventInvokeConfig. Stored for this version alone. */
  readonly eventInvokeConfig?: EventInvokeConfig | undefined
}

export type FunctionOptions = FunctionCode & FunctionSettings

/** What a function has beside its code. */
export interface FunctionSettings extends Omit<VersionOptions, keyof VersionCode> {
  /** Virtual time that an attempt takes at least. Default 0: what its own timers take. */
  readonly duration?: Duration | undefined
  /** Default: the function shares what the account has left. */
  readonly reservedConcurrency?: number | undefined
  readonly recursiveLoop?: 'Terminate' | 'Allow' | undefined
  /** Published versions by number, from 1 without gaps. What one leaves out is the function's, but for the config. */
  readonly versions?: Readonly<Record<number, VersionOptions>> | undefined
  readonly aliases?: Readonly<Record<string, AliasOptions>> | undefined
}

export interface AliasOptions {
  readonly version: string | number
  /** A second version, and its share of the attempts, 0 to 1. */
  readonly weights?: Readonly<Record<string, number>> | undefined
  readonly eventInvokeConfig?: EventInvokeConfig | undefined
}

/** The options with every default filled in. */
export interface Setup {
  readonly account: { readonly account: string; readonly region: string; readonly concurrency: number | undefined }
  readonly startMs: number
  readonly seed: number
  readonly choices: Partial<ModelChoices>
  readonly realLimitMs: number
  readonly functions: ReadonlyMap<string, FunctionOptions>
}
