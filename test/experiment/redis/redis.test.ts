import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { compareWith, type Setting } from '../../../src/experiment/comparison.ts'
import { experimentWith } from '../../../src/experiment/experiment.ts'
import { ExperimentQueue } from '../../../src/experiment/redis/experiment-queue.ts'
import { loadPackages } from '../../../src/experiment/redis/packages.ts'
import { RedisRunner } from '../../../src/experiment/redis/redis-runner.ts'
import { RedisWorker } from '../../../src/experiment/redis/redis-worker.ts'
import type { RunRow } from '../../../src/experiment/run-row.ts'
import { readGrid } from '../../../src/experiment/sweep.ts'
import { sweepWith } from '../../../src/experiment/sweeping.ts'
import { type Runner, Workers } from '../../../src/experiment/workers.ts'
import type { Course } from '../../../src/measure/course.ts'
import { takeScenario } from '../../../src/scenario/read.ts'
import type { Scenario } from '../../../src/scenario/scenario.ts'
import type { ScenarioInput } from '../../../src/scenario/schema/scenario.ts'
import { REDIS, RedisServer } from '../../redis-server.ts'

const SLOTS = 'functions.work.reservedConcurrency'
const EDITION = 'of these tests'
const INPUT: ScenarioInput = {
  seed: 11,
  runLength: '10m',
  functions: {
    work: {
      reservedConcurrency: 2,
      eventInvokeConfig: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 240 },
      model: { duration: { exponential: { mean: '900ms' } }, errors: { probability: 0.3 } },
      arrivals: [{ poisson: { rate: '1/s' } }],
    },
  },
  expect: ['work.dropped < 150'],
}

/** A value as text that tells any two values apart, to the last bit of each number. */
function exactly(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (ArrayBuffer.isView(part))
      return `${part.constructor.name} ${Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('hex')}`
    const isExact = typeof part !== 'number' || (Number.isFinite(part) && !Object.is(part, -0))
    if (isExact) return part === undefined ? 'undefined' : part
    return `number ${Object.is(part, -0) ? '-0' : part}`
  })
}

/** Everything that a runner can be asked for. */
async function everything(runner: Runner): Promise<string> {
  const read = async (set: readonly string[]) => (await takeScenario(INPUT, { set })).scenario
  const base = await read([])
  const courses: (readonly Course[])[] = []
  const onCourses = (told: readonly Course[]) => void courses.push(told)
  const repeated = await experimentWith(runner, base, [], { replications: 5, onCourses })
  const settings: Setting[] = [
    { with: '', scenario: base },
    { with: `${SLOTS}=3`, scenario: await read([`${SLOTS}=3`]) },
  ]
  const compared = await compareWith(runner, settings, [], { replications: 3 })
  const swept = await rowsOf(runner)
  return exactly({ repeated, compared, swept, courses, typical: await runner.typical(base) })
}

async function rowsOf(runner: Runner, onRow: (row: RunRow) => void = () => {}): Promise<RunRow[]> {
  const read = (set: readonly string[]) => takeScenario(INPUT, { set })
  const { grid, base } = await readGrid([`${SLOTS}=1..8`], 'vary', read)
  const rows: RunRow[] = []
  const told = (row: RunRow) => {
    rows.push(row)
    onRow(row)
  }
  await sweepWith(runner, { grid, base: base.scenario, read }, [], { replications: 3, onRow: told })
  return rows
}

/** The machine may be busy: what is waited for comes some time. */
const SOON = { timeout: 20_000 }

describe.skipIf(!REDIS.isThere)(`runs through Redis${REDIS.note}`, () => {
  let server: RedisServer
  let here: Workers
  beforeAll(async () => {
    server = await RedisServer.start()
    here = new Workers(1)
  })
  afterAll(async () => {
    await here?.close()
    await server?.close()
  })
  afterEach(async () => {
    await server.client.flushall()
  })

  async function runner(edition = EDITION, notes: string[] = []): Promise<RedisRunner> {
    const opened = await RedisRunner.open({ url: server.url, edition, onNote: (words) => notes.push(words) })
    onTestFinished(() => opened.close())
    return opened
  }
  async function worker(threads = 1, edition = EDITION, notes: string[] = []): Promise<RedisWorker> {
    const onNote = (words: string) => notes.push(words)
    const opened = await RedisWorker.open({ url: server.url, edition, threads, onNote })
    onTestFinished(() => opened.close())
    return opened
  }
  async function scenario(set: readonly string[] = []): Promise<Scenario> {
    return (await takeScenario(INPUT, { set })).scenario
  }
  const taskOf = (given: Scenario) => ({ scenario: given, replication: 1, withResult: true, withEnds: false })

  it('give the same bytes as on one thread and on two, and leave nothing behind', async () => {
    const two = new Workers(2)
    onTestFinished(() => two.close())
    await worker()
    await worker()
    const through = await runner()
    const [one, other, spread] = [await everything(here), await everything(two), await everything(through)]
    expect(other).toBe(one)
    expect(spread).toBe(one)
    await through.close()
    await expect.poll(() => server.leftovers(), SOON).toEqual([])
  })

  it('ask ahead for the threads of all workers that are there, and for those that join or leave', async () => {
    const through = await runner()
    expect(through.size).toBe(4)
    await worker(3)
    const second = await worker(5)
    await expect.poll(() => through.size, SOON).toBe(16)
    await second.close()
    await expect.poll(() => through.size, SOON).toBe(6)
  })

  it('go on to the same bytes where Redis loses everything in the middle', async () => {
    const expected = await rowsOf(here)
    const through = await runner()
    let flushed: Promise<unknown> | undefined
    const spread = rowsOf(through, () => {
      flushed ??= server.client.flushall()
    })
    await worker()
    expect(exactly(await spread)).toBe(exactly(expected))
    expect(await flushed).toBe('OK')
  })

  it('send a scenario once, however many replications it has', async () => {
    const given = await scenario()
    const through = await runner()
    const sets = async () => Number(/cmdstat_set:calls=(\d+)/.exec(await server.client.info('commandstats'))?.[1] ?? 0)
    const before = await sets()
    const made = Promise.all(
      [1, 2, 3, 4, 5, 6].map((replication) => through.replicate({ ...taskOf(given), replication })),
    )
    await expect.poll(async () => (await server.leftovers()).filter((key) => /:task-/.test(key)).length, SOON).toBe(6)
    expect((await sets()) - before).toBe(1)
    expect((await server.leftovers()).filter((key) => /:scenario-/.test(key))).toHaveLength(1)
    await worker(2)
    await made
  })

  it('keep few scenarios in Redis, however many points there are', async () => {
    await worker(2)
    const through = await runner()
    let most = 0
    await rowsOf(through)
    for (let slots = 1; slots <= 30; slots++) {
      await through.replicate(taskOf(await scenario([`${SLOTS}=${slots}`])))
      most = Math.max(most, (await server.leftovers()).filter((key) => /:scenario-/.test(key)).length)
    }
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(12)
  })

  it('share workers with other runs', async () => {
    const notes: string[] = []
    await worker(2, EDITION, notes)
    const expected = exactly(await rowsOf(here))
    const [one, other] = await Promise.all([runner(), runner()])
    const both = await Promise.all([rowsOf(one!), rowsOf(other!)])
    for (const rows of both) expect(exactly(rows)).toBe(expected)
    await Promise.all([one!.close(), other!.close()])
    await expect
      .poll(() => notes.filter((note) => / over; replications made here: 24$/.test(note)), SOON)
      .toHaveLength(2)
  })

  it('are removed without a fault where two do so at once', async () => {
    const packages = await loadPackages()
    const queue = new ExperimentQueue(server.client, 'over')
    const jobs = new packages.bullmq.Queue('over', queue.options)
    onTestFinished(() => jobs.close())
    await jobs.add('replicate', {})
    await Promise.all([queue.remove(packages), queue.remove(packages)])
    expect(await server.leftovers()).toEqual([])
  })

  it('tell how far they are', async () => {
    await worker()
    const through = await runner()
    const made = through.replicate(taskOf(await scenario(['runLength=60d', `${SLOTS}=9`])))
    await expect.poll(() => through.underWay, { ...SOON, interval: 20 }).toBeGreaterThan(0)
    expect(through.underWay).toBeLessThanOrEqual(1)
    await made
    expect(through.underWay).toBe(0)
  })

  it('end with what ended a replication on a worker', async () => {
    await worker()
    const through = await runner()
    const broken = { ...(await scenario()), functions: undefined } as unknown as Scenario
    await expect(through.replicate(taskOf(broken))).rejects.toThrow('on a worker: functions is not iterable')
  })

  it('say after a while that no worker is there, go on waiting, and say when one comes', async () => {
    const notes: string[] = []
    const through = await runner(EDITION, notes)
    const made = through.replicate(taskOf(await scenario()))
    const missing = `no worker is there; waiting for one: asyncinvoke worker --redis ${server.url}`
    await expect.poll(() => notes, SOON).toEqual([missing])
    await worker()
    await made
    await expect.poll(() => notes, SOON).toEqual([missing, 'workers that are there now: 1'])
  })

  it('are left alone by workers of another edition, and both sides say so', async () => {
    const [ours, theirs]: [string[], string[]] = [[], []]
    await worker(1, 'another one', theirs)
    const through = await runner(EDITION, ours)
    const made = through.replicate(taskOf(await scenario()))
    made.catch(() => {})
    const waiting = `waiting for one: asyncinvoke worker --redis ${server.url}`
    await expect
      .poll(() => ours, SOON)
      .toEqual([`expected workers of asyncinvoke ${EDITION}, got those of another one; ${waiting}`])
    expect(theirs).toEqual([
      expect.stringMatching(
        /^experiment \S+: left alone: expected one of asyncinvoke another one, got of these tests$/,
      ),
    ])
  })

  it('expire in Redis where nobody is left to remove them', async () => {
    const through = await runner()
    const given = await scenario()
    for (let replication = 1; replication <= 3; replication++)
      through.replicate({ ...taskOf(given), replication }).catch(() => {})
    // By then all of it has been sent, and the run has called once more.
    await expect.poll(async () => (await server.leftovers()).length, SOON).toBeGreaterThanOrEqual(7)
    await sleep(600)
    const keys = [...(await server.leftovers()), 'asyncinvoke:experiments']
    const lives = await Promise.all(keys.map(async (key) => [key, await server.client.pttl(key)] as const))
    expect(lives.filter(([, ms]) => ms <= 0 || ms > 60_000)).toEqual([])
  })
})
