import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import { Reaper } from './reaper.ts'
import { type Launch, RuntimeProcess } from './runtime-process.ts'
import { SpareTime } from './spare-time.ts'

export interface ProcessPoolOptions {
  /** How many processes there may be. More attempts wait; the wait counts for no timeout. Default 50. */
  readonly processes?: number
  /** How many of them start at once, until they wait for their first event. Default: one a processor. */
  readonly starting?: number
  /** A process that nobody uses ends after that. Default 10 minutes, as environments on Lambda are kept (model choice). */
  readonly idleMs?: number
  /** The longest start of an environment before its first attempt. Default 10 s, as on Lambda (documented, recorded). */
  readonly initLimitMs?: number
}

/** A process that takes longer to start lets others start beside it: it waits, and perhaps for them. */
const LONGEST_TURN_MS = 2_000

/** An environment whose process could end to make room. */
export interface Tenant {
  evict(): void
}

/** The processes of an endpoint: how many there may be, where their files are, and that none is left behind. */
export class ProcessPool {
  readonly idleMs: number
  readonly initLimitMs: number
  readonly #attempts: PQueue
  readonly #starts: PQueue
  readonly #spareTime = new SpareTime()
  readonly #processes: number
  /** Environments that have a process and run nothing, the one that waits longest first. */
  readonly #idle = new Set<Tenant>()
  readonly #beginning: (() => void)[] = []
  #live = 0
  #folders = 0
  #ground: { readonly folder: string; readonly reaper: Reaper } | undefined

  constructor(options: ProcessPoolOptions = {}) {
    const { processes = 50, starting = availableParallelism(), idleMs = 600_000, initLimitMs = 10_000 } = options
    this.idleMs = idleMs
    this.initLimitMs = initLimitMs
    this.#processes = processes
    this.#attempts = new PQueue({ concurrency: processes })
    this.#starts = new PQueue({ concurrency: starting })
  }

  /** Runs an attempt when there is room for it. */
  attempt<T>(run: () => Promise<T>): Promise<T> {
    return this.#attempts.add(run)
  }

  /**
   * Starts a process when it is its turn: too many that start at once keep each other, and the endpoint, from all work.
   * Those for which there is no processor of their own wait until the endpoint has time to spare: accepting what clients
   * send comes first.
   *
   * @param start may think better of it and start none
   */
  inTurn<Started extends RuntimeProcess | undefined>(start: () => Promise<Started>): Promise<Started> {
    const { promise, reject, resolve } = Promise.withResolvers<Started>()
    void this.#starts.add(async () => {
      if (this.#live >= availableParallelism()) await this.#spareTime.come()
      const started = start()
      started.then(resolve, reject)
      const process = await started.catch(() => undefined)
      if (process) await Promise.race([process.api.polled, process.ended, sleep(LONGEST_TURN_MS, 0, { ref: false })])
    })
    return promise
  }

  /** Starts a process for an attempt in progress; where there are too many, one that waits ends. Call it in turn. */
  async launch(launch: Launch): Promise<RuntimeProcess> {
    if (this.#live >= this.#processes) {
      const [oldest] = this.#idle
      if (oldest) this.#idle.delete(oldest)
      oldest?.evict()
    }
    const started = await RuntimeProcess.start(launch, this.#open().reaper)
    this.#live++
    void started.ended.then(() => this.#live--)
    return started
  }

  /**
   * Resolves when an attempt may begin: after this turn of the event loop, and one attempt a turn. Turns are short unless
   * clients send a flood; then accepting what they send comes first.
   */
  begin(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (this.#beginning.push(resolve) === 1) setImmediate(() => this.#beginOne())
    return promise
  }

  #beginOne(): void {
    this.#beginning.shift()!()
    if (this.#beginning.length > 0) setImmediate(() => this.#beginOne())
  }

  rest(tenant: Tenant): void {
    this.#idle.add(tenant)
  }

  work(tenant: Tenant): void {
    this.#idle.delete(tenant)
  }

  /** Makes a folder of its own, which is gone when the pool is closed or the endpoint has been killed. */
  async folder(): Promise<string> {
    const path = join(this.#open().folder, String(++this.#folders))
    await mkdir(path)
    return path
  }

  /** Call it when all runtimes are closed. */
  close(): void {
    if (this.#ground === undefined) return
    try {
      rmSync(this.#ground.folder, { recursive: true, force: true })
    } catch {
      // A function has made something that cannot be removed; the reaper removes the rest.
    }
    this.#ground.reaper.close()
    this.#ground = undefined
  }

  #open(): { readonly folder: string; readonly reaper: Reaper } {
    if (this.#ground === undefined) {
      // Only for this user: code and environment variables are in it.
      const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-'))
      this.#ground = { folder, reaper: new Reaper(folder) }
    }
    return this.#ground
  }
}
