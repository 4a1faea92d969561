import type { Queue } from '../kernel/queue.ts'
import { Shortlist } from '../kernel/shortlist.ts'
import { admits } from '../rules/admission.ts'
import { ACCOUNT_CONCURRENCY, SCALING_RATE } from '../rules/throttle.ts'
import type { Allocation } from './allocation.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Pool } from './pool.ts'
import type { Settings } from './settings.ts'
import type { FunctionState, Target } from './target.ts'
import { NO_VERSION } from './version-lines.ts'

// A constant of this module, not of another: the compiler folds only those, and every event that waits reads it.
const UNCLEAR = NO_VERSION

/**
 * Under `fifo`: the events that no concurrency was free for, in a queue of their pool, and those that no environment
 * was there for, in one of their function, so that nobody else has to wait behind them.
 */
export class Queues {
  private readonly engine: Dispatcher
  private readonly settings: Settings

  constructor(engine: Dispatcher, settings: Settings) {
    this.engine = engine
    this.settings = settings
  }

  /** Lets an event wait. @param reason why it was not started: an index of `THROTTLES` */
  join(event: number, index: number, reason: number): void {
    const { engine } = this
    const place = engine.targetLines.version(index)
    const isHeld = reason === SCALING_RATE
    // What most events meet needs no look at the objects behind.
    if (!isHeld && place !== UNCLEAR && !engine.versionLines.isProvisioned(place)) {
      engine.poolOf(index).queue.push(event)
      return
    }
    const target = engine.targets[index]!
    const { function: state } = target
    const { pool, fleet } = state
    const queue = isHeld ? fleet.held : pool.queue
    const allocation = engine.versionOf(event, target)?.provisioned
    if (!allocation) queue.push(event)
    else {
      listOf(allocation, isHeld ? 'held' : 'queued', queue).push(event)
      pool.applicants.add(allocation)
    }
    if (!isHeld) return
    if (!pool.held.includes(state)) pool.held.push(state)
    this.planWake(state)
  }

  /** Gives free concurrency to the events that have waited longest, then environments to those that lacked them. */
  serve(pool: Pool): void {
    const { targetLines } = this.engine
    const { queue } = pool
    while (queue.size > 0) {
      const index = this.indexOf(queue.first)
      if (targetLines.reserved(index) !== 0 && !admits(pool.running, pool.limit)) break
      this.engine.dispatch(queue.shift(), index)
    }
    if (pool.kept > 0) this.serveProvisioned(pool)
    if (pool.held.length > 0) for (const state of pool.held.slice()) this.serveHeld(state)
  }

  /** Gives idle provisioned environments to those of the waiting events that may use them, whoever waits before them. */
  private serveProvisioned(pool: Pool): void {
    for (let list = this.nextList(pool); list; list = this.nextList(pool)) {
      const event = list.shift()
      this.engine.dispatch(event, this.indexOf(event))
    }
  }

  /** Where the first of them stands. What lacked an environment has had concurrency before those that still lack it. */
  private nextList(pool: Pool): Shortlist | undefined {
    let next: Shortlist | undefined
    for (const allocation of pool.applicants) {
      const { held, queued } = allocation
      const isHeld = held?.isEmpty === false
      if (!isHeld && queued?.isEmpty !== false) pool.applicants.delete(allocation)
      else if (!this.engine.provisioning.isFree(allocation, pool)) continue
      else if (isHeld) return held
      else if (!next || ((queued!.first - next.first) | 0) < 0) next = queued
    }
    return next
  }

  private findsProvisioned(event: number): boolean {
    const target = this.targetOf(event)
    const version = this.engine.versionOf(event, target)
    return version !== undefined && this.engine.provisioning.has(target.function, version)
  }

  pools(): Set<Pool> {
    return new Set([this.settings.shared, ...this.engine.functions.map((state) => state.pool)])
  }

  /**
   * After a change: events wait for the pool that their function now belongs to, those that had to move behind those
   * that waited there already.
   *
   * @param before the pools before the change
   */
  requeue(before: ReadonlySet<Pool>): void {
    for (const pool of before) {
      pool.applicants.clear()
      const held = pool.held.splice(0).flatMap(({ fleet }) => fleet.held.drain())
      for (const event of pool.queue.drain()) this.join(event, this.indexOf(event), ACCOUNT_CONCURRENCY)
      for (const event of held) this.join(event, this.indexOf(event), SCALING_RATE)
    }
    for (const pool of this.pools()) if (pool.isAwaited) this.serve(pool)
  }

  /** Index of an event's target. */
  private indexOf(event: number): number {
    return this.engine.events.target(event)
  }

  private targetOf(event: number): Target {
    return this.engine.targets[this.indexOf(event)]!
  }

  private serveHeld(state: FunctionState): void {
    const { engine } = this
    const { held } = state.fleet
    while (held.size > 0) {
      const target = this.targetOf(held.first)
      if (state.reserved !== 0 && !this.findsProvisioned(held.first)) {
        if (!admits(state.pool.running, state.pool.limit)) return
        const version = engine.versionOf(held.first, target)
        if (version && !engine.environments.has(state, version)) return
      }
      engine.dispatch(held.shift(), target.index)
    }
    remove(state.pool.held, state)
    if (state.fleet.wake !== undefined) engine.agenda.cancel(state.fleet.wake)
    state.fleet.wake = undefined
  }

  private planWake(state: FunctionState): void {
    const { agenda, environments, nowMs } = this.engine
    const nextMs = environments.nextMs(state)
    const wakeMs = nextMs > nowMs ? nextMs : nowMs + environments.gapMs
    state.fleet.wake ??= agenda.plan(wakeMs, () => this.wake(state))
  }

  private wake(state: FunctionState): void {
    const { fleet, pool } = state
    fleet.wake = undefined
    this.serveHeld(state)
    if (fleet.held.size === 0) return
    // An environment may be made but concurrency has run out: the first event now waits for that, like all others.
    if (this.engine.environments.nextMs(state) <= this.engine.nowMs) {
      const event = fleet.held.shift()
      this.join(event, this.indexOf(event), ACCOUNT_CONCURRENCY)
    }
    if (fleet.held.size === 0) remove(pool.held, state)
    else this.planWake(state)
  }
}

/** The list of those that wait for a version with provisioned concurrency, in a queue of the present. */
function listOf(allocation: Allocation, name: 'held' | 'queued', queue: Queue): Shortlist {
  const list = allocation[name]
  if (list?.queue === queue) return list
  allocation[name] = new Shortlist(queue)
  return allocation[name]
}

function remove<Item>(list: Item[], item: Item): void {
  list.splice(list.indexOf(item), 1)
}
