import type { AttemptTable } from '../engine/attempt-table.ts'
import type { FunctionState } from '../engine/target.ts'
import { SYSTEM_ERROR } from '../rules/outcome.ts'
import { billedMs, gbSeconds } from '../rules/price.ts'

/** What is counted of a function's provisioned concurrency, all versions together. */
export class ProvisionedCounts {
  /** Attempts in provisioned environments, system errors not counted: as `Invocations`, no code ran. */
  invocations = 0
  /** Attempts that ran on demand while all provisioned environments of their version were in use. */
  spillover = 0
  /** Billed GB-seconds of those attempts. */
  gbSeconds = 0
  /** Most attempts at one moment in provisioned environments. */
  maxRunning = 0
  /** Highest share of the environments that was in use at one moment, 0 to 1. */
  maxUtilization = 0

  /** Notes how many provisioned environments of a function are in use. */
  note(running: number, { versions }: FunctionState): void {
    const size = versions.reduce((sum, version) => sum + (version?.provisioned?.size ?? 0), 0)
    this.maxRunning = Math.max(this.maxRunning, running)
    if (size > 0) this.maxUtilization = Math.max(this.maxUtilization, Math.min(1, running / size))
  }

  /** Counts an attempt of a version with provisioned concurrency that has ended. */
  count(attempts: AttemptTable, attempt: number, { versions }: FunctionState): void {
    if (attempts.outcome(attempt) === SYSTEM_ERROR) return
    if (!attempts.isProvisioned(attempt)) {
      this.spillover++
      return
    }
    this.invocations++
    const memoryMb = versions[attempts.version(attempt)]?.memoryMb ?? 0
    this.gbSeconds += gbSeconds(billedMs(attempts.initMs(attempt), attempts.durationMs(attempt)), memoryMb)
  }

  /** Adds another function's counts. The maxima do not add up and are left alone. */
  add(other: ProvisionedCounts): this {
    this.invocations += other.invocations
    this.spillover += other.spillover
    this.gbSeconds += other.gbSeconds
    return this
  }
}

/** Whether an attempt is of a version with provisioned environments: in one of them, or spilled over. */
export function concernsProvisioned(attempts: AttemptTable, attempt: number): boolean {
  return attempts.isProvisioned(attempt) || attempts.hasSpilled(attempt)
}
