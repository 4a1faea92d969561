import { createHash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { storeFailure } from '../../control-plane/sqlite-store.ts'
import type { CodeStore } from './code-store.ts'

/** Code of functions, in a file: an archive is on disk when `put` resolves. */
export class SqliteCode implements CodeStore {
  private readonly insert: StatementSync
  private readonly select: StatementSync

  constructor(database: DatabaseSync) {
    this.insert = database.prepare('INSERT INTO code (sha256, zip) VALUES (?, ?) ON CONFLICT DO NOTHING')
    this.select = database.prepare('SELECT zip FROM code WHERE sha256 = ?')
  }

  async put(zip: Uint8Array): Promise<string> {
    const sha256 = sha256Of(zip)
    try {
      this.insert.run(sha256, zip)
    } catch (error) {
      throw storeFailure(error)
    }
    return sha256
  }

  async get(sha256: string): Promise<Uint8Array | undefined> {
    return this.select.get(sha256)?.zip as Uint8Array | undefined
  }
}

/** SHA-256 of an archive in base64. */
export function sha256Of(zip: Uint8Array): string {
  return createHash('sha256').update(zip).digest('base64')
}
