import { admits } from '../rules/admission.ts'
import { Allocation, type AllocationUse } from './allocation.ts'
import { NO_SLOT } from './attempt-table.ts'
import type { EngineState } from './engine-state.ts'
import type { Pool } from './pool.ts'
import type { FunctionState, VersionState } from './target.ts'

/**
 * Provisioned concurrency in motion. Idle environments of an allocation keep concurrency of the function's pool: it is
 * missing from the pool's limit, and comes back to it for as long as an attempt runs in them. So an on-demand attempt
 * is admitted or not by the same comparison, whether a function has provisioned concurrency or none.
 */
export class Provisioning {
  /** Is told of a pool in which environments have become ready later than they were asked for. */
  onReady: (pool: Pool) => void = () => {}
  private readonly engine: EngineState

  constructor(engine: EngineState) {
    this.engine = engine
  }

  /**
   * Asks for so many environments of a version. Fewer than there are go at once, those in use when their attempts end;
   * more are ready after the delay.
   */
  request(state: FunctionState, version: VersionState, requested: number, delayMs: number): void {
    if (requested === (version.provisioned?.requested ?? 0)) return
    version.provisioned ??= new Allocation(version)
    const allocation = version.provisioned
    const more = requested - allocation.requested
    allocation.requested = requested
    if (more < 0) this.withdraw(state, allocation, -more)
    else if (delayMs === 0) this.resize(state, allocation, allocation.size + more)
    else this.plan(state, allocation, more, delayMs)
  }

  private plan(state: FunctionState, allocation: Allocation, count: number, delayMs: number): void {
    const { agenda, nowMs } = this.engine
    const entry = agenda.plan(nowMs + delayMs, () => {
      const growth = allocation.growths.shift()!
      this.resize(state, allocation, allocation.size + growth.count)
      this.onReady(state.pool)
    })
    allocation.growths.push({ count, entry })
  }

  /** First those that would be ready last, then those that are ready. */
  private withdraw(state: FunctionState, allocation: Allocation, count: number): void {
    const { growths } = allocation
    let left = count
    for (let last = growths.at(-1); last && left > 0; last = growths.at(-1)) {
      const taken = Math.min(left, last.count)
      last.count -= taken
      left -= taken
      if (last.count > 0) return
      this.engine.agenda.cancel(last.entry)
      growths.pop()
    }
    if (left > 0) this.resize(state, allocation, allocation.size - left)
  }

  /** A provisioned environment for an attempt: its slot, or `NO_SLOT` where none is free. There is no cold start. */
  take(event: number, { pool }: FunctionState, version: VersionState): number {
    const allocation = version.provisioned!
    if (!this.isFree(allocation, pool)) return NO_SLOT
    const { attempts, nowMs } = this.engine
    allocation.run(1, nowMs)
    pool.keep(-1)
    const slot = attempts.create(event, version.place)
    attempts.provision(slot)
    return slot
  }

  /** Whether `take` would find one. */
  has({ pool }: FunctionState, { provisioned }: VersionState): boolean {
    return provisioned !== undefined && this.isFree(provisioned, pool)
  }

  /**
   * Takes back the environment of an attempt that has ended. After a timeout or a crash too: it is initialised anew before
   * anybody asks for it. Also of a version that was deleted since.
   */
  free(attempt: number, state: FunctionState): void {
    const { attempts, versions } = this.engine
    const allocation = versions[attempts.place(attempt)]!.provisioned!
    attempts.release(attempt)
    allocation.run(-1, this.engine.nowMs)
    if (allocation.running >= allocation.size) return this.engine.environments.shrink(state, 1)
    state.pool.keep(1)
  }

  /** Counts the time that environments are there from the present moment on. */
  count({ versions }: FunctionState): void {
    for (const version of versions) version?.provisioned?.count(this.engine.nowMs)
  }

  /** What came of the provisioned environments of a function, all versions together; see `Allocation.useUntil`. */
  use({ versions }: FunctionState, untilMs: number): AllocationUse {
    const use = { ms: 0, mbMs: 0, busyMs: 0 }
    for (const version of versions) {
      if (!version?.provisioned) continue
      const { ms, mbMs, busyMs } = version.provisioned.useUntil(untilMs)
      use.ms += ms
      use.mbMs += mbMs
      use.busyMs += busyMs
    }
    return use
  }

  /** Whether an environment is free. After attempts of before a change have run beyond the limit, none starts until enough of them have ended. */
  isFree(allocation: Allocation, pool: Pool): boolean {
    return allocation.running < allocation.size && admits(pool.running, pool.limit + pool.kept)
  }

  private resize(state: FunctionState, allocation: Allocation, size: number): void {
    const { environments, nowMs } = this.engine
    const { idle, size: before } = allocation
    // An environment in use that is not wanted any more stays until its attempt ends.
    const kept = Math.max(before, allocation.running)
    allocation.resize(size, nowMs)
    const keeps = Math.max(size, allocation.running)
    if (keeps > kept) environments.grow(state, keeps - kept)
    else environments.shrink(state, kept - keeps)
    state.pool.keep(allocation.idle - idle)
  }
}
