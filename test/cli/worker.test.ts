import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { REDIS, RedisServer } from '../redis-server.ts'
import { directory, execute, type Running, SCENARIO, start } from './command.ts'

const BUSY = `\
name: busy
seed: 7
runLength: 4h
functions:
  work:
    reservedConcurrency: 2
    model: { duration: { exponential: { mean: 900ms } }, errors: { probability: 0.2 } }
    arrivals: [{ poisson: { rate: 2/s } }]
`
const SWEEP = ['sweep', 'busy.yaml', '--vary', 'functions.work.reservedConcurrency=1..12', '--replications', '3']
/** One replication takes a second or more. */
const LONG = ['run', 'busy.yaml', '--replications', '2', '--set', 'runLength=2d', '--json']

const READY = /^asyncinvoke 0\.1\.0-[0-9a-f]{8} on Node v[\d.]+ works for redis:\/\/127\.0\.0\.1:\d+, threads: 1\n/

/** The machine may be busy: what is waited for comes some time. */
const SOON = { timeout: 20_000 }

describe.skipIf(!REDIS.isThere)(`commands and workers that meet in Redis${REDIS.note}`, () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await RedisServer.start()
  })
  afterAll(() => server?.close())
  afterEach(async () => {
    await server.client.flushall()
  })

  /** Starts a worker and waits until it works. */
  async function working({ url } = server): Promise<Running & { readonly said: () => string }> {
    const running = start(['worker', '--redis', url, '--threads', '1'])
    let said = ''
    running.child.stderr.on('data', (text: string) => {
      said += text
    })
    await new Promise((resolve) => running.child.stdout.once('data', resolve))
    return { ...running, said: () => said }
  }

  const through = () => ['--redis', server.url]
  const lines = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0)
  /** Waits until a replication is being made. */
  async function taken(): Promise<void> {
    while (!(await server.leftovers()).some((key) => /:lock$/.test(key))) await sleep(20)
  }

  /** The sweep, with something that happens when some of its rows are there. @returns all that came of it */
  async function swept(options: readonly string[], inTheMiddle: () => unknown = () => {}) {
    const cwd = directory({ 'busy.yaml': BUSY })
    const path = join(cwd, 'rows.jsonl')
    const { finished } = start([...SWEEP, '--out', 'rows.jsonl', '--json', ...options], { cwd })
    while (lines(path) < 8) await sleep(20)
    await inTheMiddle()
    const { code, stdout, stderr } = await finished
    return { code, stdout, stderr, rows: readFileSync(path, 'utf8') }
  }

  it('give the same bytes as one machine, whatever workers come and are killed', async () => {
    const alone = await swept([])
    expect(alone).toMatchObject({ code: 0, stderr: '' })
    const workers = [await working(), await working()]
    const spread = await swept(through())
    expect(spread).toEqual(alone)
    await expect.poll(() => server.leftovers(), SOON).toEqual([])

    const oneKilled = await swept(through(), () => workers[0]!.child.kill('SIGKILL'))
    expect(oneKilled).toEqual(alone)

    const allKilled = await swept(through(), async () => {
      workers[1]!.child.kill('SIGKILL')
      await workers[1]!.finished
      await working()
    })
    expect(allKilled).toEqual(alone)
    await expect.poll(() => server.leftovers(), SOON).toEqual([])
  })

  it('end with Ctrl-C of the command: what is whole is told, nothing stays in Redis, and workers go on', async () => {
    const worker = await working()
    const cwd = directory({ 'busy.yaml': BUSY })
    // It would keep the worker busy for minutes.
    const { child, finished } = start([...LONG, '--set', 'runLength=1000d', ...through()], { cwd })
    await taken()
    child.kill('SIGINT')
    const { code, stdout, stderr } = await finished
    expect([code, stdout, stderr]).toEqual([130, '', 'asyncinvoke: interrupted: no replication is complete\n'])
    await expect.poll(worker.said, SOON).toMatch(/experiment \S+: over; replications made here: 0\n$/)
    expect(await server.leftovers()).toEqual([])
    expect((await execute(['run', 'busy.yaml', '--replications', '2', ...through()], { cwd })).code).toBe(0)
  })

  it('end with the death of the command: workers clear away what it left', async () => {
    const worker = await working()
    const cwd = directory({ 'busy.yaml': BUSY })
    const { child, finished } = start([...LONG, ...through()], { cwd })
    await taken()
    child.kill('SIGKILL')
    await finished
    expect((await server.leftovers()).length).toBeGreaterThan(0)
    // As after the 15 s in which it might have called again.
    await server.client.del('asyncinvoke:experiments')
    await expect.poll(worker.said, SOON).toMatch(/ over; replications made here: 0\n$/)
    const left = (await server.leftovers()).filter((key) => !/:scenario-/.test(key))
    expect(left).toEqual([])
  })

  it('give a replication up over which too many workers have died', async () => {
    const worker = await working()
    const cwd = directory({ 'busy.yaml': BUSY })
    const { finished } = start([...LONG, ...through()], { cwd })
    await taken()
    const [job] = (await server.leftovers()).filter((key) => /:task-1$/.test(key))
    // BullMQ's count of how often the task was taken from a worker.
    await server.client.hset(job!, 'stc', 10)
    worker.child.kill('SIGKILL')
    await working()
    const { code, stderr } = await finished
    expect(code).toBe(3)
    expect(stderr).toMatch(/11 workers ended while they made the same replication: does it need more memory/)
  })

  it('end with Ctrl-C of a worker when its replication is made, and exit 130', async () => {
    const worker = await working()
    const cwd = directory({ 'busy.yaml': BUSY })
    const { finished } = start([...LONG, ...through()], { cwd })
    await taken()
    worker.child.kill('SIGINT')
    const { code, stdout, stderr } = await worker.finished
    expect(code).toBe(130)
    expect(stdout).toMatch(READY)
    expect(stderr).toMatch(
      /^asyncinvoke: experiment \S+: begins\nasyncinvoke: finishing replications: 1; with a second signal/,
    )
    // It has brought back what it was making, and the next worker makes the rest.
    const next = await working()
    expect((await finished).code).toBe(0)
    await expect.poll(next.said, SOON).toMatch(/ over; replications made here: 1\n$/)
  })

  it.each(['SIGKILL', 'SIGSTOP'] as const)('end with Ctrl-C also where Redis is gone: %s', async (signal) => {
    const gone = await RedisServer.start()
    onTestFinished(() => gone.close())
    const worker = await working(gone)
    const cwd = directory({ 'busy.yaml': BUSY })
    // It would keep the worker busy for minutes.
    const { child, finished } = start([...LONG, '--set', 'runLength=1000d', '--redis', gone.url], { cwd })
    while (!(await gone.leftovers()).some((key) => /:lock$/.test(key))) await sleep(20)
    await gone.kill(signal)
    // Until both wait for an answer.
    await sleep(500)
    const askedMs = performance.now()
    child.kill('SIGINT')
    worker.child.kill('SIGINT')
    for (const { code } of await Promise.all([finished, worker.finished])) expect(code).toBe(130)
    expect(performance.now() - askedMs).toBeLessThan(10_000)
  })

  it('serve run, compare, sweep and find alike', async () => {
    await working()
    const cwd = directory({ 'small.yaml': SCENARIO.replace('constant: { rate: 1/m }', 'poisson: { rate: 1/s }') })
    const commands = [
      ['run', 'small.yaml', '--precision', '20%', '--html', 'run.html'],
      ['compare', 'small.yaml', '--with', 'functions.work.timeout=1s,functions.work.reservedConcurrency=1'],
      ['find', 'small.yaml', '--vary', 'functions.work.reservedConcurrency=1..3', '--require', 'work.dropped < 500'],
      ['find', 'small.yaml', '--vary', 'functions.work.reservedConcurrency=1..3', '--minimize', 'cost,dropped'],
    ]
    for (const command of commands) {
      const alone = await execute([...command, '--json'], { cwd })
      const spread = await execute([...command, '--json', ...through()], { cwd })
      expect(spread).toEqual(alone)
    }
  })

  it('go on with the rows of replications that are there', async () => {
    const cwd = directory({ 'small.yaml': SCENARIO.replace('constant: { rate: 1/m }', 'poisson: { rate: 1/s }') })
    const rows = (count: number, out: string, ...more: string[]) =>
      execute(['run', 'small.yaml', '--replications', `${count}`, '--json', '--out', out, ...more], { cwd })
    const alone = await rows(9, 'alone.jsonl')
    await rows(4, 'rows.jsonl')
    await working()
    const spread = await rows(9, 'rows.jsonl', '--resume', ...through())
    expect(spread).toEqual(alone)
    expect(readFileSync(join(cwd, 'rows.jsonl'), 'utf8')).toBe(readFileSync(join(cwd, 'alone.jsonl'), 'utf8'))
  })

  it.each([
    ['run', '--replications', '2'],
    ['compare', '--with', 'functions.work.timeout=1s'],
    ['sweep', '--vary', 'functions.work.timeout=1s,2s'],
  ])('begin no file of rows where Redis cannot be reached: %s', async (command, ...options) => {
    const cwd = directory({ 'small.yaml': SCENARIO })
    const args = [command, 'small.yaml', ...options, '--out', 'rows.jsonl', '--redis', 'redis://127.0.0.1:1']
    expect((await execute(args, { cwd })).code).toBe(2)
    expect(existsSync(join(cwd, 'rows.jsonl'))).toBe(false)
  })

  it.each([
    ['mysql://127.0.0.1', 'asyncinvoke: --redis: expected an address such as redis://127.0.0.1:6379'],
    ['127.0.0.1:6379', 'expected an address such as redis://127.0.0.1:6379'],
    ['redis://127.0.0.1:1', 'asyncinvoke: --redis: redis://127.0.0.1:1: nothing listens there\n'],
    ['redis://:a%20secret@127.0.0.1:1', 'asyncinvoke: --redis: redis://:***@127.0.0.1:1: nothing listens there\n'],
  ])('refuse %s and say why', async (url, message) => {
    const cwd = directory({ 'small.yaml': SCENARIO })
    for (const command of [['worker'], ['run', 'small.yaml', '--replications', '2']]) {
      const { code, stdout, stderr } = await execute([...command, '--redis', url], { cwd })
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toContain(message)
    }
  })

  it('end with exit code 2 where Redis refuses what it is asked', async () => {
    const full = await RedisServer.start()
    onTestFinished(() => full.close())
    const cwd = directory({ 'busy.yaml': BUSY })
    const both = [['worker'], LONG].map((command) => start([...command, '--redis', full.url], { cwd }))
    await expect.poll(() => full.client.exists('asyncinvoke:workers', 'asyncinvoke:experiments'), SOON).toBe(2)
    await full.client.config('SET', 'maxmemory', '1')
    for (const { finished } of both) {
      const { code, stderr } = await finished
      expect(code).toBe(2)
      expect(stderr).toContain(`asyncinvoke: --redis: ${full.url}: OOM command not allowed`)
    }
  })

  it('say what is wrong with a password, and do not print it', async () => {
    const locked = await RedisServer.start({ password: 'open' })
    onTestFinished(() => locked.close())
    const { host } = new URL(locked.url)
    const tried = (user: string) => execute(['worker', '--redis', `redis://${user}${host}`])
    expect(await tried('')).toMatchObject({
      code: 2,
      stderr: `asyncinvoke: --redis: redis://${host}: it asks for a password, and the address has none\n`,
    })
    expect(await tried(':shut@')).toMatchObject({
      code: 2,
      stderr: `asyncinvoke: --redis: redis://:***@${host}: it does not take that user and password\n`,
    })
  })

  it('are not asked for a single run', async () => {
    const cwd = directory({ 'busy.yaml': BUSY })
    const { code, stdout, stderr } = await execute(['run', 'busy.yaml', ...through()], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('--redis: expected --replications or --precision')
  })
})
