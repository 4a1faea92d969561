import { RedisRunner } from '../experiment/redis/redis-runner.ts'
import type { Runner } from '../experiment/workers.ts'
import { programEdition } from './program-edition.ts'

/** Workers that are found through Redis. @param onNote is told in words what somebody might want to do something about */
export function redisRunner(url: string, onNote: (words: string) => void): Promise<Runner> {
  return RedisRunner.open({ url, edition: programEdition(), onNote })
}
