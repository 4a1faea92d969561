import type { RedisClient } from './packages.ts'

/** Somebody who takes part, as others see them. */
export interface Presence {
  /** No other has it: also the name of the queue of an experiment. */
  readonly name: string
  readonly edition: string
  /** Of a worker: replications that it makes at the same time. */
  readonly threads?: number
}

/** Milliseconds by the clock of Redis, which is one for all machines. */
const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`
const CALL = `${NOW}
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])`
const LIST = `${NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
return redis.call('ZRANGE', KEYS[1], 0, -1)`

/** Who takes part: those who have said so a short time ago. Where nobody does any more, nothing is left in Redis. */
export class Roll {
  private readonly redis: RedisClient
  private readonly key: string
  private readonly lifeMs: number

  /** @param lifeMs after so long without a word somebody is gone */
  constructor(redis: RedisClient, key: string, lifeMs: number) {
    this.redis = redis
    this.key = key
    this.lifeMs = lifeMs
  }

  async present(): Promise<Presence[]> {
    const texts = (await this.redis.eval(LIST, 1, this.key)) as string[]
    return texts.map((text) => JSON.parse(text) as Presence)
  }

  async call(presence: Presence): Promise<void> {
    await this.redis.eval(CALL, 1, this.key, JSON.stringify(presence), this.lifeMs)
  }

  async leave(presence: Presence): Promise<void> {
    await this.redis.zrem(this.key, JSON.stringify(presence))
  }
}
