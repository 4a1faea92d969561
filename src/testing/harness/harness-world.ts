import { ControlPlane } from '../../control-plane/control-plane.ts'
import { Engine } from '../../engine/engine.ts'
import { Lineage } from '../../measure/lineage.ts'
import { Observers } from '../../measure/observers.ts'
import type { Timeline } from '../../measure/timeline.ts'
import { PLAIN, UNICODE } from '../../report/style.ts'
import { timelineText } from '../../report/timeline-text.ts'
import { MINIMUM_UNRESERVED_CONCURRENCY } from '../../rules/limits.ts'
import { Chronicle } from '../events/chronicle.ts'
import { EventViews } from '../events/event-view.ts'
import { Disturbances } from '../faults/disturbances.ts'
import { milliseconds } from '../faults/fault.ts'
import { Attempts } from '../handlers/attempts.ts'
import { Callers } from '../handlers/callers.ts'
import { deploy } from '../handlers/deployed-functions.ts'
import { Handlers } from '../handlers/handlers.ts'
import { Alarms } from '../time/alarms.ts'
import type { HarnessTime } from '../time/attempt-clock.ts'
import { ClockDrive } from '../time/clock-drive.ts'
import { coverGlobals } from '../time/virtual-globals.ts'
import type { Setup } from './harness-options.ts'
import { PostOffice } from './post-office.ts'
import type { Problems } from './problems.ts'

/** All that a harness consists of: an account with its control plane, the engine, and what runs and watches it. */
export class HarnessWorld {
  readonly setup: Setup
  readonly plane: ControlPlane
  readonly engine: Engine
  readonly handlers = new Handlers()
  readonly disturbances = new Disturbances()
  readonly chronicle = new Chronicle()
  readonly lineage = new Lineage()
  readonly attempts: Attempts
  readonly callers: Callers
  readonly postOffice: PostOffice
  readonly views: EventViews
  readonly drive: ClockDrive
  readonly time: HarnessTime

  constructor(setup: Setup, problems: Problems) {
    this.setup = setup
    const { account, startMs, seed, choices } = setup
    const nowMs = () => this.engine?.nowMs ?? 0
    this.time = {
      startMs,
      alarms: new Alarms(),
      get elapsedMs() {
        return nowMs()
      },
    }
    this.plane = new ControlPlane({
      region: account.region,
      account: account.account,
      accountConcurrency: account.concurrency,
      ...((account.concurrency ?? MINIMUM_UNRESERVED_CONCURRENCY) < MINIMUM_UNRESERVED_CONCURRENCY && {
        minimumUnreserved: 0,
      }),
      nowMs: () => startMs + nowMs(),
    })
    deploy(this.plane, setup.functions, problems)
    for (const [name, options] of setup.functions) this.handlers.deploy(name, options)
    this.plane.onChange((name) => this.redeploy(name))
    const arnOf = (name: string, qualifier?: string) => this.plane.functionArn(name, qualifier)
    this.attempts = new Attempts({
      time: this.time,
      disturbances: this.disturbances,
      arnOf,
      handlerOf: (name, version) => this.handlers.of(name, version),
      durationOf: (name) => milliseconds(setup.functions.get(name)?.duration ?? 0),
      settle: (event, outcome, payload) => this.engine.settle(event, outcome, payload),
      onBegin: coverGlobals,
    })
    this.callers = new Callers(this.attempts, arnOf)
    this.postOffice = new PostOffice((arn) => this.disturbances.isDown(arn, nowMs()))
    this.engine = new Engine({
      controlPlane: this.plane,
      invoker: this.attempts,
      deliverer: this.postOffice,
      observer: new Observers([this.lineage, this.chronicle, this.callers, this.attempts]),
      choices,
      seed,
      startMs,
      place: account,
    })
    this.drive = new ClockDrive(this.engine, this.attempts, this.time, setup.realLimitMs)
    this.views = new EventViews({ ...this, choices: this.engine.choices, textOf: (timeline) => this.text([timeline]) })
  }

  /** A version is published with the code of that moment, whoever publishes it. */
  private redeploy(name: string): void {
    const { handlers, plane } = this
    if (!plane.functionNames().includes(name)) return handlers.unpublish(name)
    const versions = plane.versions.list({ FunctionName: name })
    handlers.publish(
      name,
      versions.map(({ Version }) => Version),
    )
  }

  /** Timelines as `explain` prints them. */
  text(timelines: readonly Timeline[]): string {
    const { seed, startMs } = this.setup
    const runLengthMs = this.engine.nowMs
    const scenario = { name: 'harness', seed, startMs, runLengthMs, functions: [], dependencies: [] }
    return timelineText({ scenario, timelines, question: undefined }, { colours: PLAIN, glyphs: UNICODE })
  }
}
