import type { FaultPlan } from './fault.ts'

const NOTHING: FaultPlan = []

/** What goes wrong in a harness: the faults of its events, functions that are throttled, targets that are down. */
export class Disturbances {
  /** By the event's number. */
  private readonly plans = new Map<number, FaultPlan>()
  /** Copies that are to come, by the event's number. */
  private readonly copiesAhead = new Map<number, number>()
  /** Until when, in milliseconds of the harness's clock, by function. */
  private readonly throttledUntil = new Map<string, number>()
  /** The same of targets, by ARN. */
  private readonly downUntil = new Map<string, number>()
  /** When dispatches were throttled that found concurrency free, by the event's number. */
  private readonly injected = new Map<number, number[]>()

  plan(event: number, faults: FaultPlan): void {
    if (faults.length > 0) this.plans.set(event, faults)
  }

  of(event: number): FaultPlan {
    return this.plans.get(event) ?? NOTHING
  }

  /** So many more copies of an event are to come. */
  expectCopy(event: number, more: 1 | -1): void {
    this.copiesAhead.set(event, (this.copiesAhead.get(event) ?? 0) + more)
  }

  expectsCopy(event: number): boolean {
    return (this.copiesAhead.get(event) ?? 0) > 0
  }

  throttle(functionName: string, untilMs: number): void {
    this.throttledUntil.set(functionName, untilMs)
  }

  down(arn: string, untilMs: number): void {
    this.downUntil.set(arn, untilMs)
  }

  up(arn: string): void {
    this.downUntil.delete(arn)
  }

  isDown(arn: string, nowMs: number): boolean {
    return nowMs < (this.downUntil.get(arn) ?? 0)
  }

  /** Whether a dispatch is throttled whatever is free. It is remembered as injected. */
  throttles(functionName: string, event: number, acceptedMs: number, nowMs: number): boolean {
    const isThrottled =
      nowMs < (this.throttledUntil.get(functionName) ?? 0) ||
      this.of(event).some(
        (fault) =>
          fault.kind === 'throttle' &&
          nowMs >= acceptedMs + fault.fromMs &&
          nowMs < acceptedMs + fault.fromMs + fault.forMs,
      )
    if (isThrottled) this.injected.set(event, [...(this.injected.get(event) ?? []), nowMs])
    return isThrottled
  }

  /** Whether the throttle of an event at that moment was injected. */
  isInjected(event: number, atMs: number): boolean {
    return this.injected.get(event)?.includes(atMs) ?? false
  }
}
