import type { ControlPlane } from '../control-plane/control-plane.ts'
import type { Place } from '../rules/arn.ts'
import type { Invocations } from './invocations.ts'

/** What the API needs of one account in one region. */
export interface WorldPort extends Invocations {
  readonly plane: ControlPlane
  /** Lets something happen at the present instant, such as a change of settings. */
  enter<Result>(happening: () => Result): Result
  /**
   * Finds out which of these targets exist, before the control plane, which cannot wait, asks whether they do. Left out where
   * that is known without asking.
   */
  lookUp?(arns: readonly string[]): Promise<void>
}

/** The worlds of an endpoint, each made when somebody first asks for it. */
export interface WorldsPort {
  at(place: Place): WorldPort
  /** The world for somebody who only reads: an empty one, which is not kept, where there is none yet. */
  seen(place: Place): WorldPort
}
