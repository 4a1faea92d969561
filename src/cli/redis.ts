import { editionOf } from '../experiment/redis/edition.ts'
import { RedisError } from '../experiment/redis/redis-error.ts'
import { RedisRunner } from '../experiment/redis/redis-runner.ts'
import type { Runner } from '../experiment/workers.ts'
import { programVersion } from './program-version.ts'
import { UsageError } from './usage-error.ts'

/** Workers that are found through Redis. @param onNote is told in words what somebody might want to do something about */
export function redisRunner(url: string, onNote: (words: string) => void): Promise<Runner> {
  return orUsage(RedisRunner.open({ url, edition: editionOf(programVersion()), onNote }))
}

/** The address of Redis, or what it leads to, is as much a part of the command as a file is. */
export async function orUsage<T>(opening: Promise<T>): Promise<T> {
  try {
    return await opening
  } catch (error) {
    throw error instanceof RedisError ? new UsageError(`--redis: ${error.message}`) : error
  }
}
