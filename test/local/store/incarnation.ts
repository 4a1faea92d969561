import type { DatabaseSync } from 'node:sqlite'
import { ControlPlane } from '../../../src/control-plane/control-plane.ts'
import type { Delivery } from '../../../src/engine/delivery.ts'
import { Engine } from '../../../src/engine/engine.ts'
import type { Observer } from '../../../src/engine/ports.ts'
import { DeliveryRecorder } from '../../../src/local/delivery/delivery-recorder.ts'
import { DurableQueue } from '../../../src/local/store/durable-queue.ts'
import { GroupCommit } from '../../../src/local/store/group-commit.ts'
import { SqliteDeliveries } from '../../../src/local/store/sqlite-deliveries.ts'
import { Observers } from '../../../src/measure/observers.ts'
import { SYSTEM_ERROR } from '../../../src/rules/outcome.ts'

export const PLACE = { account: '123456789012', region: 'us-east-1' }
export const SINK = 'arn:aws:sqs:us-east-1:123456789012:sink'
export const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead'

/** What lasts when processes die: the file, the settings, and what the world outside has seen. */
export class Outside {
  readonly database: DatabaseSync
  readonly plane: ControlPlane
  /** Payloads of the events that a caller got 202 for, by request id. */
  readonly acknowledged = new Map<string, string>()
  /** How often code ran, by request id. */
  readonly runs = new Map<string, number>()
  /** How often that ended in a system error, which is repeated without a retry. */
  readonly systemErrors = new Map<string, number>()
  kills = 0
  /** Messages that targets got: request id and target. */
  readonly messages: string[] = []

  constructor(database: DatabaseSync) {
    this.database = database
    this.plane = new ControlPlane({ ...PLACE, nowMs: () => 0, minimumUnreserved: 0 })
    this.plane.functions.create({ FunctionName: 'f', Timeout: 900, DeadLetterConfig: { TargetArn: DEAD } })
    this.plane.functions.create({ FunctionName: 'g', Timeout: 900 })
    this.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 2 })
    const DestinationConfig = {
      OnSuccess: { Destination: this.plane.functionArn('g') },
      OnFailure: { Destination: SINK },
    }
    this.plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
  }
}

/**
 * One process of an endpoint, from its start to its death: an engine with a durable queue, code that runs and messages
 * that are carried once that is on disk, and callers who are answered then.
 */
export class Incarnation {
  readonly engine: Engine
  readonly queue: DurableQueue
  readonly deliveries: SqliteDeliveries
  readonly commits: GroupCommit
  /** Numbers of the events whose code runs. */
  readonly running: number[] = []
  /** Messages that targets have and have not answered for. */
  readonly carried: Delivery[] = []
  private readonly outside: Outside
  /** Request ids by number. */
  private readonly ids = new Map<number, string>()
  private started: number[] = []
  private sent: Delivery[] = []
  private unanswered: [requestId: string, payload: string][] = []

  constructor(outside: Outside, nowMs = 0) {
    this.outside = outside
    this.commits = new GroupCommit(outside.database)
    this.deliveries = new SqliteDeliveries(outside.database, this.commits, 10_000)
    this.queue = new DurableQueue(outside.database, this.commits, PLACE, { seed: 7, startMs: 1_700_000_000_000 })
    this.engine = new Engine({
      controlPlane: outside.plane,
      place: PLACE,
      seed: this.queue.seed,
      startMs: this.queue.startMs,
      observer: new Observers([this.queue, new DeliveryRecorder(this.deliveries, () => 'no answer'), this.listener()]),
      invoker: { start: (_attempt, event) => this.start(this.engine.events.number(event)) },
      deliverer: {
        deliver: (delivery) => {
          this.sent.push(delivery)
          return undefined
        },
      },
    })
    this.queue.restore(this.engine, nowMs)
    this.engine.advance(this.engine.nowMs)
  }

  accept(functionName: string, payload: string): void {
    const number = this.engine.accept(functionName, '$LATEST', new TextEncoder().encode(payload))
    this.unanswered.push([this.ids.get(number)!, payload])
  }

  /** Moves time on, unless code could not start, for which the disk must have room. */
  advance(byMs: number): void {
    if (this.started.length > 0 && !this.commit()) return
    this.engine.advance(this.engine.nowMs + byMs)
  }

  settle(number: number, outcome: number): void {
    if (outcome === SYSTEM_ERROR) countUp(this.outside.systemErrors, this.ids.get(number)!)
    this.engine.settle(number, outcome)
    this.engine.advance(this.engine.nowMs)
  }

  tell(delivery: Delivery, isTaken: boolean): void {
    this.carried.splice(this.carried.indexOf(delivery), 1)
    this.engine.settleDelivery(delivery, isTaken)
    this.engine.advance(this.engine.nowMs)
  }

  /** Puts everything on disk; then callers hear of it, code starts and messages leave. */
  commit(): boolean {
    if (!this.commits.commit()) return false
    const { acknowledged, messages, runs } = this.outside
    for (const [id, payload] of this.unanswered) acknowledged.set(id, payload)
    for (const number of this.started) {
      countUp(runs, this.ids.get(number)!)
      this.running.push(number)
    }
    for (const delivery of this.sent) {
      messages.push(`${delivery.ended.facts.requestId()} ${delivery.arn}`)
      this.carried.push(delivery)
    }
    this.unanswered = []
    this.started = []
    this.sent = []
    return true
  }

  /** Dies: what is not on disk is gone. */
  kill(): void {
    this.outside.kills++
    this.commits.close()
  }

  private start(number: number): boolean {
    this.started.push(number)
    return false
  }

  /** Learns the ids of events, and which code runs no more, also where it ran into its timeout. */
  private listener(): Observer {
    const nothing = () => {}
    return {
      attach: nothing,
      accepted: (event) => this.ids.set(this.engine.events.number(event), this.engine.requestId(event)),
      throttled: nothing,
      missed: nothing,
      started: nothing,
      ended: (event) => {
        const number = this.engine.events.number(event)
        for (const list of [this.running, this.started]) if (list.includes(number)) list.splice(list.indexOf(number), 1)
      },
      queued: nothing,
      waiting: nothing,
      finished: nothing,
      delivered: nothing,
      deliveryFailed: nothing,
      discarded: nothing,
    }
  }
}

function countUp(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
