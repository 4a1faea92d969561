import { LATEST } from '../../rules/function-name.ts'
import type { FunctionOptions } from '../harness/harness-options.ts'
import type { Handler } from './handler.ts'

/** The code of the versions of functions. */
export class Handlers {
  private readonly byVersion = new Map<string, Handler>()

  /** Those that a function begins with. */
  deploy(name: string, { handler, versions = {} }: FunctionOptions): void {
    this.set(name, LATEST, handler)
    for (const [number, version] of Object.entries(versions)) this.set(name, number, version.handler ?? handler)
  }

  /** What a version runs: its own code, else that of `$LATEST`. */
  of(name: string, version: string): Handler | undefined {
    return this.byVersion.get(`${name}:${version}`) ?? this.byVersion.get(`${name}:${LATEST}`)
  }

  set(name: string, version: string, handler: Handler): void {
    this.byVersion.set(`${name}:${version}`, handler)
  }

  /** Gives a new version the code of `$LATEST`; one that was there keeps its own. */
  publish(name: string, version: string): void {
    const latest = this.byVersion.get(`${name}:${LATEST}`)
    if (latest && !this.byVersion.has(`${name}:${version}`)) this.set(name, version, latest)
  }
}
