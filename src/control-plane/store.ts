import type { EventInvokeConfig } from '../rules/event-invoke-config.ts'
import type { Architecture } from '../rules/price.ts'

/** Whether loop detection stops a function that calls itself. */
export type RecursiveLoop = 'Terminate' | 'Allow'

/** What belongs to a function as a whole, whichever version runs. */
export interface FunctionRow {
  readonly name: string
  /** Number of the version published last; 0 before the first. Numbers are never used again. */
  readonly lastVersion: number
  /** Undefined: none set, the function shares what the account has left. */
  readonly reservedConcurrency: number | undefined
  readonly recursiveLoop: RecursiveLoop | undefined
}

/** The settings of a version: `$LATEST`, which changes, or a published one, which never does. */
export interface VersionRow {
  readonly functionName: string
  /** `$LATEST` or a number. */
  readonly version: string
  /** Counts the changes of `$LATEST`; a published version keeps the count it was made from. */
  readonly revision: number
  readonly timeoutSeconds: number
  readonly memoryMb: number
  readonly architecture: Architecture
  readonly deadLetterArn: string | undefined
  /** Milliseconds since 1970. */
  readonly lastModifiedMs: number
}

export interface AliasRow {
  readonly functionName: string
  readonly name: string
  readonly functionVersion: string
  /** A second version and the share of attempts that run it, 0 to 1. */
  readonly other: { readonly version: string; readonly weight: number } | undefined
  readonly description: string
}

export interface EventInvokeConfigRow {
  readonly functionName: string
  /** `$LATEST`, a version or an alias. */
  readonly qualifier: string
  readonly config: EventInvokeConfig
  /** Milliseconds since 1970. */
  readonly lastModifiedMs: number
}

/** Provisioned concurrency that is asked for on a version or an alias. */
export interface ProvisionedConcurrencyRow {
  readonly functionName: string
  /** A version or an alias. */
  readonly qualifier: string
  /** Environments: a whole number, 1 or more. */
  readonly executions: number
  /** Milliseconds since 1970. */
  readonly lastModifiedMs: number
}

/** Rows of one kind, each found by a function's name and a key of its own: a version, an alias, a qualifier. */
export interface Rows<Row> {
  get(functionName: string, key: string): Row | undefined
  /** All rows of a function, by ascending key (in code units). */
  list(functionName: string): readonly Row[]
  /** Adds the row, or replaces the one under the same key. */
  put(functionName: string, key: string, row: Row): void
  /** Whether there was such a row. */
  delete(functionName: string, key: string): boolean
}

/**
 * Where a control plane keeps what it is told. Synchronous, because the engine asks in the middle of a decision. Rows
 * are values: a store gives back what was put and never changes a row.
 */
export interface Store {
  function(name: string): FunctionRow | undefined
  /** In order of creation. */
  functions(): readonly FunctionRow[]
  /** Adds the function, or replaces its row in place. */
  putFunction(row: FunctionRow): void
  /** Deletes the function with its versions, aliases, provisioned concurrency and configs. */
  deleteFunction(name: string): void
  readonly versions: Rows<VersionRow>
  readonly aliases: Rows<AliasRow>
  readonly eventInvokeConfigs: Rows<EventInvokeConfigRow>
  readonly provisionedConcurrency: Rows<ProvisionedConcurrencyRow>
  /** Runs writes that belong together: all of them are kept, or none when `work` throws. */
  atomically<T>(work: () => T): T
}
