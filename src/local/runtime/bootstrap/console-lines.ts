import { format } from 'node:util'

const LEVELS = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE' } as const

let requestId: string | undefined

/** Makes `console` write lines as Lambda's Node.js runtime does: time, request id, level and text, with tabs between. */
export function writeConsoleLines(): void {
  for (const stream of [process.stdout, process.stderr]) block(stream)
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...values: unknown[]) => writeLine(level, format(...values))
  }
}

/** Names the event whose lines follow. */
export function writeLinesOf(id: string): void {
  requestId = id
}

/** The line of an error that the handler did not catch. */
export function writeError(what: string, error: unknown): void {
  writeLine('ERROR', `${what} \t${errorText(error)}`)
}

/**
 * Makes a stream wait until what it writes is written: both lead into one pipe, where lines keep their order then, and
 * what was written before an exit is not lost. Node.js does not document this; without it writes wait in the process.
 */
function block(stream: object): void {
  const { _handle: handle } = stream as { readonly _handle?: { setBlocking?(isBlocking: boolean): void } }
  handle?.setBlocking?.(true)
}

function writeLine(level: string, text: string): void {
  process.stdout.write(`${new Date().toISOString()}\t${requestId}\t${level}\t${text}\n`)
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return format('%j', error)
  const { name: errorType, message: errorMessage, stack } = error
  const plain = { errorType, errorMessage, stack: stack?.split('\n') }
  try {
    // With what the code has added to the error.
    return JSON.stringify({ ...plain, ...error, name: undefined, stack: plain.stack })
  } catch {
    return JSON.stringify(plain)
  }
}
