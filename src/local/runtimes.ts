import type { ControlPlane } from '../control-plane/control-plane.ts'
import type { VersionRow } from '../control-plane/store.ts'
import type { Place } from '../rules/arn.ts'
import { thrownError } from '../rules/error-object.ts'
import { FUNCTION_ERROR } from '../rules/outcome.ts'
import { createRuntime } from './runtime/function-runtime.ts'
import type { FunctionSource } from './runtime/function-source.ts'
import type { ProcessPool } from './runtime/process-pool.ts'
import type { Runtime, RuntimeAttempt, RuntimeResult } from './runtime/runtime.ts'
import type { CodeStore } from './store/code-store.ts'

/** Code that the endpoint is started with, whatever a client hands in. */
export interface GivenCode {
  readonly source: FunctionSource
  /** Time that each attempt takes on a virtual clock; default 0. */
  readonly simulatedMs?: number | undefined
}

/** A runtime in use, with what it was made of. */
interface Made {
  readonly key: string
  readonly runtime: Runtime
  running: number
  isRetired: boolean
}

/**
 * What runs each version of a function: code that the endpoint was started with, or else what a client handed in. After
 * a deployment the next attempt gets a new runtime; those in progress end in the old one (recorded), which is closed then.
 */
export class Runtimes {
  private readonly pool: ProcessPool
  private readonly codes: CodeStore
  private readonly given: ReadonlyMap<string, GivenCode>
  private readonly made = new Map<string, Made>()

  /** @param given by the function's name */
  constructor(pool: ProcessPool, codes: CodeStore, given: ReadonlyMap<string, GivenCode>) {
    this.pool = pool
    this.codes = codes
    this.given = given
  }

  /** What runs a version now. Ask at each attempt. */
  of(plane: ControlPlane, place: Place, functionName: string, version: string): Runtime {
    const slot = [place.account, place.region, functionName, version].join(' ')
    const row = plane.versionRow(functionName, version)
    const given = this.given.get(functionName)
    const key = given ? 'given' : JSON.stringify([row?.code?.sha256, row?.details])
    const before = this.made.get(slot)
    if (before?.key === key) return this.counted(before, given)
    if (before) this.retire(before)
    const runtime = given ? createRuntime(given.source, this.pool) : this.handedIn(row)
    const made: Made = { key, runtime, running: 0, isRetired: false }
    this.made.set(slot, made)
    return this.counted(made, given)
  }

  async close(): Promise<void> {
    await Promise.all([...this.made.values()].map(({ runtime }) => runtime.close()))
    this.pool.close()
  }

  private counted(made: Made, given: GivenCode | undefined): Runtime {
    return {
      run: async (attempt) => {
        made.running++
        const result = await made.runtime.run(attempt).finally(() => this.ended(made))
        return given?.simulatedMs === undefined ? result : { ...result, simulatedMs: given.simulatedMs }
      },
      close: () => made.runtime.close(),
    }
  }

  private ended(made: Made): void {
    made.running--
    if (made.isRetired && made.running === 0) void made.runtime.close()
  }

  private retire(made: Made): void {
    made.isRetired = true
    if (made.running === 0) void made.runtime.close()
  }

  private handedIn(row: VersionRow | undefined): Runtime {
    const { code, details } = row ?? {}
    if (code?.imageUri !== undefined) return unable(`the image ${code.imageUri} is not run here`)
    if (!code || !details?.Runtime || !details.Handler) return unable('it has no code that runs here')
    const zip = async () => {
      const bytes = await this.codes.get(code.sha256)
      if (!bytes) throw new Error(`the archive ${code.sha256} is not in the store`)
      return bytes
    }
    const { Runtime: runtime, Handler: handler, Environment } = details
    return createRuntime({ kind: 'archive', zip, runtime, handler, variables: Environment?.Variables ?? {} }, this.pool)
  }
}

/** Stands for code that this endpoint cannot run: each attempt fails and says so. */
function unable(why: string): Runtime {
  const message = `${why}: give the function a module, an address or a command in the file of --functions`
  return {
    run: async ({ requestId }: RuntimeAttempt): Promise<RuntimeResult> => ({
      outcome: FUNCTION_ERROR,
      payload: Buffer.from(thrownError('Runtime.NotSupported', message)),
      durationMs: 0,
      initMs: undefined,
      log: `RequestId: ${requestId} Error: ${message}\n`,
    }),
    close: async () => {},
  }
}
