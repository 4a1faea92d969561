import { Agenda } from '../kernel/agenda.ts'
import { Calendar } from '../kernel/calendar.ts'
import { Draws } from '../kernel/draws.ts'
import { DEFAULT_MODEL_CHOICES, type ModelChoices } from '../rules/model-choices.ts'
import { AttemptTable } from './attempt-table.ts'
import type { Chain } from './chains.ts'
import { Chance } from './chance.ts'
import type { EngineParts } from './engine-parts.ts'
import { Environments } from './environments.ts'
import type { ChainState } from './event-state.ts'
import { EventTable } from './event-table.ts'
import type { Pool } from './pool.ts'
import { Provisioning } from './provisioning.ts'
import { Settings } from './settings.ts'
import type { FunctionState, Target, VersionState } from './target.ts'
import { IS_SHARED, type TargetLines } from './target-lines.ts'
import { VersionLines } from './version-lines.ts'
import { Waits } from './waits.ts'

// A constant of this module, not of another: the compiler folds only those, and every attempt reads it.
const SHARED = IS_SHARED

const DEFAULT_START_MS = Date.UTC(2026, 0, 1)

/** What the engine consists of, apart from the transitions. */
export class EngineState {
  nowMs = 0
  /** Events that have not ended, and calls in progress. */
  pending = 0
  running = 0
  /** Events accepted so far. */
  accepted = 0
  readonly events = new EventTable()
  readonly versionLines = new VersionLines()
  readonly attempts = new AttemptTable(this.versionLines)
  readonly choices: ModelChoices
  readonly draws: Draws
  readonly startMs: number
  readonly functions: readonly FunctionState[]
  readonly targets: readonly Target[]
  /** By place. */
  readonly versions: readonly VersionState[]
  readonly targetLines: TargetLines
  readonly agenda = new Agenda()
  readonly chance: Chance
  readonly environments: Environments
  readonly provisioning: Provisioning
  protected readonly settings: Settings
  protected readonly ends = new Calendar({ rank: (attempt) => this.events.rank(this.attempts.event(attempt)) })
  /** Attempts of real code that the engine waits for without end: they are not among `ends`. */
  protected readonly endless = new Set<number>()
  readonly waits: Waits

  constructor(parts: EngineParts) {
    this.choices = { ...DEFAULT_MODEL_CHOICES, ...parts.choices }
    this.draws = new Draws(parts.seed ?? 1)
    this.startMs = parts.startMs ?? DEFAULT_START_MS
    this.chance = new Chance(this.choices, this.draws, this.events)
    this.waits = new Waits(this)
    this.environments = new Environments(this, parts.idleLife)
    this.provisioning = new Provisioning(this)
    this.settings = new Settings(parts.controlPlane, this.choices, this.versionLines, this)
    this.functions = this.settings.functions
    this.targets = this.settings.targets
    this.versions = this.settings.versions
    this.targetLines = this.settings.targetLines
  }

  /** The concurrency that the attempts for a target take from. */
  poolOf(index: number): Pool {
    return (this.targetLines.flags(index) & SHARED) === 0 ? this.targets[index]!.function.pool : this.settings.shared
  }

  /** Attempts in progress of a function, by its index. */
  runningOf(functionIndex: number): number {
    return this.settings.running.of(functionIndex)
  }

  /** Those of synchronous calls. */
  callsOf(functionIndex: number): number {
    return this.settings.running.callsOf(functionIndex)
  }

  /** Index of the target of a function and qualifier, for `acceptNamed`. Looked up once, it holds for the whole run. */
  target(functionName: string, qualifier = '$LATEST'): number {
    return this.settings.target(functionName, qualifier).index
  }

  /** The same for `callNamed`. */
  callTarget(functionName: string, qualifier = '$LATEST'): number {
    return this.settings.callTarget(functionName, qualifier).index
  }

  /** The version that the next attempt of an event runs; undefined where there is none. */
  versionOf(event: number, target: Target): VersionState | undefined {
    return target.otherVersion ? this.chance.version(event, target) : target.version
  }

  /** A chain with the functions that its names mean. */
  chainOf(chain: ChainState): Chain {
    return new Map(chain.map(([name, events]) => [this.settings.function(name), events]))
  }
}
