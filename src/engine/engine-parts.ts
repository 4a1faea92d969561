import type { Distribution } from '../kernel/distributions/index.ts'
import type { Place } from '../rules/arn.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import type { ControlPlane, Deliverer, Invoker, Observer } from './ports.ts'

/** What an engine is made of. */
export interface EngineParts {
  readonly controlPlane: ControlPlane
  readonly invoker: Invoker
  readonly observer?: Observer | undefined
  /** Default: every delivery to a queue, topic, bus or bucket succeeds. */
  readonly deliverer?: Deliverer | undefined
  readonly choices?: Partial<ModelChoices> | undefined
  /** Life of an idle environment in milliseconds, drawn anew for each idle time. Default: the choice `idleLife`. */
  readonly idleLife?: Distribution | undefined
  /** Whole number, 0 to 2⁵³ − 1. Default 1. */
  readonly seed?: number | undefined
  /** The instant of simulated time 0, in milliseconds since 1970. Default 2026-01-01T00:00:00Z. */
  readonly startMs?: number | undefined
  /** Account and region of the functions' ARNs. Default 123456789012 in us-east-1. */
  readonly place?: Place | undefined
}
