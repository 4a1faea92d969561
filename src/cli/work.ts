import type { Conduct } from '../experiment/effort.ts'
import { type Runner, Workers } from '../experiment/workers.ts'
import { tuneCompiler } from './compiler.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { Interruption } from './interruption.ts'
import { ProgressBar } from './progress-bar.ts'
import { styleFor } from './terminal.ts'

/** Something to be done with workers. */
export interface Work<T> {
  /** Address of Redis, where workers are to be found. Default: this machine does it itself. */
  readonly redis?: string | undefined
  /** Undefined where it was interrupted before there was anything to tell. */
  do(workers: Runner, conduct: Required<Pick<Conduct, 'signal' | 'onProgress'>>): Promise<T | undefined>
  /** Is called with the terminal to itself. Gives the exit code of work that was not interrupted. */
  tell(done: T): ExitCode
}

/**
 * Does it on all processors, or on the workers that are found through Redis, with a bar on stderr. A signal ends it early:
 * what is whole by then is told, and the exit code is that of the signal.
 */
export async function withWorkers<T>(work: Work<T>): Promise<ExitCode> {
  tuneCompiler()
  const interruption = new Interruption()
  const bar = new ProgressBar(process.stderr, styleFor(process.stderr, process.env).glyphs.full === '█')
  const ending = new AbortController()
  void interruption.asked.then(() => ending.abort())
  let workers: Runner | undefined
  try {
    workers = work.redis === undefined ? new Workers() : await distantWorkers(work.redis, bar)
    const onProgress = (progress: number) => bar.update(progress)
    const done = await work.do(workers, { signal: ending.signal, onProgress })
    bar.close()
    if (done !== undefined) {
      const exitCode = work.tell(done)
      return interruption.exitCode ?? exitCode
    }
    process.stderr.write('asyncinvoke: interrupted: no replication is complete\n')
    return interruption.exitCode ?? EXIT.interrupted
  } finally {
    bar.close()
    interruption.close()
    await workers?.close()
  }
}

/** Its code is loaded when it is asked for: most who work do so on one machine. */
async function distantWorkers(redis: string, bar: ProgressBar): Promise<Runner> {
  const { redisRunner } = await import('./redis.ts')
  return redisRunner(redis, (words) => {
    bar.close()
    process.stderr.write(`asyncinvoke: ${words}\n`)
  })
}
