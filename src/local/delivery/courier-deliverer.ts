import PQueue, { TimeoutError } from 'p-queue'
import type { Delivery } from '../../engine/delivery.ts'
import type { EndedEvent } from '../../engine/ended-event.ts'
import type { Deliverer, EngineView } from '../../engine/ports.ts'
import { SIDES } from '../../rules/routing.ts'
import { parseTarget } from '../../rules/target.ts'
import type { Courier, Message } from './courier.ts'
import { oneLine } from './one-line.ts'

export interface CourierDelivererOptions {
  readonly courier: Courier
  /** Resolves once the end of the event is kept: a message is carried after that, so that no crash makes it come twice. */
  readonly kept: () => Promise<void>
  /**
   * Is told how a delivery ended: to move the engine to the present and to call its `settleDelivery`.
   *
   * @param error undefined: the target took the message
   */
  readonly settle: (delivery: Delivery, error: Error | undefined) => void
  /** Is told of what goes wrong beside the delivery itself. */
  readonly onFailure?: ((error: unknown) => void) | undefined
  /** The trace of an event, for the header of a queue's message. */
  readonly traceIdOf: (ended: EndedEvent) => string
  /** Messages that are carried at once. Whole number from 1; default 50. */
  readonly concurrency?: number | undefined
  /** How long a target may take. Default 10,000 ms. */
  readonly timeoutMs?: number | undefined
}

/** Gives the engine's deliveries to a courier, some at a time, and tells the engine what has become of them. */
export class CourierDeliverer implements Deliverer {
  private readonly options: CourierDelivererOptions
  private readonly timeoutMs: number
  private readonly tasks: PQueue
  private readonly underway = new Set<Promise<void>>()
  private readonly errors = new WeakMap<EndedEvent, Map<number, string>>()
  private engine!: EngineView

  constructor(options: CourierDelivererOptions) {
    const { concurrency = 50, timeoutMs = 10_000 } = options
    this.options = options
    this.timeoutMs = timeoutMs
    this.tasks = new PQueue({ concurrency })
  }

  attach(engine: EngineView): void {
    this.engine = engine
  }

  deliver(delivery: Delivery): undefined {
    const task = this.carry(delivery, this.engine.startMs + this.engine.nowMs)
      .catch((error: unknown) => this.options.onFailure?.(error))
      .finally(() => this.underway.delete(task))
    this.underway.add(task)
  }

  /** Why a delivery failed, the last time where it was repeated. */
  errorOf(ended: EndedEvent, side: number): string | undefined {
    return this.errors.get(ended)?.get(side)
  }

  /** Resolves when no delivery is underway any more; undefined where none is. */
  get running(): Promise<void> | undefined {
    return this.underway.size === 0 ? undefined : this.idle()
  }

  /** Resolves when no delivery is underway, those included that others have led to meanwhile. */
  async idle(): Promise<void> {
    while (this.underway.size > 0) await Promise.all(this.underway)
  }

  /** Starts no more deliveries, and resolves when those in progress have ended. The rest stays in the store. */
  async stop(): Promise<void> {
    this.tasks.pause()
    this.tasks.clear()
    await this.tasks.onPendingZero()
  }

  private async carry(delivery: Delivery, atMs: number): Promise<void> {
    await this.options.kept()
    let failure: Error | undefined
    let isStarted = false
    const { timeoutMs: timeout } = this
    const task = async ({ signal }: { signal?: AbortSignal | undefined }) => {
      isStarted = true
      await this.options.courier.carry(this.message(delivery, atMs), signal!)
    }
    try {
      await this.tasks.add(task, { timeout })
    } catch (error) {
      // Taken out of the queue by `stop`: nothing has become of it.
      if (!isStarted) return
      failure =
        error instanceof TimeoutError ? new Error(`no answer within ${this.timeoutMs} ms`) : new Error(oneLine(error))
      this.note(delivery, failure.message)
    }
    this.options.settle(delivery, failure)
  }

  private message(delivery: Delivery, atMs: number): Message {
    const { ended, side, arn } = delivery
    const { condition, functionArn, requestId } = ended.ending()
    const target = parseTarget(arn)
    if (!target) throw new Error(`expected the ARN of a queue, topic, event bus or bucket, got ${arn}`)
    return {
      arn,
      target,
      side: SIDES[side]!,
      requestId,
      functionName: ended.facts.target.function.name,
      functionArn,
      succeeded: condition === 'Success',
      atMs,
      body: delivery.body(),
      attributes: delivery.attributes(),
      traceId: this.options.traceIdOf(ended),
    }
  }

  private note({ ended, side }: Delivery, reason: string): void {
    const errors = this.errors.get(ended) ?? new Map<number, string>()
    this.errors.set(ended, errors.set(side, reason))
  }
}
