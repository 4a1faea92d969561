import { EXIT, type ExitCode } from './exit-code.ts'

const CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const
const SIGNALS = Object.keys(CODES) as (keyof typeof CODES)[]

/** Notes that somebody wants the process to stop. The first signal asks, the second one ends the process at once. */
export class Interruption {
  /** What to exit with once a signal has come. */
  exitCode: ExitCode | undefined
  /** Resolves with that code when a signal comes. */
  readonly asked: Promise<ExitCode>
  private ask!: (exitCode: ExitCode) => void
  private readonly listener = (signal: NodeJS.Signals) => {
    const exitCode = CODES[signal as keyof typeof CODES]
    if (this.exitCode !== undefined) process.exit(exitCode)
    this.exitCode = exitCode
    this.ask(exitCode)
  }

  constructor() {
    this.asked = new Promise((resolve) => {
      this.ask = resolve
    })
    for (const signal of SIGNALS) process.on(signal, this.listener)
  }

  /** Leaves signals to what they do by themselves. */
  close(): void {
    for (const signal of SIGNALS) process.off(signal, this.listener)
  }
}
