import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { GroupCommit, type Writer } from '../../../src/local/store/group-commit.ts'
import type { Log } from '../../../src/local/store/write-ahead-log.ts'

/** Rows that are to be written into a table of a database. */
class Rows implements Writer {
  pending: (string | Uint8Array)[] = []
  writes = 0
  private readonly database: DatabaseSync
  private readonly commits: GroupCommit

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.database = database
    this.commits = commits
    commits.join(this)
  }

  add(value: string | Uint8Array): void {
    this.pending.push(value)
    this.commits.touch()
  }

  get hasChanges(): boolean {
    return this.pending.length > 0
  }

  write(): void {
    this.writes++
    for (const value of this.pending) this.database.prepare('INSERT INTO t VALUES (?)').run(value)
  }

  written(): void {
    this.pending = []
  }
}

/** A log that is on disk when the test says so. */
class SlowLog implements Log {
  isOpen = false
  readonly syncs: PromiseWithResolvers<void>[] = []

  open(): void {
    this.isOpen = true
  }

  synchronise(): Promise<void> {
    const sync = Promise.withResolvers<void>()
    this.syncs.push(sync)
    return sync.promise
  }

  synchroniseNow(): void {}
  close(): void {}
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

function world(log?: Log) {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE t (value)')
  const failures: string[] = []
  const commits = new GroupCommit(database, (error) => failures.push(error.message), log)
  const rows = new Rows(database, commits)
  const count = () => database.prepare('SELECT count(*) AS count FROM t').get()!.count
  const pages = (more: number) => {
    const { page_count } = database.prepare('PRAGMA page_count').get()!
    database.exec(`PRAGMA max_page_count = ${Number(page_count) + more}`)
  }
  return { database, commits, rows, count, failures, pages }
}

const BIG = new Uint8Array(100_000)
const FULL = 'The store could not be written: database or disk is full.'

describe('changes of one turn', () => {
  it('are one transaction, and whoever waits hears of it after that', async () => {
    const { commits, count, rows } = world()
    const heard: unknown[] = []
    for (let i = 0; i < 100; i++) {
      rows.add(`row ${i}`)
      void commits.flushed().then(() => heard.push(count()))
    }
    expect([count(), heard]).toEqual([0, []])
    await commits.flushed()
    expect([rows.writes, count(), heard.length, new Set(heard)]).toEqual([1, 100, 100, new Set([100])])
  })

  it('are written though nobody waits for it', async () => {
    const { count, rows } = world()
    rows.add('a')
    await new Promise((resolve) => setImmediate(resolve))
    expect(count()).toBe(1)
  })

  it('are on disk at once where nothing has changed', async () => {
    const { commits, rows } = world()
    await Promise.all([commits.flushed(), commits.kept()])
    expect([commits.commit(), rows.writes]).toEqual([true, 0])
  })

  it('of several writers are all written or none', async () => {
    const { commits, count, database, rows } = world()
    const second = new Rows(database, commits)
    rows.add('a')
    second.add('b')
    second.write = () => {
      throw new Error('half way')
    }
    await expect(commits.flushed()).rejects.toThrow('half way')
    expect([count(), rows.pending, second.pending]).toEqual([0, ['a'], ['b']])
  })

  it('are not written after the end', async () => {
    const { commits, count, rows } = world()
    rows.add('a')
    commits.close()
    await new Promise((resolve) => setImmediate(resolve))
    expect(count()).toBe(0)
  })
})

describe('a full disk', () => {
  it('refuses those who wait with 500 and loses nothing: all is written when there is room', async () => {
    const { commits, count, failures, pages, rows } = world()
    rows.add('before')
    await commits.flushed()
    pages(1)
    rows.add(BIG)
    const refused = commits.flushed()
    const kept = commits.kept()
    await expect(refused).rejects.toMatchObject({ status: 500, code: 'ServiceException', message: FULL })
    expect([count(), failures]).toEqual([1, [FULL]])
    rows.add('small')
    await expect(commits.flushed()).rejects.toThrow(FULL)
    pages(1_000)
    rows.add('after')
    await commits.flushed()
    await kept
    expect([count(), rows.pending]).toEqual([4, []])
  })

  it('is tried again every second while something waits to be written', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { commits, count, failures, pages, rows } = world()
      pages(0)
      rows.add(BIG)
      const kept = commits.kept()
      await expect(commits.flushed()).rejects.toThrow(FULL)
      for (let second = 2; second < 4; second++) {
        vi.advanceTimersByTime(1_000)
        await new Promise((resolve) => setImmediate(resolve))
        expect(failures).toHaveLength(second)
      }
      pages(1_000)
      vi.advanceTimersByTime(1_000)
      await kept
      expect([count(), failures.length]).toEqual([1, 3])
    } finally {
      vi.useRealTimers()
    }
  })

  it('ends no process where nobody waits for a refused promise', async () => {
    const { commits, pages, rows } = world()
    pages(0)
    rows.add(BIG)
    void commits.flushed()
    await new Promise((resolve) => setImmediate(resolve))
    expect(rows.pending).toHaveLength(1)
    commits.close()
  })
})

describe('a log that is synchronised beside all else', () => {
  async function opened() {
    const log = new SlowLog()
    const made = world(log)
    made.rows.add('first')
    await made.commits.flushed()
    const heard: string[] = []
    const add = (value: string) => {
      made.rows.add(value)
      made.commits.flushed().then(
        () => heard.push(value),
        (error: Error) => heard.push(`${value}: ${error.message}`),
      )
    }
    return { ...made, log, heard, add }
  }

  it('tells nobody before the disk has it, and takes what comes meanwhile as the next group', async () => {
    const { add, count, heard, log } = await opened()
    add('a')
    await nextTurn()
    add('b')
    add('c')
    await nextTurn()
    expect([count(), heard, log.syncs.length]).toEqual([2, [], 1])
    log.syncs[0]!.resolve()
    await nextTurn()
    await nextTurn()
    expect([count(), heard, log.syncs.length]).toEqual([4, ['a'], 2])
    log.syncs[1]!.resolve()
    await nextTurn()
    expect(heard).toEqual(['a', 'b', 'c'])
  })

  it('refuses whom it cannot keep its word to, and tries again for those who wait', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { add, commits, failures, heard, log } = await opened()
    add('a')
    let isKept = false
    void commits.kept().then(() => {
      isKept = true
    })
    await nextTurn()
    log.syncs[0]!.reject(new Error('EIO'))
    await nextTurn()
    expect([heard, failures, isKept]).toEqual([
      ['a: The store could not be written: EIO.'],
      ['The store could not be written: EIO.'],
      false,
    ])
    vi.advanceTimersByTime(1_000)
    await nextTurn()
    log.syncs[1]!.resolve()
    await nextTurn()
    expect(isKept).toBe(true)
  })

  it('is synchronised with all that was written when the store is closed', async () => {
    const { add, commits, heard, rows } = await opened()
    add('a')
    await nextTurn()
    add('b')
    expect(commits.commit()).toBe(true)
    await nextTurn()
    expect([heard, rows.hasChanges]).toEqual([['b'], false])
  })
})
