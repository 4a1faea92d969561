import type { Target } from '../engine/target.ts'
import type { Consumer } from './consumer.ts'

/** A record or dead letter that waits in a queue. */
export interface Message {
  /** Number of the event that left it behind. */
  readonly event: number
  /** Name of that event, in two words. */
  readonly name0: number
  readonly name1: number
  /** `onSuccess`, `onFailure` or `deadLetter`, as an index of `SIDES`. */
  readonly side: number
  /** What the event was sent to. */
  readonly target: Target
  /** What the event carried. */
  readonly payload: Uint8Array
  /** When it entered the queue. */
  readonly enteredMs: number
}

/** Is told how many messages wait, each time that it changes, in order of time. */
export interface DepthMeter {
  /** @param before messages that waited until then */
  changed(atMs: number, before: number, depth: number): void
}

/** Messages that have left are cut off the list when there are so many, and half of it. */
const WORTH_CUTTING = 1_024

/**
 * A queue behind a destination: messages enter, a consumer takes them, what nobody takes is dropped by age. First come,
 * first served (SQS promises no order: a model choice). It needs no clock: what has happened since the last look follows
 * from the times, and is caught up with at the next one. Always: received = consumed + redriven + expired + depth.
 */
export class Sink {
  received = 0
  /** Messages that the consumer took. */
  consumed = 0
  /** Messages that went back as events. */
  redriven = 0
  /** Messages that nobody took in time. */
  expired = 0
  /** Most messages that waited at one moment, after all that happened at it. */
  maxDepth = 0
  maxDepthAtMs = 0
  private readonly retentionMs: number
  private readonly consumer: Consumer | undefined
  private readonly meter: DepthMeter | undefined
  private messages: Message[] = []
  /** Place of the first message in the list. */
  private head = 0
  /** Time that messages waited which have left. */
  private waitedMs = 0
  private longestMs = 0

  /** @param retentionMs how long a message is kept */
  constructor(retentionMs: number, consumer?: Consumer, meter?: DepthMeter) {
    this.retentionMs = retentionMs
    this.consumer = consumer
    this.meter = meter
  }

  /** Messages that wait. */
  get depth(): number {
    return this.messages.length - this.head
  }

  /** The message that has waited longest. There must be one. */
  get first(): Message {
    return this.messages[this.head]!
  }

  /** Whether a message waits that was among the first so many to enter. */
  holdsOneOf(first: number): boolean {
    return this.depth > 0 && this.received - this.depth < first
  }

  /** A message enters: not before the last one did. */
  receive(message: Message): void {
    const { enteredMs } = message
    this.advance(enteredMs)
    const before = this.depth
    this.received++
    this.messages.push(message)
    // Where the consumer is free it never waits.
    if (this.consumer?.takesMs(this.first.enteredMs) === enteredMs) this.consume(enteredMs)
    if (this.depth === before) return
    this.meter?.changed(enteredMs, before, this.depth)
    if (this.depth <= this.maxDepth) return
    this.maxDepth = this.depth
    this.maxDepthAtMs = enteredMs
  }

  /** Catches up with what has happened until then, that moment included. */
  advance(nowMs: number): void {
    while (this.depth > 0) {
      const { enteredMs } = this.first
      const expiresMs = enteredMs + this.retentionMs
      const takesMs = this.consumer?.takesMs(enteredMs) ?? Number.POSITIVE_INFINITY
      const atMs = Math.min(takesMs, expiresMs)
      if (atMs > nowMs) return
      const before = this.depth
      if (takesMs < expiresMs) this.consume(atMs)
      else {
        this.leave(atMs)
        this.expired++
      }
      this.meter?.changed(atMs, before, this.depth)
    }
  }

  /** Takes the first message out to send it back. There must be one, and the sink be caught up with. */
  redrive(nowMs: number): Message {
    const before = this.depth
    const message = this.leave(nowMs)
    this.redriven++
    this.meter?.changed(nowMs, before, this.depth)
    return message
  }

  /** How long messages waited, those that wait still until now: on average and at most; 0 for none. */
  waits(nowMs: number): { readonly mean: number; readonly max: number } {
    if (this.received === 0) return { mean: 0, max: 0 }
    let sumMs = this.waitedMs
    for (let place = this.head; place < this.messages.length; place++) sumMs += nowMs - this.messages[place]!.enteredMs
    const oldestMs = this.depth > 0 ? nowMs - this.first.enteredMs : 0
    return { mean: sumMs / this.received, max: Math.max(this.longestMs, oldestMs) }
  }

  private consume(atMs: number): void {
    this.consumer!.take(this.leave(atMs), atMs)
    this.consumed++
  }

  private leave(atMs: number): Message {
    const message = this.messages[this.head++]!
    const waitedMs = atMs - message.enteredMs
    this.waitedMs += waitedMs
    if (waitedMs > this.longestMs) this.longestMs = waitedMs
    if (this.head > WORTH_CUTTING && this.head * 2 > this.messages.length) {
      this.messages = this.messages.slice(this.head)
      this.head = 0
    }
    return message
  }
}
