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

  /** What a version runs. */
  of(name: string, version: string): Handler | undefined {
    return this.byVersion.get(`${name}:${version}`)
  }

  set(name: string, version: string, handler: Handler): void {
    this.byVersion.set(`${name}:${version}`, handler)
  }

  /** Gives versions that are new the code that `$LATEST` has now; those that were there keep their own. */
  publish(name: string, versions: readonly string[]): void {
    const latest = this.of(name, LATEST)
    if (latest) for (const version of versions) if (!this.of(name, version)) this.set(name, version, latest)
  }

  /** Forgets the versions of a function that is not there any more. Made anew it has the code of `$LATEST`. */
  unpublish(name: string): void {
    const latest = this.of(name, LATEST)
    for (const key of this.byVersion.keys()) if (key.startsWith(`${name}:`)) this.byVersion.delete(key)
    if (latest) this.set(name, LATEST, latest)
  }
}
