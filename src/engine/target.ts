import type { Allocation } from './allocation.ts'
import type { Fleet } from './fleet.ts'
import type { Pool } from './pool.ts'

/** A function as the engine sees it: the settings that hold now, and what runs. */
export interface FunctionState {
  readonly index: number
  readonly name: string
  /** Reserved concurrency, or `UNRESERVED`. */
  reserved: number
  recursiveLoop: 'Terminate' | 'Allow'
  pool: Pool
  /** Attempts in progress. */
  running: number
  /** Those of synchronous calls. */
  calls: number
  readonly fleet: Fleet
  /** By number; 0 is `$LATEST`. A place is empty where the version is not there. */
  readonly versions: (VersionState | undefined)[]
}

export interface VersionState {
  /** 0 is `$LATEST`. */
  readonly number: number
  timeoutMs: number
  memoryMb: number
  deadLetterArn: string | undefined
  /** Counts the deployments. */
  revision: number
  /** Slot of the environment that became idle last, or `NO_SLOT`. */
  idle: number
  /** Undefined where it never had provisioned concurrency. */
  provisioned: Allocation | undefined
}

/** A function and qualifier that events or calls are addressed to, with the settings that hold for them now. */
export interface Target {
  /** Its place in the list of targets. */
  readonly index: number
  readonly function: FunctionState
  /** `$LATEST`, a version or an alias. */
  readonly qualifier: string
  /** Whether synchronous calls are sent to it, and not events: then it has no config and no successor. */
  readonly isSynchronous: boolean
  /** The target that new events take: another one where events keep the config of their acceptance. */
  successor: Target
  maximumRetries: number
  maximumAgeMs: number
  onSuccessArn: string | undefined
  onFailureArn: string | undefined
  /** Undefined where the qualifier does not exist. */
  version: VersionState | undefined
  /** Second version of a weighted alias, and its share. */
  otherVersion: VersionState | undefined
  otherWeight: number
  /** Payload of events that bring none of their own. */
  payload: Uint8Array
}

/** What AWS calls a version by its number. */
export function versionName(number: number): string {
  return number === 0 ? '$LATEST' : String(number)
}
