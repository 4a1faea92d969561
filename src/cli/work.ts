import type { Conduct } from '../experiment/effort.ts'
import { Workers } from '../experiment/workers.ts'
import { tuneCompiler } from './compiler.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { Interruption } from './interruption.ts'
import { ProgressBar } from './progress-bar.ts'
import { styleFor } from './terminal.ts'

/** Something to be done with worker threads. */
export interface Work<T> {
  /** Undefined where it was interrupted before there was anything to tell. */
  do(workers: Workers, conduct: Required<Pick<Conduct, 'signal' | 'onProgress'>>): Promise<T | undefined>
  /** Is called with the terminal to itself. Gives the exit code of work that was not interrupted. */
  tell(done: T): ExitCode
}

/**
 * Does it on all processors, with a bar on stderr. A signal ends it early: what is whole by then is told, and the exit
 * code is that of the signal.
 */
export async function withWorkers<T>(work: Work<T>): Promise<ExitCode> {
  tuneCompiler()
  const workers = new Workers()
  const interruption = new Interruption()
  const bar = new ProgressBar(process.stderr, styleFor(process.stderr, process.env).glyphs.full === '█')
  const ending = new AbortController()
  void interruption.asked.then(() => ending.abort())
  try {
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
    await workers.close()
  }
}
