import { ControlPlane } from '../../control-plane/control-plane.ts'
import { Engine } from '../../engine/engine.ts'
import { Lineage } from '../../measure/lineage.ts'
import { Observers } from '../../measure/observers.ts'
import type { Timeline } from '../../measure/timeline.ts'
import { MINIMUM_UNRESERVED_CONCURRENCY } from '../../rules/limits.ts'
import { Chronicle } from '../events/chronicle.ts'
import { EventViews } from '../events/event-view.ts'
import { timelinesText } from '../events/timelines-text.ts'
import { Disturbances } from '../faults/disturbances.ts'
import { milliseconds } from '../faults/fault.ts'
import { PlannedChanges } from '../faults/planned-changes.ts'
import { Attempts } from '../handlers/attempts.ts'
import { Callers } from '../handlers/callers.ts'
import { deploy } from '../handlers/deployed-functions.ts'
import { Handlers } from '../handlers/handlers.ts'
import { Alarms } from '../time/alarms.ts'
import type { HarnessTime } from '../time/attempt-clock.ts'
import { ClockDrive } from '../time/clock-drive.ts'
import { coverGlobals } from '../time/virtual-globals.ts'
import type { Setup } from './harness-options.ts'
import { NamedTargets } from './named-targets.ts'
import { PostOffice } from './post-office.ts'
import type { Problems } from './problems.ts'
import { TestedFunction } from './tested-function.ts'

/** All that a harness consists of: an account with its control plane, the engine, and what runs and watches it. */
export class HarnessWorld {
  readonly setup: Setup
  readonly plane: ControlPlane
  readonly engine: Engine
  readonly namedTargets: NamedTargets
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
    this.namedTargets = new NamedTargets(this.plane)
    deploy(this.plane, setup, problems)
    for (const [name, options] of setup.functions) this.handlers.deploy(name, options)
    this.plane.onChange((name) => this.redeploy(name))
    const arnOf = (name: string, qualifier?: string) => this.plane.functionArn(name, qualifier)
    this.attempts = new Attempts({
      time: this.time,
      disturbances: this.disturbances,
      arnOf,
      loaderOf: (name, version) => this.handlers.of(name, version),
      durationOf: (name) => milliseconds(setup.functions.get(name)?.duration ?? 0),
      settle: (event, outcome, payload) => this.engine.settle(event, outcome, payload),
      onBegin: coverGlobals,
    })
    this.callers = new Callers(this.attempts, arnOf)
    this.postOffice = new PostOffice(account, (arn) => this.disturbances.isDown(arn, nowMs()))
    const changes = new PlannedChanges(
      this.disturbances,
      (name) => new TestedFunction(name, this.plane, this.handlers),
      (action) => this.engine.plan(this.engine.nowMs, action),
    )
    this.engine = new Engine({
      controlPlane: this.plane,
      invoker: this.attempts,
      deliverer: this.postOffice,
      observer: new Observers([this.lineage, this.chronicle, this.callers, this.attempts, changes]),
      choices,
      seed,
      startMs,
      place: account,
    })
    this.drive = new ClockDrive(this.engine, this.attempts, this.time, setup.realLimitMs)
    const textOf = (timeline: Timeline) => timelinesText([timeline], { startMs, seed, runLengthMs: nowMs() })
    this.views = new EventViews({ ...this, choices: this.engine.choices, textOf })
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
}
