import type { RuntimeAttempt } from './runtime.ts'

/** What the last line of an attempt tells. */
export interface AttemptReport {
  readonly durationMs: number
  readonly initMs: number | undefined
  /** The most memory that the process has held; 0 where that is not known. */
  readonly peakMb: number
  /** Of an attempt that the platform ended: `timeout`, or the type of the error. */
  readonly failure: string | undefined
}

/** The log of an attempt: the function's own lines between those of the platform. Recorded: START, END and REPORT. */
export class AttemptLog {
  readonly #attempt: RuntimeAttempt
  #text = ''

  constructor(attempt: RuntimeAttempt) {
    this.#attempt = attempt
  }

  /** What the function wrote, or a line of the platform. */
  add(text: string): void {
    this.#text += text
    if (text !== '' && !text.endsWith('\n')) this.#text += '\n'
  }

  /** The start of an environment that failed. Documented: "Understanding the Lambda execution environment lifecycle". */
  initFailed(phase: 'init' | 'invoke', initMs: number, failure: string): void {
    this.add(`INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms\tPhase: ${phase}\t${status(failure)}`)
  }

  start(): void {
    this.add(`START RequestId: ${this.#attempt.requestId} Version: ${this.#attempt.version}`)
  }

  /** The text of the whole log. Documented: the start of an environment is billed as well, since August 2025. */
  end({ durationMs, initMs, peakMb, failure }: AttemptReport): string {
    const { requestId, memoryMb } = this.#attempt
    const fields = [
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
      `Memory Size: ${memoryMb} MB`,
      `Max Memory Used: ${Math.min(memoryMb, Math.ceil(peakMb))} MB`,
      ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
      ...(failure === undefined ? [] : [status(failure)]),
    ]
    this.add(`END RequestId: ${requestId}`)
    this.add(`REPORT RequestId: ${requestId}\t${fields.join('\t')}\t`)
    return this.#text
  }
}

function status(failure: string): string {
  return failure === 'timeout' ? 'Status: timeout' : `Status: error\tError Type: ${failure}`
}
