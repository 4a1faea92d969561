import { rm } from 'node:fs/promises'
import { thrownError } from '../../rules/error-object.ts'
import { FUNCTION_ERROR, SYSTEM_ERROR } from '../../rules/outcome.ts'
import { unpack } from './archive.ts'
import { AttemptLog } from './attempt-log.ts'
import { CodeProblem } from './code-problem.ts'
import { Environment } from './environment.ts'
import type { ArchiveSource } from './function-source.ts'
import type { ProcessPool } from './process-pool.ts'
import { type ProcessSource, type Program, programOf } from './program.ts'
import { NotBegunError, type Runtime, type RuntimeAttempt, type RuntimeResult, refuseLate } from './runtime.ts'

/** Runs a function's code in processes, one an execution environment. */
export class ProcessRuntime implements Runtime {
  readonly #source: ProcessSource
  readonly #pool: ProcessPool
  readonly #environments = new Map<number, Environment>()
  /** Attempts that wait for a process, the one that has waited longest first. */
  readonly #waiting = new Set<(environment: Environment) => void>()
  readonly #running = new Set<Promise<RuntimeResult>>()
  /** Where archives were unpacked: one, or more where that failed at first. */
  readonly #folders: string[] = []
  #program: Promise<Program> | undefined
  #isClosed = false

  constructor(source: ProcessSource, pool: ProcessPool) {
    this.#source = source
    this.#pool = pool
  }

  run(attempt: RuntimeAttempt): Promise<RuntimeResult> {
    const running = this.#pool
      .attempt(async () => {
        refuseLate(attempt)
        return await this.#run(attempt)
      })
      .catch((error: unknown) => failed(attempt, error))
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
    return running
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#environments.values()].map((each) => each.close()))
    await Promise.allSettled(this.#running)
    // What cannot be removed is left to the pool.
    await Promise.all(this.#folders.map((folder) => rm(folder, { recursive: true, force: true }).catch(() => {})))
  }

  async #run(attempt: RuntimeAttempt): Promise<RuntimeResult> {
    if (this.#isClosed) throw new Error('the endpoint is stopping')
    this.#program ??= programOf(this.#source, (archive) => this.#unpacked(archive))
    const program = await this.#program.catch((error: unknown) => {
      this.#program = undefined
      throw error
    })
    const environment = await this.#environment(attempt, program)
    try {
      return await environment.run(attempt)
    } finally {
      if (environment.isWarm) this.#handOn(environment)
    }
  }

  async #unpacked({ zip }: ArchiveSource): Promise<string> {
    const folder = await this.#pool.folder()
    this.#folders.push(folder)
    await unpack(await zip(), folder)
    return folder
  }

  /**
   * The environment of an attempt. A new one needs a process; while the pool cannot start that, the attempt takes the
   * first environment of the function that becomes idle instead, so that a burst of short attempts needs few processes.
   */
  async #environment(attempt: RuntimeAttempt, program: Program): Promise<Environment> {
    const { environment: number, isCold } = attempt
    const kept = this.#environments.get(number)
    if (kept?.isWarm && !isCold) return kept
    await kept?.close()
    const found = Promise.withResolvers<Environment>()
    this.#waiting.add(found.resolve)
    this.#pool
      .inTurn(async () => {
        if (!this.#waiting.delete(found.resolve)) return undefined
        if (this.#isClosed) throw new Error('the endpoint is stopping')
        const made = new Environment(this.#pool, program, await this.#pool.folder(), () => {
          this.#forget(made)
          void made.close()
        })
        this.#environments.set(number, made)
        const process = await made.start(attempt)
        found.resolve(made)
        return process
      })
      .catch(found.reject)
    const environment = await found.promise
    this.#environments.set(number, environment)
    return environment
  }

  /** Gives an environment that is idle now to the attempt that has waited longest. */
  #handOn(environment: Environment): void {
    const [take] = this.#waiting
    if (!take) return
    this.#waiting.delete(take)
    this.#forget(environment)
    take(environment)
  }

  #forget(environment: Environment): void {
    for (const [number, each] of this.#environments) if (each === environment) this.#environments.delete(number)
  }
}

/** An attempt that could not be made. Code that cannot run is the function's fault, all else the endpoint's. */
function failed(attempt: RuntimeAttempt, error: unknown): RuntimeResult {
  if (error instanceof NotBegunError) throw error
  const reason = error instanceof Error ? error.message : String(error)
  const isCode = error instanceof CodeProblem
  const failure = isCode ? 'Runtime.CannotRun' : 'Service.Failure'
  const log = new AttemptLog(attempt)
  log.start()
  log.add(`RequestId: ${attempt.requestId} Error: ${reason}`)
  const text = log.end({ durationMs: 0, initMs: undefined, peakMb: 0, failure })
  const ended = { durationMs: 0, initMs: undefined, log: text }
  if (!isCode) return { ...ended, outcome: SYSTEM_ERROR, payload: undefined }
  return { ...ended, outcome: FUNCTION_ERROR, payload: Buffer.from(thrownError(failure, reason)) }
}
