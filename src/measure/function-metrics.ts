import { DROP_CONDITIONS } from '../rules/condition.ts'
import { SIDES } from '../rules/routing.ts'
import { CallMetrics } from './call-metrics.ts'
import { Histogram } from './histogram.ts'
import type { ProvisionedCounts } from './provisioned-counts.ts'

/** What is counted and measured for one function, or for all together. Times in milliseconds. */
export class FunctionMetrics {
  received = 0
  succeeded = 0
  /** Drops by condition, in the order of `DROP_CONDITIONS`. */
  dropped: number[] = DROP_CONDITIONS.map(() => 0)
  discarded = 0
  attempts = 0
  /** Attempts that ended in a function error. */
  errors = 0
  throttles = 0
  /** Dispatches that ended in a system error. */
  systemErrors = 0
  /** With those of calls, as is all that follows from environments: maximum, time in use, and GB-seconds. */
  coldStarts = 0
  /** Messages that targets took, and those that failed for good, in the order of `SIDES`. */
  deliveries: number[] = SIDES.map(() => 0)
  deliveryFailures: number[] = SIDES.map(() => 0)
  maxRunning = 0
  maxBacklog = 0
  maxBacklogAtMs = 0
  /** Time that execution environments were in use: over the length of the run, the mean concurrency. */
  busyMs = 0
  gbSeconds = 0
  /** Undefined where no attempt had to do with provisioned concurrency, or nobody looked. */
  provisioned: ProvisionedCounts | undefined = undefined
  /** Age at each dispatch, as `AsyncEventAge`. */
  readonly eventAge: Histogram
  /** From acceptance to the end, drops too. */
  readonly completion: Histogram
  /** Of each attempt, without its cold start. */
  readonly duration: Histogram
  /** Synchronous calls; undefined where there were none. Only what is said so counts them above. */
  calls: CallMetrics | undefined

  constructor(eventAge = new Histogram(), completion = new Histogram(), duration = new Histogram()) {
    this.eventAge = eventAge
    this.completion = completion
    this.duration = duration
  }

  /** Events accepted and not ended. */
  get pending(): number {
    return this.dropped.reduce((pending, drops) => pending - drops, this.received - this.succeeded)
  }

  /** What is billed as a request: each attempt, and each call that ran. */
  get requests(): number {
    return this.attempts + (this.calls?.runs ?? 0)
  }

  /** Takes in synchronous calls, if there are any: they use the same environments. */
  including(calls: CallMetrics | undefined): this {
    if (!calls) return this
    this.calls = calls
    this.coldStarts += calls.coldStarts
    this.busyMs += calls.busyMs
    this.gbSeconds += calls.gbSeconds
    return this
  }

  /** Adds another function's counts. The maxima of running and backlog do not add up and are left alone. */
  add(other: FunctionMetrics): void {
    this.received += other.received
    this.succeeded += other.succeeded
    this.discarded += other.discarded
    this.attempts += other.attempts
    this.errors += other.errors
    this.throttles += other.throttles
    this.systemErrors += other.systemErrors
    this.coldStarts += other.coldStarts
    this.busyMs += other.busyMs
    this.gbSeconds += other.gbSeconds
    addAll(this.dropped, other.dropped)
    addAll(this.deliveries, other.deliveries)
    addAll(this.deliveryFailures, other.deliveryFailures)
    this.eventAge.add(other.eventAge)
    this.completion.add(other.completion)
    this.duration.add(other.duration)
    if (!other.calls) return
    this.calls ??= new CallMetrics()
    this.calls.add(other.calls)
  }
}

function addAll(to: number[], from: readonly number[]): void {
  for (let place = 0; place < from.length; place++) to[place]! += from[place]!
}
