import { PURPOSE } from '../engine/purpose.ts'
import type { Distribution } from '../kernel/distributions/index.ts'
import type { Draws } from '../kernel/draws.ts'
import { EventHeap } from '../kernel/event-heap.ts'
import type { Message } from './sink.ts'

/** What takes messages out of a queue, one by one. */
export interface Consumer {
  /**
   * When it takes the first message of the queue, which has been there since `enteredMs`; Infinity for never. Later for
   * one that entered later, and never before the last message it took.
   */
  takesMs(enteredMs: number): number
  /** It takes the message, at the time that it said. */
  take(message: Message, atMs: number): void
}

/** When a consumer works: from `fromMs`, included, to `untilMs`, excluded. */
export interface WorkingTime {
  readonly fromMs: number
  readonly untilMs: number
}

function within({ fromMs, untilMs }: WorkingTime, atMs: number): number {
  const takesMs = Math.max(atMs, fromMs)
  return takesMs < untilMs ? takesMs : Number.POSITIVE_INFINITY
}

/** Takes messages at a constant rate, at once while it has not been busy for the length of an interval. */
export class RateConsumer implements Consumer {
  private readonly intervalMs: number
  private readonly time: WorkingTime
  private freeMs = 0

  /** @param ratePerMs messages a millisecond, above 0 */
  constructor(ratePerMs: number, time: WorkingTime) {
    this.intervalMs = 1 / ratePerMs
    this.time = time
  }

  takesMs(enteredMs: number): number {
    return within(this.time, Math.max(enteredMs, this.freeMs))
  }

  take(_message: Message, atMs: number): void {
    this.freeMs = atMs + this.intervalMs
  }
}

/**
 * Some workers, each busy with one message at a time. How long is drawn from the name of the message's event, so that it
 * does not depend on what else is in the queue.
 */
export class WorkingConsumer implements Consumer {
  private readonly duration: Distribution
  private readonly time: WorkingTime
  private readonly draws: Draws
  /** When each worker is free, the first one on top. */
  private readonly free = new EventHeap()
  private taken = 0

  /** @param concurrency number of workers, 1 or more */
  constructor(concurrency: number, duration: Distribution, time: WorkingTime, draws: Draws) {
    this.duration = duration
    this.time = time
    this.draws = draws
    for (let worker = 0; worker < concurrency; worker++) this.free.push(0, worker, worker)
    this.taken = concurrency
  }

  takesMs(enteredMs: number): number {
    return within(this.time, Math.max(enteredMs, this.free.minMs))
  }

  take({ name0, name1, side }: Message, atMs: number): void {
    const worker = this.free.pop()
    this.draws.at(name0, name1, PURPOSE.consumer, side)
    this.free.push(atMs + this.duration.sample(this.draws), this.taken++, worker)
  }
}
