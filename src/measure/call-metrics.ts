import { Histogram } from './histogram.ts'

/** What is counted and measured of the synchronous calls of one function, or of all together. Times in milliseconds. */
export class CallMetrics {
  calls = 0
  succeeded = 0
  /** Calls that ended in a function error. */
  errors = 0
  /** Calls that were refused with 429. */
  throttles = 0
  /** Calls that ended in a system error. */
  systemErrors = 0
  /** Calls of something that was not there: 404. */
  notFound = 0
  coldStarts = 0
  /** Time that their environments were in use. */
  busyMs = 0
  gbSeconds = 0
  /** Of each call that ran, without its cold start. */
  readonly duration = new Histogram()
  /** What the caller of each call that ran waited for the answer: cold start and duration. */
  readonly response = new Histogram()

  /** Calls that ran. */
  get runs(): number {
    return this.succeeded + this.errors
  }

  /** Calls in progress. */
  get pending(): number {
    return this.calls - this.runs - this.throttles - this.systemErrors - this.notFound
  }

  /** Adds another function's calls. */
  add(other: CallMetrics): void {
    this.calls += other.calls
    this.succeeded += other.succeeded
    this.errors += other.errors
    this.throttles += other.throttles
    this.systemErrors += other.systemErrors
    this.notFound += other.notFound
    this.coldStarts += other.coldStarts
    this.busyMs += other.busyMs
    this.gbSeconds += other.gbSeconds
    this.duration.add(other.duration)
    this.response.add(other.response)
  }
}
