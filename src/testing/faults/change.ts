import type { EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import { LATEST } from '../../rules/function-name.ts'
import type { TestedFunction } from '../harness/tested-function.ts'

/** A change of a function's settings, as plain data. */
export type Change =
  | { readonly kind: 'putEventInvokeConfig'; readonly config: EventInvokeConfig }
  | { readonly kind: 'deleteEventInvokeConfig' }
  /** Undefined takes the reservation away. */
  | { readonly kind: 'reserveConcurrency'; readonly executions: number | undefined }
  | {
      readonly kind: 'moveAlias'
      readonly alias: string
      readonly version: string
      /** Share of the events, 0 to 1, by the number of the other version. */
      readonly weights: Readonly<Record<string, number>>
    }

/**
 * Makes a change at the present instant.
 *
 * @param qualifier of which the config is. Default: `$LATEST`
 * @throws ServiceError where AWS would refuse it: for an alias that is not there, and for concurrency that the account has not left
 */
export function makeChange(changed: TestedFunction, change: Change, qualifier: string = LATEST): void {
  switch (change.kind) {
    case 'putEventInvokeConfig':
      changed.putEventInvokeConfig(change.config, qualifier)
      return
    case 'deleteEventInvokeConfig':
      // AWS refuses to delete what is not there; of what was drawn any part may be left out.
      if (changed.eventInvokeConfig(qualifier)) changed.deleteEventInvokeConfig(qualifier)
      return
    case 'reserveConcurrency':
      changed.reserveConcurrency(change.executions)
      return
    case 'moveAlias':
      changed.moveAlias(change.alias, { version: change.version, weights: change.weights })
      return
  }
}
