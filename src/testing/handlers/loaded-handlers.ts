import { showValue } from '../../notation/value-text.ts'
import { HarnessError } from '../harness/harness-error.ts'
import type { Handler } from './handler.ts'
import type { Loader } from './handlers.ts'

/** The handlers that execution environments have loaded: what those keep in memory lasts as long as they are here. */
export class LoadedHandlers {
  /** By the environment's slot. */
  private readonly loaded = new Map<number, { readonly loader: Loader; readonly handler: Handler }>()

  /**
   * The handler of an environment, which loads it if it has not done so.
   *
   * @throws HarnessError for what is no handler; what the loader throws
   */
  of(slot: number, loader: Loader): Handler {
    const known = this.loaded.get(slot)
    // Other code may have been deployed.
    if (known?.loader === loader) return known.handler
    const handler = loader()
    if (typeof handler !== 'function')
      throw new HarnessError(`environment() must give a handler, got ${showValue(handler)}`)
    this.loaded.set(slot, { loader, handler })
    return handler
  }

  /** Whatever an environment has in its memory is lost. */
  forget(slot: number): void {
    this.loaded.delete(slot)
  }
}
