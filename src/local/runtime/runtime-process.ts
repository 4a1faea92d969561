import { type ChildProcess, spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import type { ProcessEnd } from '../../rules/error-object.ts'
import { processMemory } from './process-memory.ts'
import { ProcessOutput } from './process-output.ts'
import type { Reaper } from './reaper.ts'
import { RuntimeApi } from './runtime-api.ts'

/** What is started. */
export interface Launch {
  readonly command: readonly [string, ...string[]]
  readonly folder: string
  /** All of them: the process sees nothing of the endpoint's own. */
  readonly variables: Readonly<Record<string, string>>
  /** The process is killed when it holds more. */
  readonly memoryMb: number
}

const MEMORY_CHECK_MS = 50
/** For what a process that has ended left in its pipe. */
const LAST_OUTPUT_MS = 100

/** A process that polls a Runtime API, with that API. */
export class RuntimeProcess {
  readonly api: RuntimeApi
  /** When it was started, by `performance.now()`. */
  readonly begunMs: number
  /** Resolves when the process has ended and its output has been read. */
  readonly ended: Promise<{ readonly end: ProcessEnd }>
  readonly #child: ChildProcess
  /** What it writes, errors too. */
  readonly output = new ProcessOutput()
  readonly #memoryMb: number
  readonly #waiting = new Set<(end: ProcessEnd) => void>()
  #end: { readonly end: ProcessEnd } | undefined
  #memoryCheck: NodeJS.Timeout | undefined
  #peakMb = 0

  /** @throws Error where the system cannot start a process */
  static async start(launch: Launch, reaper: Reaper): Promise<RuntimeProcess> {
    const api = await RuntimeApi.open()
    const begunMs = performance.now()
    try {
      return new RuntimeProcess(api, await spawned(launch, api.address), launch.memoryMb, begunMs, reaper)
    } catch (error) {
      api.close()
      throw error
    }
  }

  private constructor(api: RuntimeApi, child: ChildProcess, memoryMb: number, begunMs: number, reaper: Reaper) {
    this.api = api
    this.begunMs = begunMs
    this.#child = child
    this.#memoryMb = memoryMb
    const pid = child.pid!
    reaper.began(pid)
    child.stdout?.on('data', (part: Buffer) => this.output.add(part))
    child.stderr?.on('data', (part: Buffer) => this.output.add(part))
    this.ended = ending(child).then((end) => {
      this.rest()
      reaper.ended(pid)
      api.close()
      this.#end = { end }
      for (const tell of this.#waiting) tell(end)
      return this.#end
    })
  }

  /** Call it when an attempt begins: from now on the process is killed when it holds too much memory. */
  work(): void {
    this.#memoryCheck ??= setInterval(() => {
      if (this.#ownMb() > this.#memoryMb) this.kill()
    }, MEMORY_CHECK_MS).unref()
  }

  /** Call it when an attempt has ended. */
  rest(): void {
    clearInterval(this.#memoryCheck)
    this.#memoryCheck = undefined
  }

  /** The most memory that it has held, in MB; 0 where the system does not say. */
  peakMb(): number {
    this.#ownMb()
    return this.#peakMb
  }

  #ownMb(): number {
    const memory = processMemory(this.#child.pid!)
    this.#peakMb = Math.max(this.#peakMb, memory?.peakMb ?? 0)
    return memory?.ownMb ?? 0
  }

  /**
   * Calls `tell` when the process has ended, or at once if it has. A wait for `ended` would be kept as long as the process
   * lives, one for each attempt.
   *
   * @returns what calls that off
   */
  whenEnded(tell: (end: ProcessEnd) => void): () => void {
    if (this.#end) tell(this.#end.end)
    else this.#waiting.add(tell)
    return () => this.#waiting.delete(tell)
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** Ends it at once, with all processes that it started. */
  kill(): void {
    // The number of a process that has ended may be another's by now.
    if (!this.hasEnded) killGroup(this.#child)
  }
}

async function spawned(launch: Launch, address: string): Promise<ChildProcess> {
  const [program, ...options] = launch.command
  // Through a shell that makes one stream of both: lines stay in their order.
  const [command, ...args] =
    process.platform === 'win32' ? [program, ...options] : ['/bin/sh', '-c', 'exec "$0" "$@" 2>&1', program, ...options]
  const child = spawn(command, args, {
    cwd: launch.folder,
    env: { ...launch.variables, AWS_LAMBDA_RUNTIME_API: address },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: it can be ended with all that it started, and an interrupt of the terminal does not reach it.
    detached: true,
    windowsHide: true,
  })
  // The listener stays: a signal that cannot be sent is told in the same way, and must not end the endpoint.
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).on('error', reject))
  return child
}

function ending(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('exit', (status, signal) => {
      killGroup(child)
      const end = endOf(status, signal)
      const timer = setTimeout(() => {
        // A process that it has detached may hold its output open for as long as it likes, and would keep the endpoint.
        child.stdout?.destroy()
        child.stderr?.destroy()
        resolve(end)
      }, LAST_OUTPUT_MS)
      child.once('close', () => {
        clearTimeout(timer)
        resolve(end)
      })
    })
  })
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL')
  } catch {
    // Nothing is left of it, or the system knows no groups.
    child.kill('SIGKILL')
  }
}

/** Signals as Lambda's platform writes them. */
const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGINT: 'interrupt',
  SIGHUP: 'hangup',
  SIGBUS: 'bus error',
  SIGILL: 'illegal instruction',
  SIGFPE: 'floating point exception',
  SIGTRAP: 'trace/breakpoint trap',
}

function endOf(status: number | null, signal: NodeJS.Signals | null): ProcessEnd {
  if (signal !== null) return { signal: SIGNALS[signal] ?? signal }
  return status === 0 ? undefined : { exitStatus: status! }
}
