import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Place } from '../rules/arn.ts'
import { ServiceError, serviceFailure } from '../rules/service-error.ts'
import { MemoryStore } from './memory-store.ts'
import type {
  AliasRow,
  EventInvokeConfigRow,
  FunctionRow,
  ProvisionedConcurrencyRow,
  Rows,
  Store,
  VersionRow,
} from './store.ts'

/**
 * The table of all rows of all accounts and regions, as JSON documents: a row that gets one more field needs no other
 * table. `position` keeps the order of creation.
 */
export const CONTROL_PLANE_TABLES = `
  CREATE TABLE row (
    position INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    function TEXT NOT NULL,
    key TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (account, region, function, kind, key)
  ) STRICT;
`

/** The kinds of rows beside functions, by their names in the file, each with its place in a store. */
const KINDS = {
  version: 'versions',
  alias: 'aliases',
  eventInvokeConfig: 'eventInvokeConfigs',
  provisionedConcurrency: 'provisionedConcurrency',
} as const
type Kind = keyof typeof KINDS

/**
 * A store in an SQLite file that others may share: each account in a region sees its own rows. They are read once, when
 * the store is made, and answered from memory; every write is on disk when it returns.
 */
export class SqliteStore implements Store {
  readonly versions = this.rows<VersionRow>('version')
  readonly aliases = this.rows<AliasRow>('alias')
  readonly eventInvokeConfigs = this.rows<EventInvokeConfigRow>('eventInvokeConfig')
  readonly provisionedConcurrency = this.rows<ProvisionedConcurrencyRow>('provisionedConcurrency')
  private readonly database: DatabaseSync
  private readonly place: readonly [account: string, region: string]
  private readonly putRow: StatementSync
  private readonly deleteRow: StatementSync
  private readonly deleteRows: StatementSync
  private memory: MemoryStore

  /** @param database with `CONTROL_PLANE_TABLES` */
  constructor(database: DatabaseSync, { account, region }: Place) {
    this.database = database
    this.place = [account, region]
    this.putRow = database.prepare(
      `INSERT INTO row (account, region, kind, function, key, document) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET document = excluded.document`,
    )
    const mine = 'WHERE account = ? AND region = ?'
    this.deleteRow = database.prepare(`DELETE FROM row ${mine} AND kind = ? AND function = ? AND key = ?`)
    this.deleteRows = database.prepare(`DELETE FROM row ${mine} AND function = ?`)
    this.memory = this.read()
  }

  function(name: string): FunctionRow | undefined {
    return this.memory.function(name)
  }

  functions(): readonly FunctionRow[] {
    return this.memory.functions()
  }

  putFunction(row: FunctionRow): void {
    this.write(this.putRow, 'function', row.name, '', JSON.stringify(row))
    this.memory.putFunction(row)
  }

  deleteFunction(name: string): void {
    this.write(this.deleteRows, name)
    this.memory.deleteFunction(name)
  }

  atomically<T>(work: () => T): T {
    if (this.database.isTransaction) return work()
    this.run(() => this.database.exec('BEGIN IMMEDIATE'))
    try {
      const result = work()
      this.run(() => this.database.exec('COMMIT'))
      return result
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK')
      this.memory = this.read()
      throw error
    }
  }

  private rows<Row>(kind: Kind): Rows<Row> {
    const rows = () => this.memory[KINDS[kind]] as unknown as Rows<Row>
    return {
      get: (functionName, key) => rows().get(functionName, key),
      list: (functionName) => rows().list(functionName),
      put: (functionName, key, row) => {
        this.write(this.putRow, kind, functionName, key, JSON.stringify(row))
        rows().put(functionName, key, row)
      },
      delete: (functionName, key) => {
        this.write(this.deleteRow, kind, functionName, key)
        return rows().delete(functionName, key)
      },
    }
  }

  private write(statement: StatementSync, ...values: SQLInputValue[]): void {
    this.run(() => statement.run(...this.place, ...values))
  }

  private run(work: () => unknown): void {
    try {
      work()
    } catch (error) {
      throw storeFailure(error)
    }
  }

  private read(): MemoryStore {
    const memory = new MemoryStore()
    const rows = this.database
      .prepare('SELECT kind, function, key, document FROM row WHERE account = ? AND region = ? ORDER BY position')
      .all(...this.place)
    for (const { kind, function: name, key, document } of rows) {
      const row = frozen(JSON.parse(document as string))
      if (kind === 'function') memory.putFunction(row as FunctionRow)
      else (memory[KINDS[kind as Kind]] as Rows<unknown>).put(name as string, key as string, row)
    }
    return memory
  }
}

/** What a client is told of a store that cannot be written, such as on a full disk: 500, with the reason. */
export function storeFailure(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return serviceFailure(`The store could not be written: ${reason}.`)
}

/** Rows are values: nobody changes one. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}
