import type { CodeStore } from './code-store.ts'
import { sha256Of } from './sqlite-code.ts'

/** Code of functions, in memory. */
export class MemoryCode implements CodeStore {
  private readonly zips = new Map<string, Uint8Array>()

  async put(zip: Uint8Array): Promise<string> {
    const sha256 = sha256Of(zip)
    this.zips.set(sha256, zip)
    return sha256
  }

  async get(sha256: string): Promise<Uint8Array | undefined> {
    return this.zips.get(sha256)
  }
}
