import { rm } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { endOf, failureOf, hasRun, type Turn } from './attempt-end.ts'
import { AttemptLog } from './attempt-log.ts'
import { environmentVariables } from './environment-variables.ts'
import type { ProcessPool, Tenant } from './process-pool.ts'
import type { Program } from './program.ts'
import type { RuntimeAttempt, RuntimeResult } from './runtime.ts'
import type { RuntimeProcess } from './runtime-process.ts'

/**
 * An execution environment: a process that is started for the first attempt and kept for the next ones.
 *
 * Documented ("Understanding the Lambda execution environment lifecycle") and recorded: a start that fails or takes
 * longer than 10 s is tried again in the attempt, within the function's timeout; after a timeout or a crash the next
 * attempt starts the process anew, in the attempt's own time.
 */
export class Environment implements Tenant {
  readonly #pool: ProcessPool
  readonly #program: Program
  readonly #scratch: string
  readonly #whenIdle: () => void
  #process: RuntimeProcess | undefined
  /** The process that was started ahead of the next attempt. */
  #fresh: RuntimeProcess | undefined
  /** Whether the last process ended by a failure, or by itself. */
  #isBroken = false
  #isClosed = false
  #idleTimer: NodeJS.Timeout | undefined

  /**
   * @param scratch folder that is the environment's own, as `/tmp` is on Lambda: it outlives the process
   * @param whenIdle is called when it has run nothing for the pool's `idleMs`
   */
  constructor(pool: ProcessPool, program: Program, scratch: string, whenIdle: () => void) {
    this.#pool = pool
    this.#program = program
    this.#scratch = scratch
    this.#whenIdle = whenIdle
  }

  /** Whether it goes on with what earlier attempts left: with their process, or with one in the place of that which failed. */
  get isWarm(): boolean {
    return this.#process !== undefined || this.#isBroken
  }

  /** Starts the process ahead of the first attempt. @throws Error where the system cannot */
  async start(attempt: RuntimeAttempt): Promise<RuntimeProcess> {
    this.#fresh = await this.#launch(attempt)
    return this.#fresh
  }

  /** @throws Error where the system cannot start a process */
  async run(attempt: RuntimeAttempt): Promise<RuntimeResult> {
    clearTimeout(this.#idleTimer)
    this.#pool.work(this)
    try {
      return await this.#run(attempt)
    } finally {
      if (!this.#isClosed) {
        this.#idleTimer = setTimeout(this.#whenIdle, this.#pool.idleMs).unref()
        if (this.#process) this.#pool.rest(this)
      }
    }
  }

  /** Ends the process; the next attempt starts another, as if the environment were new. */
  evict(): void {
    const process = this.#process
    this.#process = undefined
    process?.kill()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#idleTimer)
    this.#pool.work(this)
    this.#process?.kill()
    await this.#process?.ended
    // What cannot be removed is left to the pool.
    await rm(this.#scratch, { recursive: true, force: true }).catch(() => {})
  }

  async #run(attempt: RuntimeAttempt): Promise<RuntimeResult> {
    const log = new AttemptLog(attempt)
    const fresh = this.#fresh
    this.#fresh = undefined
    // An end that the system knows of is told before the next turn of the loop.
    await this.#pool.begin()
    if (!fresh && this.#process?.hasEnded) await this.#process.ended
    const initMs = fresh && (await this.#initialise(fresh, log))
    log.start()
    const isRestart = this.#process === undefined
    const process = this.#process ?? (await this.#pool.inTurn(() => this.#launch(attempt)))
    const begunMs = isRestart ? process.begunMs : performance.now()
    process.work()
    const turn = await this.#attempt(attempt, process, begunMs, isRestart, log)
    const durationMs = turn.kind === 'time' ? attempt.timeoutMs : performance.now() - begunMs
    const peakMb = process.peakMb()
    // The attempt is over when the process asks for the next event; one that does not is of no more use.
    if (hasRun(turn)) await this.#turn(process, begunMs + attempt.timeoutMs, ready(process))
    if (!hasRun(turn) || !process.api.isPolling) await stopped(process)
    process.rest()
    log.add(process.output.take())
    const end = endOf(turn.kind === 'exit' && this.#isClosed ? { kind: 'closed' } : turn, attempt)
    log.add(end.line)
    const text = log.end({ durationMs, initMs, peakMb, failure: end.failure })
    return { outcome: end.outcome, payload: end.payload, durationMs, initMs, log: text }
  }

  /** Waits for the start before the attempt. @returns how long that took, or undefined where it failed */
  async #initialise(process: RuntimeProcess, log: AttemptLog): Promise<number | undefined> {
    process.work()
    const turn = await this.#turn(
      process,
      process.begunMs + this.#pool.initLimitMs,
      ready(process),
      process.api.initFailed,
    )
    const initMs = performance.now() - process.begunMs
    if (turn.kind !== 'ready') await stopped(process)
    log.add(process.output.take())
    if (turn.kind === 'ready') return initMs
    log.initFailed('init', initMs, failureOf(turn))
    return undefined
  }

  async #attempt(
    attempt: RuntimeAttempt,
    process: RuntimeProcess,
    begunMs: number,
    isRestart: boolean,
    log: AttemptLog,
  ): Promise<Turn> {
    const untilMs = begunMs + attempt.timeoutMs
    if (isRestart) {
      const turn = await this.#turn(process, untilMs, ready(process), process.api.initFailed)
      if (turn.kind !== 'ready') {
        await stopped(process)
        log.add(process.output.take())
        log.initFailed('invoke', performance.now() - begunMs, failureOf(turn))
        return turn.kind === 'error' ? { kind: 'initError', body: turn.body } : turn
      }
    }
    const { requestId, invokedFunctionArn, traceId, clientContext, payload } = attempt
    const deadlineMs = Date.now() + untilMs - performance.now()
    const handover = { requestId, invokedFunctionArn, traceId, clientContext, payload, deadlineMs }
    return this.#turn(process, untilMs, process.api.hand(handover))
  }

  /** Waits for the first of several things, the end of the process and a time among them. */
  async #turn(process: RuntimeProcess, untilMs: number, ...others: readonly Promise<Turn>[]): Promise<Turn> {
    const own = Promise.withResolvers<Turn>()
    // What came in time is read first, however late the timer is.
    const timer = setTimeout(
      () => setImmediate(own.resolve, { kind: 'time' }),
      Math.max(0, untilMs - performance.now()),
    )
    const callOff = process.whenEnded((end) => own.resolve({ kind: 'exit', end }))
    try {
      return await Promise.race([...others, own.promise])
    } finally {
      clearTimeout(timer)
      callOff()
    }
  }

  async #launch(attempt: RuntimeAttempt): Promise<RuntimeProcess> {
    const launch = {
      command: this.#program.command(attempt.memoryMb),
      folder: this.#program.folder,
      variables: environmentVariables(attempt, this.#program, this.#scratch),
      memoryMb: attempt.memoryMb,
    }
    const process = await this.#pool.launch(launch)
    this.#process = process
    this.#isBroken = false
    void process.ended.then(() => {
      if (this.#process !== process) return
      this.#pool.work(this)
      this.#process = undefined
      this.#isBroken = true
    })
    if (this.#isClosed) process.kill()
    return process
  }
}

function ready(process: RuntimeProcess): Promise<Turn> {
  return process.api.polled.then(() => ({ kind: 'ready' }))
}

async function stopped(process: RuntimeProcess): Promise<void> {
  process.kill()
  await process.ended
}
