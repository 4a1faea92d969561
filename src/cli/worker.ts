import { shownAddress } from '../experiment/redis/connection.ts'
import { RedisWorker } from '../experiment/redis/redis-worker.ts'
import { tuneCompiler } from './compiler.ts'
import type { ExitCode } from './exit-code.ts'
import { Interruption } from './interruption.ts'
import { programEdition } from './program-edition.ts'

export interface WorkerOptions {
  readonly redis: string
  readonly threads?: number
}

/** `worker --redis URL`: makes replications for commands with the same `--redis`, until somebody stops it. */
export async function worker({ redis, threads }: WorkerOptions): Promise<ExitCode> {
  tuneCompiler()
  const edition = programEdition()
  const onNote = (words: string) => void process.stderr.write(`asyncinvoke: ${words}\n`)
  const interruption = new Interruption()
  let working: RedisWorker | undefined
  try {
    working = await RedisWorker.open({ url: redis, edition, threads, onNote })
    process.stdout.write(`asyncinvoke ${edition} works for ${shownAddress(redis)}, threads: ${working.threads}\n`)
    const exitCode = await Promise.race([interruption.asked, working.ended.then(() => interruption.asked)])
    if (working.underWay > 0)
      onNote(`finishing replications: ${working.underWay}; with a second signal they are left to other workers`)
    return exitCode
  } finally {
    await working?.close()
    interruption.close()
  }
}
