import { unreservedConcurrency } from '../rules/admission.ts'
import { UNRESERVED } from '../rules/decision.ts'
import { type EventInvokeConfig, effectiveConfig } from '../rules/event-invoke-config.ts'
import { LATEST } from '../rules/function-name.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import type { Environments } from './environments.ts'
import { Pool } from './pool.ts'
import type { ControlPlane } from './ports.ts'
import type { Provisioning } from './provisioning.ts'
import { Running } from './running.ts'
import { FunctionState, type Target, VersionState, versionName } from './target.ts'
import { TargetLines } from './target-lines.ts'
import { NO_VERSION, type VersionLines } from './version-lines.ts'

/** Version numbers are kept in 16 bits. */
const LAST_VERSION = 65_535
const EMPTY_OBJECT = new TextEncoder().encode('{}')

/** What makes and takes away environments when settings change. */
interface EnvironmentMakers {
  /** Is told of each version that was deployed anew or is gone. */
  readonly environments: Pick<Environments, 'clear'>
  /** Is told of all that each version is to have. */
  readonly provisioning: Pick<Provisioning, 'request'>
}

/**
 * The control plane's settings in the form that decisions read: looked up once after each change instead of once an
 * event. `onChange` says which functions changed, and when an event-invoke config is to take effect.
 */
export class Settings {
  readonly functions: FunctionState[] = []
  readonly targets: Target[] = []
  /** By place. */
  readonly versions: VersionState[] = []
  readonly running = new Running()
  readonly targetLines = new TargetLines()
  readonly versionLines: VersionLines
  /** The concurrency of every function without its own. */
  readonly shared = new Pool(0)
  private readonly controlPlane: ControlPlane
  private readonly choices: ModelChoices
  private readonly functionByName = new Map<string, FunctionState>()
  private readonly targetByName = new Map<string, Target>()
  private readonly callTargetByName = new Map<string, Target>()
  private readonly storedConfig = new Map<Target, EventInvokeConfig | undefined>()
  private readonly makers: EnvironmentMakers
  /** Milliseconds until provisioned concurrency is ready that is asked for: what is there from the start is ready. */
  private provisionedReadyMs = 0

  constructor(controlPlane: ControlPlane, choices: ModelChoices, lines: VersionLines, makers: EnvironmentMakers) {
    this.controlPlane = controlPlane
    this.versionLines = lines
    this.choices = choices
    this.makers = makers
    for (const name of controlPlane.functionNames()) this.function(name)
    // So that a change is told from what was in force before, also where nobody has sent an event yet.
    if (choices.configPropagation !== 0) for (const { name } of this.functions) this.target(name, LATEST)
    this.share()
    this.provisionedReadyMs = choices.provisionedReadyMs
  }

  /** The function of that name; made known here if it is new, whether or not the control plane has it. */
  function(name: string): FunctionState {
    const known = this.functionByName.get(name)
    if (known) return known
    const fresh = new FunctionState(this.functions.length, name, this.shared, this.running)
    this.functions.push(fresh)
    this.functionByName.set(name, fresh)
    this.readFunction(fresh)
    return fresh
  }

  /** The target of a function and qualifier, with the config that is stored now. */
  target(functionName: string, qualifier: string): Target {
    const key = `${functionName}:${qualifier}`
    const known = this.targetByName.get(key)
    if (known) return known
    const target = this.addTarget(this.function(functionName), qualifier, EMPTY_OBJECT)
    this.targetByName.set(key, target)
    const config = this.controlPlane.eventInvokeConfig(functionName, qualifier)
    this.storedConfig.set(target, config)
    applyConfig(target, config)
    this.resolve(target)
    return target
  }

  /** Makes a version known by its number, where it is there: it may have run an event that another engine began. */
  know(state: FunctionState, number: number): void {
    if (state.versions[number] === undefined) this.readVersion(state, number, versionName(number))
  }

  /** The target of synchronous calls of a function and qualifier: a twin of that of events, without a config. */
  callTarget(functionName: string, qualifier: string): Target {
    const key = `${functionName}:${qualifier}`
    const known = this.callTargetByName.get(key)
    if (known) return known
    const target = this.addTarget(this.function(functionName), qualifier, EMPTY_OBJECT, true)
    this.callTargetByName.set(key, target)
    target.maximumAgeMs = Number.POSITIVE_INFINITY
    this.resolve(target)
    return target
  }

  /**
   * Reads a function again after a change, all of it but the event-invoke configs. The configs of a function that was
   * deleted hold on for its waiting events: recorded, those end after as many 404s as its retries allow, with a record.
   *
   * @param name `''` for the account
   * @returns the targets whose stored config is another than before, with what is stored now
   */
  refresh(name: string): { target: Target; config: EventInvokeConfig | undefined }[] {
    const changed = new Set(name === '' ? this.functions : [this.function(name)])
    for (const state of changed) this.readFunction(state)
    this.share()
    const configs: { target: Target; config: EventInvokeConfig | undefined }[] = []
    for (const target of this.targetByName.values()) {
      if (!changed.has(target.function)) continue
      const isGone = this.controlPlane.resolve(target.function.name, LATEST) === undefined
      if (isGone) continue
      const config = this.controlPlane.eventInvokeConfig(target.function.name, target.qualifier)
      if (config === this.storedConfig.get(target)) continue
      this.storedConfig.set(target, config)
      configs.push({ target, config })
    }
    for (const target of this.targets) if (changed.has(target.function)) this.resolve(target)
    return configs
  }

  /** Lets a stored config take effect: for all events of the target, or for those that will be accepted. */
  apply(target: Target, config: EventInvokeConfig | undefined): void {
    if (this.choices.configPropagation !== 'atAcceptance') {
      applyConfig(target, config)
      return this.writeLine(target)
    }
    const successor = this.addTarget(target.function, target.qualifier, target.payload)
    applyConfig(successor, config)
    this.resolve(successor)
    target.successor = successor
    this.writeLine(target)
  }

  private addTarget(state: FunctionState, qualifier: string, payload: Uint8Array, isSynchronous = false): Target {
    const target: Omit<Target, 'successor'> & { successor?: Target } = {
      index: this.targets.length,
      function: state,
      qualifier,
      isSynchronous,
      maximumRetries: 0,
      maximumAgeMs: 0,
      onSuccessArn: undefined,
      onFailureArn: undefined,
      version: undefined,
      otherVersion: undefined,
      otherWeight: 0,
      payload,
    }
    const own = Object.assign(target, { successor: target as Target })
    this.targets.push(own)
    return own
  }

  private readFunction(state: FunctionState): void {
    const reserved = this.controlPlane.reservedConcurrency(state.name)
    state.reserved = reserved ?? UNRESERVED
    state.recursiveLoop = this.controlPlane.recursiveLoop(state.name) ?? this.choices.recursiveLoop
    const running = state.running
    const kept = keptBy(state)
    if (reserved === undefined && state.pool !== this.shared) {
      state.pool = this.shared
      this.shared.running += running
      this.shared.kept += kept
    } else if (reserved !== undefined && state.pool === this.shared) {
      this.shared.running -= running
      this.shared.kept -= kept
      state.pool = new Pool(reserved)
      state.pool.running = running
      state.pool.kept = kept
    }
    if (reserved !== undefined) state.pool.limit = reserved - state.pool.kept
    this.readVersion(state, 0, LATEST)
    for (let number = 1; number < state.versions.length; number++) this.readVersion(state, number, String(number))
    this.provision(state)
  }

  /** Asks for the environments that each version is to have. */
  private provision(state: FunctionState): void {
    const executions = this.controlPlane.provisionedConcurrency(state.name)
    for (const name of executions.keys()) this.version(state, name)
    for (const version of state.versions) {
      if (!version) continue
      const wanted = executions.get(versionName(version.number)) ?? 0
      this.makers.provisioning.request(state, version, wanted, this.provisionedReadyMs)
    }
  }

  private share(): void {
    const reserved = this.functions.reduce((sum, state) => sum + Math.max(0, state.reserved), 0)
    const unreserved = unreservedConcurrency(this.controlPlane.accountConcurrency, reserved)
    this.shared.limit = unreserved - this.shared.kept
  }

  private resolve(target: Target): void {
    const state = target.function
    const resolution = this.controlPlane.resolve(state.name, target.qualifier)
    target.version = resolution && this.version(state, resolution.version)
    target.otherVersion = resolution?.other && this.version(state, resolution.other.version)
    target.otherWeight = resolution?.other?.weight ?? 0
    this.writeLine(target)
  }

  private writeLine(target: Target): void {
    const version = target.otherVersion ? undefined : target.version
    this.targetLines.write(target, version?.place ?? NO_VERSION, target.function.pool === this.shared)
  }

  private version(state: FunctionState, name: string): VersionState | undefined {
    const number = name === LATEST ? 0 : Number(name)
    if (number > LAST_VERSION) throw new RangeError(`the engine knows versions up to ${LAST_VERSION}, got ${name}`)
    return this.readVersion(state, number, name)
  }

  /** What is known of a version that is gone stays, for the dead letters of events that it ran. */
  private readVersion(state: FunctionState, number: number, name: string): VersionState | undefined {
    const [settings, known] = [this.controlPlane.version(state.name, name), state.versions[number]]
    if (known && settings?.revision !== known.revision) this.makers.environments.clear(state, known)
    if (!settings) return undefined
    const version = known ?? new VersionState(state, number, settings, this.versionLines)
    Object.assign(version, settings)
    this.versionLines.write(version.place, settings.timeoutMs, settings.memoryMb)
    this.versions[version.place] = version
    state.versions[number] = version
    const latest = state.versions[0]
    if (latest && this.choices.versionDeadLetter === 'followsLatest') version.deadLetterArn = latest.deadLetterArn
    return version
  }
}

/** Concurrency of a function that its idle provisioned environments keep for themselves. */
function keptBy({ versions }: FunctionState): number {
  return versions.reduce((sum, version) => sum + (version?.provisioned?.idle ?? 0), 0)
}

function applyConfig(target: Target, config: EventInvokeConfig | undefined): void {
  const effective = effectiveConfig(config)
  target.maximumRetries = effective.maximumRetries
  target.maximumAgeMs = effective.maximumAgeMs
  target.onSuccessArn = effective.onSuccess
  target.onFailureArn = effective.onFailure
}
