import type { EngineView } from '../engine/ports.ts'
import type { FunctionState } from '../engine/target.ts'
import { accountDatapoint, functionDatapoint } from './cloudwatch.ts'
import { FunctionMetrics } from './function-metrics.ts'
import type { MinuteRow } from './minute-row.ts'
import { ProvisionedCounts } from './provisioned-counts.ts'

export const MINUTE_MS = 60_000

/** What is measured in one minute of the clock. */
export class Minute {
  /** Minutes since 1970. */
  readonly index: number
  /** Attempts that started in it and have not ended. */
  open = 0
  /** Most attempts in progress at one moment: all, and those of functions without reserved concurrency. */
  maxRunning = 0
  maxUnreserved = 0
  /** Most of the latter, idle provisioned environments of those functions included. */
  private maxClaimed = 0
  private readonly functions = new Map<number, FunctionMetrics>()
  private reserved = 0

  constructor(index: number) {
    this.index = index
  }

  of(functionIndex: number): FunctionMetrics {
    const known = this.functions.get(functionIndex)
    if (known) return known
    const fresh = new FunctionMetrics()
    this.functions.set(functionIndex, fresh)
    return fresh
  }

  provisioned(functionIndex: number): ProvisionedCounts {
    const metrics = this.of(functionIndex)
    metrics.provisioned ??= new ProvisionedCounts()
    return metrics.provisioned
  }

  /** @param kept idle provisioned environments of functions without reserved concurrency */
  noteRunning(running: number, unreserved: number, kept: number): void {
    this.maxClaimed = Math.max(this.maxClaimed, unreserved + kept)
    this.maxRunning = Math.max(this.maxRunning, running)
    this.maxUnreserved = Math.max(this.maxUnreserved, unreserved)
  }

  /** Sums up what functions reserve: at the begin and the end of a minute, since nobody tells of changes. */
  noteReserved(functions: readonly FunctionState[]): void {
    const reserved = functions.reduce((sum, state) => sum + Math.max(0, state.reserved), 0)
    this.reserved = Math.max(this.reserved, reserved)
  }

  /** The rows of the functions that did something, and of the account. */
  *rows({ functions, startMs }: EngineView): Generator<MinuteRow> {
    const instantMs = this.index * MINUTE_MS
    const head = { Timestamp: new Date(instantMs).toISOString(), atMs: instantMs - startMs }
    const active = [...this.functions].sort(([first], [second]) => first - second)
    for (const [index, metrics] of active)
      yield { ...head, FunctionName: functions[index]!.name, ...functionDatapoint(metrics) }
    yield { ...head, ...accountDatapoint(this, this.reserved, this.maxClaimed) }
  }
}
