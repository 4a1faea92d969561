import type { EngineView } from '../../engine/ports.ts'
import { SilentObserver } from '../../engine/silent-observer.ts'
import type { Target } from '../../engine/target.ts'
import { HarnessError } from '../harness/harness-error.ts'
import type { TestedFunction } from '../harness/tested-function.ts'
import { makeChange } from './change.ts'
import type { Disturbances } from './disturbances.ts'
import type { Fault } from './fault.ts'
import { faultCode } from './fault-code.ts'

/** Makes the changes that fault plans have between two attempts. */
export class PlannedChanges extends SilentObserver {
  private readonly disturbances: Disturbances
  private readonly functionOf: (name: string) => TestedFunction
  /** Does something at the present instant, when the engine has told what it tells now. */
  private readonly soon: (action: () => void) => void
  private engine!: EngineView

  constructor(
    disturbances: Disturbances,
    functionOf: (name: string) => TestedFunction,
    soon: (action: () => void) => void,
  ) {
    super()
    this.disturbances = disturbances
    this.functionOf = functionOf
    this.soon = soon
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override ended(event: number, _attempt: number, { function: { name }, qualifier }: Target): void {
    const { events } = this.engine
    const attempt = events.tries(event)
    for (const fault of this.disturbances.of(events.number(event)))
      if (fault.kind === 'change' && fault.afterAttempt === attempt) this.soon(() => this.make(fault, name, qualifier))
  }

  /** @throws HarnessError, with AWS's text, for what AWS refuses */
  private make(fault: Fault & { readonly kind: 'change' }, name: string, qualifier: string): void {
    try {
      makeChange(this.functionOf(name), fault.change, qualifier)
    } catch (error) {
      throw new HarnessError(`${faultCode(fault)}: ${(error as Error).message}`, { cause: error })
    }
  }
}
