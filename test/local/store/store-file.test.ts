import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openStoreFile, StoreFileError } from '../../../src/local/store/store-file.ts'
import { testFolder } from './folder.ts'

const folder = testFolder()
let files = 0
const newPath = () => join(folder, `${++files}.db`)

/** A store with many rows, so that it has many pages. */
function store(path = newPath()): string {
  const database = openStoreFile(path)
  const insert = database.prepare('INSERT INTO code (sha256, zip) VALUES (?, ?)')
  for (let i = 0; i < 50; i++) insert.run(`code-${i}`, new Uint8Array(3_000).fill(i))
  database.close()
  return path
}

/** Refuses a file, and leaves its bytes as they were. @returns the reason, without the path */
function refusal(path: string): string {
  const before = readFileSync(path)
  let reason = 'was opened'
  try {
    openStoreFile(path).close()
  } catch (error) {
    expect(error).toBeInstanceOf(StoreFileError)
    reason = (error as Error).message.replace(`${path}: `, '')
  }
  expect(readFileSync(path).equals(before)).toBe(true)
  return reason
}

const codes = (path: string, migrations?: readonly string[]) => {
  const database = openStoreFile(path, migrations)
  const { count } = database.prepare('SELECT count(*) AS count FROM code').get()!
  database.close()
  return count
}

describe('the file of a store', () => {
  it('is made where there is none or an empty one, and opened again as it was', () => {
    const path = newPath()
    writeFileSync(path, '')
    expect([codes(store()), codes(store(path)), codes(path)]).toEqual([50, 50, 50])
  })

  it('is put on disk at each commit: the log is synchronised', () => {
    const database = openStoreFile(newPath())
    const read = (what: string) => Object.values(database.prepare(`PRAGMA ${what}`).get()!)[0]
    expect([read('journal_mode'), read('synchronous'), read('locking_mode')]).toEqual(['wal', 2, 'exclusive'])
    database.close()
  })

  it('has what was committed when its process died without closing it', () => {
    const path = newPath()
    const copy = newPath()
    const database = openStoreFile(path)
    database.prepare('INSERT INTO code (sha256, zip) VALUES (?, ?)').run('a', new Uint8Array(9))
    for (const ending of ['', '-wal']) copyFileSync(path + ending, copy + ending)
    database.close()
    expect(codes(copy)).toBe(1)
  })

  it('is refused where it was cut off', () => {
    const path = store()
    for (const bytes of [100_000, 40_000, 4_096, 1_000]) {
      truncateSync(path, bytes)
      expect(refusal(path)).toMatch(/^the store is damaged \(.+\); it was left as it is$/)
    }
    truncateSync(path, 10)
    expect(refusal(path)).toBe('expected a store of asyncinvoke, but this is no SQLite file; it was left as it is')
  })

  it('is refused where a part of it was overwritten', () => {
    const path = store()
    for (const at of [30, 5_000, 60_000]) {
      const broken = newPath()
      writeFileSync(broken, readFileSync(path).fill(0xa5, at, at + 4_096))
      expect(refusal(broken)).toMatch(/^the store is damaged \(.+\); it was left as it is$/)
    }
  })

  it('is refused where it is something else', () => {
    const text = newPath()
    writeFileSync(text, 'functions:\n  checkout: {}\n')
    expect(refusal(text)).toBe('expected a store of asyncinvoke, but this is no SQLite file; it was left as it is')
    const other = newPath()
    const database = new DatabaseSync(other)
    database.exec('CREATE TABLE mine (a)')
    database.close()
    expect(refusal(other)).toBe(
      'expected a store of asyncinvoke, but this SQLite file is another program’s; it was left as it is',
    )
  })

  it('is refused where a newer version made it', () => {
    const path = store()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(refusal(path)).toBe(
      'expected a store of format 1 or older, but this one has format 99: a newer asyncinvoke made it; it was left as it is',
    )
  })

  it('is refused while another process has it', () => {
    const path = store()
    const database = openStoreFile(path)
    database.prepare('DELETE FROM code WHERE sha256 = ?').run('code-1')
    expect(refusal(path)).toBe('the store is in use by another process')
    database.close()
    expect(codes(path)).toBe(49)
  })

  it('is refused where it is no file', () => {
    expect(() => openStoreFile(join(folder, 'nowhere', 'x.db'))).toThrow('the store cannot be opened')
    expect(existsSync(join(folder, 'nowhere'))).toBe(false)
  })

  it('is brought from an older version to this one in one transaction, or stays as it was', () => {
    const one = 'CREATE TABLE code (sha256 TEXT, zip BLOB);'
    const two = "ALTER TABLE code ADD COLUMN kind TEXT; UPDATE code SET kind = 'zip';"
    const path = newPath()
    const old = openStoreFile(path, [one])
    old.exec("INSERT INTO code VALUES ('a', x'00')")
    old.close()
    expect(() => openStoreFile(path, [one, `${two} INSERT INTO nowhere VALUES (1);`])).toThrow('no such table')
    expect(codes(path, [one])).toBe(1)
    const migrated = openStoreFile(path, [one, two])
    expect(migrated.prepare('SELECT sha256, kind FROM code').all()).toEqual([{ sha256: 'a', kind: 'zip' }])
    migrated.close()
    expect(() => openStoreFile(path, [one])).toThrow('has format 2')
  })

  it('leaves no file beside it when it was closed', () => {
    const path = store()
    const name = path.slice(folder.length + 1)
    expect(readdirSync(folder).filter((file) => file.startsWith(name))).toEqual([name])
  })
})
