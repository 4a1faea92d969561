import { setTimeout as sleep } from 'node:timers/promises'
import type { Packages, RedisClient } from './packages.ts'
import { RedisError } from './redis-error.ts'

/** Real time after which a server that does not answer is given up, at the start. */
const PATIENCE_MS = 5_000
/** Longest real time between two tries to reach a server again. */
const SLOWEST_RETRY_MS = 1_000

/** Real time that a server has to close a connection, before we do: nobody waits for it. */
const FAREWELL_MS = 50

/** Real time between two looks whether a server still answers. */
const LISTEN_MS = 250

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'no host of that name could be found now',
  ETIMEDOUT: 'nothing answers there',
}

/**
 * An address without its user and password, to be shown: of the text itself, since one that was not understood may have its
 * password anywhere before the last `@`.
 */
export function shownAddress(url: string): string {
  return url.replace(/^([a-z]*:\/\/)?.*@/is, '$1:***@')
}

/**
 * Reaches Redis.
 *
 * @param onChange is told in words when the server is lost, and when it is back: the client tries again for ever
 * @throws RedisError where nobody is there, or not for us
 */
export async function connect(
  packages: Packages,
  url: string,
  onChange: (words: string) => void,
): Promise<RedisClient> {
  await probe(packages.ioredis, url)
  const client = new (withDuplicates(packages))(url, {
    maxRetriesPerRequest: null,
    disconnectTimeout: FAREWELL_MS,
    retryStrategy: (tries) => Math.min(SLOWEST_RETRY_MS, 50 * tries),
  })
  let isLost = false
  client.on('error', (error) => {
    if (!isLost) onChange(`${shownAddress(url)} is lost: ${reasonOf(error)}; trying again`)
    isLost = true
  })
  client.on('close', () => {
    if (!isLost && client.status !== 'end') onChange(`${shownAddress(url)} is lost; trying again`)
    isLost = true
  })
  client.on('ready', () => {
    if (isLost) onChange(`${shownAddress(url)} is back`)
    isLost = false
  })
  return client
}

/**
 * A client that takes its duplicates with it when it disconnects. BullMQ makes some and says goodbye to each of them: to
 * a server that is lost, it would wait for ever, and the process with it.
 */
function withDuplicates({ ioredis }: Packages) {
  return class extends ioredis.Redis {
    private readonly duplicates = new Set<RedisClient>()

    override duplicate(...options: Parameters<RedisClient['duplicate']>): RedisClient {
      const made = super.duplicate(...options)
      this.duplicates.add(made)
      return made.once('end', () => this.duplicates.delete(made))
    }

    override disconnect(reconnect = false): void {
      super.disconnect(reconnect)
      if (!reconnect) for (const made of this.duplicates) made.disconnect()
    }
  }
}

/** Comes when the server has not answered for so long. @param signal ends the waiting */
export async function silence(client: RedisClient, ms: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const hears = client.ping().then(
      () => true,
      () => false,
    )
    if (!(await Promise.race([hears, sleep(ms, false, { ref: false })]))) return
    await sleep(LISTEN_MS, undefined, { signal }).catch(() => {})
  }
}

/** Asks once, so that what is wrong with an address is told instead of tried again. */
async function probe(ioredis: Packages['ioredis'], url: string): Promise<void> {
  const client = new ioredis.Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: PATIENCE_MS,
    disconnectTimeout: FAREWELL_MS,
    commandTimeout: PATIENCE_MS,
  })
  let cause: Error | undefined
  client.on('error', (error) => {
    cause ??= error
  })
  try {
    await client.connect()
    await client.ping()
    if (cause) throw cause
  } catch (error) {
    throw refusal(url, cause ?? error)
  } finally {
    client.disconnect()
  }
}

/** What Redis did not do, in words. */
export function refusal(url: string, error: unknown): RedisError {
  // A server without TLS waits for the rest of what it takes for a command.
  const isTls = /^rediss:/.test(url) && (error as NodeJS.ErrnoException).code === 'ETIMEDOUT'
  const hint = isTls ? '; a server without TLS has an address with redis://' : ''
  return new RedisError(`${shownAddress(url)}: ${reasonOf(error)}${hint}`)
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (/^NOAUTH/.test(message)) return 'it asks for a password, and the address has none'
  if (/^WRONGPASS|^ERR invalid password/.test(message)) return 'it does not take that user and password'
  if (/^Command timed out/.test(message)) return `nothing answered within ${PATIENCE_MS / 1_000} s`
  if (/DB index is out of range/.test(message)) return 'it has no database of the number at the end of the address'
  return (code !== undefined && REASONS[code]) || message
}
