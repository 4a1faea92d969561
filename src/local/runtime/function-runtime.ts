import { AddressRuntime } from './address-runtime.ts'
import type { FunctionSource } from './function-source.ts'
import type { ProcessPool } from './process-pool.ts'
import { ProcessRuntime } from './process-runtime.ts'
import type { Runtime } from './runtime.ts'

/** Makes what runs the attempts of one version of a function. Nothing is started before the first of them. */
export function createRuntime(source: FunctionSource, pool: ProcessPool): Runtime {
  return source.kind === 'address' ? new AddressRuntime(source) : new ProcessRuntime(source, pool)
}
