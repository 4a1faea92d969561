import { editionOf } from '../experiment/redis/edition.ts'
import { RedisRunner } from '../experiment/redis/redis-runner.ts'
import type { Runner } from '../experiment/workers.ts'
import { programVersion } from './program-version.ts'

/** Workers that are found through Redis. @param onNote is told in words what somebody might want to do something about */
export function redisRunner(url: string, onNote: (words: string) => void): Promise<Runner> {
  return RedisRunner.open({ url, edition: editionOf(programVersion()), onNote })
}
