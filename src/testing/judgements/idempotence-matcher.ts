import type { Duration, FaultKind } from '../faults/fault.ts'
import type { FunctionOptions, HarnessOptions } from '../harness/harness-options.ts'
import type { Matched } from './matchers.ts'

/*
 * The types say again, without fast-check's own, what `checkIdempotent` takes: whoever has only vitest would else miss a
 * package where types are checked.
 */

/** What the matcher is asked of: it makes a handler, or several functions, anew with a fresh state. */
export type IdempotenceSubject = () => FreshState | Promise<FreshState>

interface FreshState {
  readonly handler?: FunctionOptions['handler'] | undefined
  readonly environment?: FunctionOptions['environment']
  readonly functions?: HarnessOptions['functions'] | undefined
  /** Gives what was done to the world so far, as data that can be copied. */
  readonly effects: () => unknown
}

/** An arbitrary of fast-check. */
interface Drawing {
  generate(...drawing: never[]): { readonly value: unknown }
}

/** Of `checkIdempotent`. */
export interface IdempotenceSettings {
  /** What the event carries. Default: `{}`. */
  readonly payload?: unknown
  /** An arbitrary of fast-check that draws what the event carries, in place of `payload`. */
  readonly payloads?: Drawing | undefined
  readonly eventInvokeConfig?: FunctionOptions['eventInvokeConfig']
  readonly timeout?: Duration | undefined
  /** What may go wrong. Default: all of `FAULT_KINDS`. */
  readonly kinds?: readonly FaultKind[] | undefined
  /** An arbitrary that draws what the kind `change` changes. */
  readonly changes?: Drawing | undefined
  /** Plans that are tried. Default: 1,000. */
  readonly runs?: number | undefined
  /** A 32-bit integer. Default: another one each time. */
  readonly seed?: number | undefined
  /** Where a former search with the same seed found something, as its message tells. */
  readonly path?: string | undefined
}

type Entry = typeof import('../fast-check.ts')

/** Whether `checkIdempotent` finds no plan that breaks it. @throws CheckMisuse for what it cannot check, Counterexample for what needs no fault to fail */
export async function toBeIdempotentUnderRetry(setup: unknown, settings?: IdempotenceSettings): Promise<Matched> {
  const { checkIdempotent, Counterexample } = await fastCheckEntry()
  const [ask, options] = [setup, settings] as Parameters<Entry['checkIdempotent']>
  try {
    const { runs, seed } = await checkIdempotent(ask, options)
    const text = `expected a plan of faults that shows the handler not to be idempotent, ${runs} plans showed none (seed ${seed})`
    return { pass: true, message: () => text }
  } catch (error) {
    // What fails, or differs, without any fault says nothing about retries, whichever of the two was asked.
    if (!(error instanceof Counterexample) || error.plan.length === 0) throw error
    return { pass: false, message: () => error.message }
  }
}

async function fastCheckEntry(): Promise<Entry> {
  try {
    return await import('../fast-check.ts')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error('toBeIdempotentUnderRetry needs the package fast-check: npm install --save-dev fast-check')
  }
}
