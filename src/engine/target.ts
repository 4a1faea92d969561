import { UNRESERVED } from '../rules/decision.ts'
import type { Allocation } from './allocation.ts'
import { Fleet } from './fleet.ts'
import type { Pool } from './pool.ts'
import type { VersionSettings } from './ports.ts'
import type { Running } from './running.ts'
import type { VersionLines } from './version-lines.ts'

/** A function as the engine sees it: the settings that hold now, and what runs. */
export class FunctionState {
  readonly index: number
  readonly name: string
  /** Reserved concurrency, or `UNRESERVED`. */
  reserved = UNRESERVED
  recursiveLoop: 'Terminate' | 'Allow' = 'Terminate'
  pool: Pool
  readonly fleet = new Fleet()
  /** By number; 0 is `$LATEST`. A place is empty where the version is not there. */
  readonly versions: (VersionState | undefined)[] = []
  private readonly counts: Running

  constructor(index: number, name: string, pool: Pool, counts: Running) {
    this.index = index
    this.name = name
    this.pool = pool
    this.counts = counts
    counts.grow(index)
  }

  /** Attempts in progress. */
  get running(): number {
    return this.counts.of(this.index)
  }

  /** Those of synchronous calls. */
  get calls(): number {
    return this.counts.callsOf(this.index)
  }

  /** So many more calls are in progress; below 0: so many fewer. */
  addCalls(more: number): void {
    this.counts.addCalls(this.index, more)
  }
}

export class VersionState {
  readonly function: FunctionState
  /** 0 is `$LATEST`. */
  readonly number: number
  /** Its place in the lines of versions. */
  readonly place: number
  timeoutMs: number
  memoryMb: number
  deadLetterArn: string | undefined
  /** Counts the deployments. */
  revision: number
  private readonly lines: VersionLines
  private allocation: Allocation | undefined = undefined

  constructor(state: FunctionState, number: number, settings: VersionSettings, lines: VersionLines) {
    this.function = state
    this.number = number
    this.place = lines.add(number)
    this.timeoutMs = settings.timeoutMs
    this.memoryMb = settings.memoryMb
    this.deadLetterArn = settings.deadLetterArn
    this.revision = settings.revision
    this.lines = lines
  }

  /** Slot of the environment that became idle last, or `NO_SLOT`. */
  get idle(): number {
    return this.lines.idle(this.place)
  }

  set idle(slot: number) {
    this.lines.setIdle(this.place, slot)
  }

  /** Undefined where it never had provisioned concurrency. */
  get provisioned(): Allocation | undefined {
    return this.allocation
  }

  set provisioned(allocation: Allocation) {
    this.allocation = allocation
    this.lines.setProvisioned(this.place)
  }
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
