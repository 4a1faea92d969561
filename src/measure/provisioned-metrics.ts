import type { CallObserver, EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import type { Target } from '../engine/target.ts'
import { concernsProvisioned, ProvisionedCounts } from './provisioned-counts.ts'

/** Counts what provisioned concurrency is used for, function by function. Only for scenarios that have any. */
export class ProvisionedMetrics extends SilentObserver {
  /** Calls count like attempts of events. */
  readonly calls: CallObserver = {
    called: () => {},
    refused: () => {},
    missed: () => {},
    started: () => {},
    ended: (call, attempt, target) => this.ended(call, attempt, target),
  }
  private readonly counts: ProvisionedCounts[] = []
  private engine!: EngineView

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  /** @param index of the function */
  of(index: number): ProvisionedCounts {
    this.counts[index] ??= new ProvisionedCounts()
    return this.counts[index]
  }

  override ended(_event: number, attempt: number, { function: state }: Target): void {
    const { attempts } = this.engine
    if (concernsProvisioned(attempts, attempt)) this.of(state.index).count(attempts, attempt, state)
  }
}
