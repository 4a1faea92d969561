import type { Fault, FaultPlan } from './fault.ts'

const NOTHING: FaultPlan = []

/** A time in which a target is down. */
interface Down {
  readonly fault: Fault & { readonly kind: 'down' }
  readonly fromMs: number
  untilMs: number
  /** When deliveries failed because of it. */
  readonly struckMs: number[]
}

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
  /** Times in which targets are down because a fault says so. */
  private readonly downs: Down[] = []
  /** When dispatches were throttled that found concurrency free, by the event's number. */
  private readonly injected = new Map<number, number[]>()

  /** What goes wrong with an event that is accepted now. */
  plan(event: number, faults: FaultPlan, nowMs: number): void {
    if (faults.length === 0) return
    this.plans.set(event, faults)
    for (const fault of faults) {
      if (fault.kind !== 'down') continue
      const fromMs = nowMs + fault.fromMs
      this.downs.push({ fault, fromMs, untilMs: fromMs + fault.forMs, struckMs: [] })
    }
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

  up(arn: string, nowMs: number): void {
    this.downUntil.delete(arn)
    for (const down of this.downs) if (down.fault.target === arn) down.untilMs = Math.min(down.untilMs, nowMs)
  }

  /** Whether a delivery fails now. */
  isDown(arn: string, nowMs: number): boolean {
    const down = this.downs.find(
      ({ fault, fromMs, untilMs }) => fault.target === arn && nowMs >= fromMs && nowMs < untilMs,
    )
    down?.struckMs.push(nowMs)
    return down !== undefined || nowMs < (this.downUntil.get(arn) ?? 0)
  }

  /** The fault because of which a delivery to a target failed at that moment. */
  downFault(arn: string, atMs: number): Fault | undefined {
    return this.downs.find(({ fault, struckMs }) => fault.target === arn && struckMs.includes(atMs))?.fault
  }

  /** Whether a delivery has failed because of a fault. */
  hasStruck(fault: Fault): boolean {
    return this.downs.some((down) => down.fault === fault && down.struckMs.length > 0)
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

  /** Whether a throttle of an event was injected within a window. */
  hasThrottled(event: number, fromMs: number, untilMs: number): boolean {
    return this.injected.get(event)?.some((atMs) => atMs >= fromMs && atMs < untilMs) ?? false
  }

  /** Whether the throttle of an event at that moment was injected. */
  isInjected(event: number, atMs: number): boolean {
    return this.injected.get(event)?.includes(atMs) ?? false
  }
}
