import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A server in a process of its own, whose log goes nowhere. */
export class ServedProcess {
  private readonly child: ChildProcess
  private readonly ended: Promise<unknown>
  private told = ''

  /** Starts the program with this Node. */
  constructor(args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}) {
    const { env = {}, ...rest } = options
    this.child = spawn(process.execPath, args, {
      ...rest,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    this.ended = new Promise((resolve) => this.child.once('close', resolve))
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.told = (this.told + text).slice(-2_000)
    })
  }

  /** Resolves with the address that it tells on stdout. */
  async address(): Promise<string> {
    const told = async () => {
      for (;;) {
        const [address] = /http:\/\/[^\s]+(?=\s)/.exec(this.told) ?? []
        if (address) return address
        await sleep(20)
      }
    }
    return Promise.race([told(), this.failure()])
  }

  /** Resolves once something answers at an address. */
  async answers(address: string): Promise<void> {
    const isThere = () =>
      fetch(address).then(
        () => true,
        () => false,
      )
    const there = async () => {
      while (!(await isThere())) await sleep(100)
    }
    return Promise.race([there(), this.failure()])
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  /** Memory in MB that it holds now; NaN where the system does not say. */
  get residentMb(): number {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
    } catch {
      return Number.NaN
    }
  }

  /** Ends it at once: what it has not done yet is not waited for. */
  async close(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }

  private async failure(): Promise<never> {
    await this.ended
    throw new Error(`${this.child.spawnargs.join(' ')} ended before it listened: ${this.told}`)
  }
}
