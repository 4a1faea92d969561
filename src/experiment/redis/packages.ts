import { RedisError } from './redis-error.ts'

/** What talks to Redis. Not every installation has it. */
export interface Packages {
  readonly bullmq: typeof import('bullmq')
  readonly ioredis: Pick<typeof import('ioredis'), 'Redis'>
}

export type RedisClient = InstanceType<Packages['ioredis']['Redis']>

/** @throws RedisError that says what to install */
export async function loadPackages(): Promise<Packages> {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')])
    return { bullmq, ioredis }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new RedisError('expected the packages bullmq and ioredis: npm install bullmq@6 ioredis@5')
  }
}
