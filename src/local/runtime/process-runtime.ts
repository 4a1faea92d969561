import { thrownError } from '../../rules/error-object.ts'
import { FUNCTION_ERROR, SYSTEM_ERROR } from '../../rules/outcome.ts'
import { Environment } from './environment.ts'
import type { ProcessPool } from './process-pool.ts'
import { CodeProblem, type ProcessSource, type Program, programOf } from './program.ts'
import type { Runtime, RuntimeAttempt, RuntimeResult } from './runtime.ts'

/** Runs a function's code in processes, one an execution environment. */
export class ProcessRuntime implements Runtime {
  readonly #source: ProcessSource
  readonly #pool: ProcessPool
  readonly #environments = new Map<number, Environment>()
  readonly #running = new Set<Promise<RuntimeResult>>()
  #program: Promise<Program> | undefined
  #isClosed = false

  constructor(source: ProcessSource, pool: ProcessPool) {
    this.#source = source
    this.#pool = pool
  }

  run(attempt: RuntimeAttempt): Promise<RuntimeResult> {
    const running = this.#pool
      .attempt(() => this.#run(attempt))
      .catch((error: unknown) => failed(attempt, error))
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
    return running
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#environments.values()].map((each) => each.close()))
    await Promise.all(this.#running)
  }

  async #run(attempt: RuntimeAttempt): Promise<RuntimeResult> {
    if (this.#isClosed) throw new Error('the endpoint is stopping')
    this.#program ??= programOf(this.#source, async () => {
      throw new CodeProblem('not yet')
    })
    const program = await this.#program.catch((error: unknown) => {
      this.#program = undefined
      throw error
    })
    const environment = await this.#environment(attempt, program)
    return environment.run(attempt)
  }

  async #environment({ environment: number, isCold }: RuntimeAttempt, program: Program): Promise<Environment> {
    const kept = this.#environments.get(number)
    if (kept && !isCold) return kept
    await kept?.close()
    const made = new Environment(this.#pool, program, await this.#pool.folder(), () => {
      this.#environments.delete(number)
      void made.close()
    })
    this.#environments.set(number, made)
    return made
  }
}

/** An attempt that could not be made. Code that cannot run is the function's fault, all else the endpoint's. */
function failed({ requestId }: RuntimeAttempt, error: unknown): RuntimeResult {
  const reason = error instanceof Error ? error.message : String(error)
  const log = `RequestId: ${requestId} Error: ${reason}\n`
  const ended = { durationMs: 0, initMs: undefined, log }
  if (!(error instanceof CodeProblem)) return { ...ended, outcome: SYSTEM_ERROR, payload: undefined }
  return { ...ended, outcome: FUNCTION_ERROR, payload: Buffer.from(thrownError('Runtime.CodeProblem', reason)) }
}
