import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { CONTROL_PLANE_TABLES } from '../../control-plane/sqlite-store.ts'

/** Marks an SQLite file as a store of this project: `asiv`. */
const APPLICATION_ID = 0x61_73_69_76

const QUEUE_TABLES = `
  CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (account, region)
  ) STRICT;
  CREATE TABLE event (
    place INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    request BLOB,
    response BLOB,
    note TEXT,
    PRIMARY KEY (place, number)
  ) STRICT;
  CREATE TABLE ended (
    place INTEGER NOT NULL,
    number INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (place, number)
  ) STRICT;
  CREATE INDEX ended_by_request_id ON ended (request_id);
  CREATE TABLE delivery (
    position INTEGER PRIMARY KEY,
    destination TEXT NOT NULL,
    request_id TEXT NOT NULL,
    document TEXT NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX delivery_by_destination ON delivery (destination);
  CREATE INDEX delivery_by_request_id ON delivery (request_id);
`

const TIMELINE_TABLES = `
  CREATE TABLE timeline (position INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, text TEXT NOT NULL) STRICT;
`

const CODE_TABLES = `
  CREATE TABLE code (sha256 TEXT PRIMARY KEY, zip BLOB NOT NULL) STRICT;
`

/** What makes a file of each version out of one of the version before; the first makes it out of an empty one. */
const MIGRATIONS: readonly string[] = [CONTROL_PLANE_TABLES + QUEUE_TABLES + TIMELINE_TABLES + CODE_TABLES]

/** Says why a file cannot be the store. The file is as it was. */
export class StoreFileError extends Error {
  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`)
    this.name = 'StoreFileError'
  }
}

/**
 * Opens the file of a store for this process alone; makes it where there is none. A file of an older version is brought
 * up to date in one transaction.
 *
 * Every commit is on disk when it returns: the write-ahead log is synchronised each time.
 *
 * @throws StoreFileError for a file that is damaged, of a newer version, of another program or in use; all of that is
 * found out before anything is written
 */
export function openStoreFile(path: string, migrations = MIGRATIONS): DatabaseSync {
  const version = existsSync(path) && statSync(path).size > 0 ? inspect(path, migrations.length) : 0
  const database = open(path, false)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    if (version < migrations.length) migrate(database, version, migrations)
    return database
  } catch (error) {
    database.close()
    throw new StoreFileError(path, problemOf(error))
  }
}

function migrate(database: DatabaseSync, version: number, migrations: readonly string[]): void {
  database.exec('BEGIN EXCLUSIVE')
  for (const migration of migrations.slice(version)) database.exec(migration)
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}; COMMIT`)
}

/** The version of a store's file. Reads it whole, and writes nothing. */
function inspect(path: string, newest: number): number {
  const other = 'expected a store of asyncinvoke, but this is no SQLite file; it was left as it is'
  if (firstBytes(path) !== 'SQLite format 3\0') throw new StoreFileError(path, other)
  const database = open(path, true)
  try {
    const read = (what: string) => Object.values(database.prepare(`PRAGMA ${what}`).get() ?? {})[0]
    const version = Number(read('user_version'))
    const id = read('application_id')
    const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()!.count
    // A store whose process died before it had its tables.
    if (id === 0 && version === 0 && tables === 0) return 0
    if (id !== APPLICATION_ID)
      throw new StoreFileError(
        path,
        'expected a store of asyncinvoke, but this SQLite file is another program’s; it was left as it is',
      )
    if (version > newest)
      throw new StoreFileError(
        path,
        `expected a store of format ${newest} or older, but this one has format ${version}: a newer asyncinvoke made it; it was left as it is`,
      )
    const found = read('quick_check(1)')
    if (found !== 'ok') throw new StoreFileError(path, damage(String(found)))
    return version
  } catch (error) {
    throw error instanceof StoreFileError ? error : new StoreFileError(path, problemOf(error, true))
  } finally {
    database.close()
  }
}

function open(path: string, readOnly: boolean): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly })
  } catch (error) {
    throw new StoreFileError(path, problemOf(error))
  }
}

/** SQLite's result codes that say nothing of what is in a file: https://www.sqlite.org/rescode.html */
const BUSY = 5
const UNREADABLE = [3, 10, 14, 23]

/** @param isReading whether what is in the file has been looked at: then most errors say that it is damaged */
function problemOf(error: unknown, isReading = false): string {
  const { errcode = 0, message } = error as { errcode?: number; message: string }
  const code = errcode & 0xff
  if (code === BUSY) return 'the store is in use by another process'
  if (isReading && !UNREADABLE.includes(code)) return damage(message)
  return `the store cannot be opened: ${message}`
}

function damage(found: string): string {
  return `the store is damaged (${found.replaceAll('\n', ' ')}); it was left as it is`
}

function firstBytes(path: string): string {
  const bytes = Buffer.alloc(16)
  const file = openSync(path, 'r')
  try {
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, 16, 0))
  } finally {
    closeSync(file)
  }
}
