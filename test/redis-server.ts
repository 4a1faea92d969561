import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'

const PROGRAM = 'redis-server'
const isThere = spawnSync(PROGRAM, ['--version']).status === 0

/** For `describe.skipIf`, and behind the name of what is left out. */
export const REDIS = { isThere, note: isThere ? '' : ` (left out: ${PROGRAM} is not installed)` }

/** A Redis of its own: on a free port of this machine, with nothing kept, gone when it is closed. */
export class RedisServer {
  readonly url: string
  /** To look at what is in it. */
  readonly client: Redis
  private readonly child: ChildProcess
  private readonly folder: string

  private constructor(child: ChildProcess, folder: string, port: number, password: string | undefined) {
    this.child = child
    this.folder = folder
    this.url = `redis://127.0.0.1:${port}`
    this.client = new Redis(this.url, { ...(password !== undefined && { password }), maxRetriesPerRequest: null })
    // Until it listens, it refuses.
    this.client.on('error', () => {})
  }

  static async start({ password }: { readonly password?: string } = {}): Promise<RedisServer> {
    const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-redis-'))
    const port = await freePort()
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
    const child = spawn(PROGRAM, [...args, ...(password === undefined ? [] : ['--requirepass', password])])
    const server = new RedisServer(child, folder, port, password)
    await server.client.ping()
    return server
  }

  /** All keys but those by which workers and runs say that they are there. */
  async leftovers(): Promise<string[]> {
    return (await this.client.keys('*')).filter((key) => !/^asyncinvoke:(?:experiments|workers)$/.test(key)).sort()
  }

  /** Takes it away from those who use it, as a power cut does; or lets it hang. */
  async kill(signal: 'SIGKILL' | 'SIGSTOP' = 'SIGKILL'): Promise<void> {
    this.client.disconnect()
    if (signal === 'SIGSTOP') this.child.kill(signal)
    else await this.end()
  }

  async close(): Promise<void> {
    this.client.disconnect()
    await this.end()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
