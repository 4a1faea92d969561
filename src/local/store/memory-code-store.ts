import { createHash } from 'node:crypto'
import type { CodeStore } from './code-store.ts'

/** Code that is forgotten with its process. */
export class MemoryCodeStore implements CodeStore {
  private readonly zips = new Map<string, Uint8Array>()

  async put(zip: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(zip).digest('base64')
    this.zips.set(sha256, zip)
    return sha256
  }

  async get(sha256: string): Promise<Uint8Array | undefined> {
    return this.zips.get(sha256)
  }
}
