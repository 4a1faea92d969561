import { enableCompileCache } from 'node:module'
import { Readable, Writable } from 'node:stream'
import { execute } from '../../src/cli/program.ts'

export interface CallOptions {
  readonly cwd?: string | undefined
  readonly env?: NodeJS.ProcessEnv
  /** What stands on stdin. Default: nothing. */
  readonly input?: string | undefined
}

/** How a command ended and what it printed. */
export interface Called {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Both, in the order in which they came. */
  readonly text: string
}

// As in `main.ts`: threads of a command find their code compiled.
enableCompileCache()

/** The process has one directory and one stdout: a call waits for the one before. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Calls the command line in this process: what a command prints is the same as in one of its own (`in-process.test.ts`), but
 * the code is loaded and compiled once for many commands, and that is most of the time of a small one.
 */
export function call(args: readonly string[], options: CallOptions = {}): Promise<Called> {
  const mine = last.then(() => callAlone(args, options))
  last = mine.catch(() => undefined)
  return mine
}

async function callAlone(args: readonly string[], { cwd, env, input = '' }: CallOptions): Promise<Called> {
  const printed = { stdout: '', stderr: '', text: '' }
  const streamOf = (name: 'stdout' | 'stderr') =>
    new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        printed[name] += chunk
        printed.text += chunk
        done()
      },
    })
  const streams = {
    stdin: Readable.from(input === '' ? [] : [Buffer.from(input)]),
    stdout: streamOf('stdout'),
    stderr: streamOf('stderr'),
  }
  const { env: formerEnv, exitCode: formerCode } = process
  const formerStreams = Object.keys(streams).map(
    (name) => [name, Object.getOwnPropertyDescriptor(process, name)!] as const,
  )
  const formerFolder = process.cwd()
  const { PATH } = formerEnv
  try {
    if (cwd !== undefined) process.chdir(cwd)
    process.env = { PATH, LANG: 'C.UTF-8', ...env }
    for (const [name, value] of Object.entries(streams))
      Object.defineProperty(process, name, { value, configurable: true, enumerable: true })
    const code = await execute(args)
    return { code, ...printed }
  } finally {
    for (const [name, descriptor] of formerStreams) Object.defineProperty(process, name, descriptor)
    process.env = formerEnv
    process.exitCode = formerCode
    process.chdir(formerFolder)
  }
}
