import { randomInt } from 'node:crypto'
import type { Hono } from 'hono'
import { ControlPlane } from '../control-plane/control-plane.ts'
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type Place } from '../rules/arn.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import { SIDES } from '../rules/routing.ts'
import { addAdmin } from './admin/admin.ts'
import { lambdaApi } from './api/lambda-api.ts'
import type { Models } from './attempts.ts'
import type { Clock } from './clock/clock.ts'
import { RealClock } from './clock/real-clock.ts'
import { VirtualClock } from './clock/virtual-clock.ts'
import type { Courier } from './delivery/courier.ts'
import { CourierDeliverer } from './delivery/courier-deliverer.ts'
import { type DeliveryOptions, openCourier } from './delivery/couriers.ts'
import { DeliveryRecorder } from './delivery/delivery-recorder.ts'
import { ProcessPool } from './runtime/process-pool.ts'
import type { Runtime, RuntimeAttempt, RuntimeResult } from './runtime/runtime.ts'
import { type GivenCode, Runtimes } from './runtimes.ts'
import { type EndpointStore, openStore } from './store/endpoint-store.ts'
import { World } from './world.ts'
import { Worlds } from './worlds.ts'

/** Largest seed that `randomInt` draws: enough that two endpoints never share one. */
const SEEDS = 2 ** 48 - 1

const HOME: Place = { account: DEFAULT_ACCOUNT, region: DEFAULT_REGION }

export interface EndpointOptions {
  /** `virtual` stands still until a client moves it. Default `real`. */
  readonly clock?: 'real' | 'virtual' | undefined
  /** Simulated milliseconds a real one, on a real clock. Above 0, up to 1,000,000; default 1. */
  readonly speed?: number | undefined
  /** A file that keeps functions, configs and accepted events. Default: they live as long as the endpoint. */
  readonly store?: string | undefined
  /** Events and deliveries that can still be asked for after their end: whole number, 0 or more. Default 10,000. */
  readonly keep?: number | undefined
  /** Where deliveries go. Default: nowhere, and every target takes everything. */
  readonly delivery?: DeliveryOptions | undefined
  /** Code by the name of its function, whatever clients hand in. */
  readonly code?: ReadonlyMap<string, GivenCode> | undefined
  /** Runs all functions instead of their code: for tests of what the endpoint does around it. */
  readonly runtime?: Runtime | undefined
  /** Functions without code, of the account and region at home. */
  readonly models?: Models | undefined
  /** Account and region of clients that say nothing of them. Default: 123456789012 in us-east-1. */
  readonly home?: Place | undefined
  /** Concurrent executions of each account. Default 1,000. */
  readonly accountConcurrency?: number | undefined
  readonly choices?: Partial<ModelChoices> | undefined
  /** Decides what is drawn, in a store that is new. Whole number, 0 to 2⁵³ − 1. Default: another each time. */
  readonly seed?: number | undefined
  /** Names beside the loopback ones by which clients reach the endpoint. */
  readonly hosts?: readonly string[] | undefined
  /** Real milliseconds that functions are pending after their creation. Default 0. */
  readonly settlingMs?: number | undefined
  /** Version of the package, for the health check. */
  readonly version: string
  readonly log: EndpointLog
}

/** What an endpoint tells of itself. */
export interface EndpointLog {
  attempt(attempt: RuntimeAttempt, result: RuntimeResult): void
  /** A delivery that was given up. */
  deliveryFailed(facts: {
    readonly destination: string
    readonly kind: string
    readonly requestId: string
    readonly error: string
  }): void
  /** Something that is nobody's request. */
  failure(error: unknown): void
}

/** The local endpoint: Lambda's API over engines that a clock moves. An app that needs no socket. */
export class Endpoint {
  readonly app: Hono
  readonly clock: Clock
  private readonly options: EndpointOptions
  private readonly place: Place
  private readonly store: EndpointStore
  private readonly worlds: Worlds
  private readonly runtimes: Runtimes
  private readonly courier: Courier | undefined
  private readonly deliverers: CourierDeliverer[] = []
  private deploy: ((plane: ControlPlane) => void) | undefined

  /** @throws StoreFileError for a store that cannot be used, RangeError for options that cannot be */
  constructor(options: EndpointOptions) {
    const { keep = 10_000, log, hosts, code = new Map(), delivery = {}, version } = options
    this.options = options
    this.place = options.home ?? HOME
    this.courier = openCourier(delivery, this.place)
    this.store = openStore(options.store, { keep, onFailure: (error) => log.failure(error) })
    this.clock = this.startClock()
    this.runtimes = new Runtimes(new ProcessPool(), this.store.code, code)
    const { accountConcurrency } = options
    const nowMs = () => this.clock.startMs + this.clock.nowMs
    this.worlds = new Worlds(
      (place) => this.open(place),
      (place) => new ControlPlane({ ...place, nowMs, accountConcurrency }),
    )
    this.app = lambdaApi({
      worlds: this.worlds,
      codes: this.store.code,
      home: this.place,
      hosts,
      onFailure: (error) => log.failure(error),
    })
    const { timelines } = this.store
    addAdmin(this.app, {
      clock: this.clock,
      worlds: this.worlds,
      lastIds: timelines && ((count) => timelines.last(count).map(({ requestId }) => requestId)),
      deliveries: (destination) => this.store.deliveries.list({ destination }),
      version,
    })
  }

  /**
   * Lets events that an earlier process had accepted go on, and not when somebody asks for their account. To be called once,
   * when clients can reach the endpoint.
   *
   * @param deploy makes or changes the functions of the account at home, before its events go on: all of that or nothing
   * @throws what `deploy` throws
   */
  start(deploy?: (plane: ControlPlane) => void): void {
    this.deploy = deploy
    const places = this.store.places()
    for (const place of deploy ? [this.place, ...places] : places) this.worlds.at(place)
  }

  /** The world of clients that say nothing of an account or a region. */
  get home(): World {
    return this.worlds.at(this.place)
  }

  /** Lets running attempts end, starts nothing more, and lets the store go. What has not ended stays in it. */
  async close(): Promise<void> {
    this.clock.stop()
    await Promise.all(this.worlds.all.map((world) => world.stop()))
    await Promise.all(this.deliverers.map((deliverer) => deliverer.stop()))
    await this.runtimes.close()
    await this.courier?.close()
    this.store.close()
  }

  /** A clock that begins now, or goes on where that of the store stood. */
  private startClock(): Clock {
    const { clock = 'real', log, speed } = this.options
    const nowMs = Date.now()
    const before = this.store.clock
    const startMs = before?.startMs ?? nowMs
    if (clock === 'virtual') return new VirtualClock(startMs, before?.nowMs)
    return new RealClock({
      startMs,
      nowMs: Math.max(nowMs - startMs, before?.nowMs ?? 0),
      speed,
      onFailure: (error) => log.failure(error),
    })
  }

  private open(place: Place): World {
    const { clock, courier, deploy, store } = this
    const {
      keep = 10_000,
      log,
      models,
      choices,
      runtime,
      seed,
      settlingMs,
      speed = 1,
      accountConcurrency,
    } = this.options
    const isHome = place.account === this.place.account && place.region === this.place.region
    const queue = store.queue(place, { seed: seed ?? randomInt(SEEDS), startMs: clock.startMs })
    const rows = store.controlPlane(place)
    let deliverer: CourierDeliverer | undefined
    return new World({
      place,
      clock,
      queue,
      keep,
      choices,
      accountConcurrency,
      exists: courier && ((target) => courier.exists(target)),
      models: isHome ? models : undefined,
      settlingMs,
      speed: clock.kind === 'virtual' ? 0 : speed,
      store: rows,
      prepare: isHome && deploy ? (plane) => rows.atomically(() => deploy(plane)) : undefined,
      timelines: store.timelines,
      runtimeOf: (plane, name, version) => runtime ?? this.runtimes.of(plane, place, name, version),
      deliverer:
        courier &&
        ((world) => {
          deliverer = new CourierDeliverer({
            courier,
            kept: () => queue.kept(),
            settle: (delivery, error) => {
              if (error) {
                const { arn: destination, ended, side } = delivery
                const requestId = ended.facts.requestId()
                log.deliveryFailed({ destination, kind: SIDES[side]!, requestId, error: error.message })
              }
              world.settleDelivery(delivery, error === undefined)
            },
            onFailure: (error) => log.failure(error),
            traceIdOf: (ended) => world.traceIdOf(ended),
          })
          this.deliverers.push(deliverer)
          return deliverer
        }),
      observers: [new DeliveryRecorder(store.deliveries, (ended, side) => deliverer?.errorOf(ended, side))],
      onEnd: (attempt, result) => log.attempt(attempt, result),
      onFailure: (error) => log.failure(error),
    })
  }
}
