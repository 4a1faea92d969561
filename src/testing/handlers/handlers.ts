import { LATEST } from '../../rules/function-name.ts'
import type { FunctionOptions, VersionOptions } from '../harness/harness-options.ts'
import type { Handler } from './handler.ts'

/** Loads a function's code in an execution environment, and gives its handler. */
export type Loader = () => Handler

/** The code of the versions of functions. */
export class Handlers {
  private readonly byVersion = new Map<string, Loader>()

  /** Those that a function begins with. */
  deploy(name: string, options: FunctionOptions): void {
    const { versions = {} } = options
    for (const [version, own] of Object.entries({ ...versions, [LATEST]: options }))
      this.byVersion.set(`${name}:${version}`, loaderOf(own) ?? loaderOf(options)!)
  }

  /** What a version runs. */
  of(name: string, version: string): Loader | undefined {
    return this.byVersion.get(`${name}:${version}`)
  }

  set(name: string, version: string, handler: Handler): void {
    this.byVersion.set(`${name}:${version}`, () => handler)
  }

  /** Gives versions that are new the code that `$LATEST` has now: it is theirs for good. */
  publish(name: string, versions: readonly string[]): void {
    const latest = this.of(name, LATEST)
    if (!latest) return
    for (const version of versions) if (!this.of(name, version)) this.byVersion.set(`${name}:${version}`, latest)
  }

  /** Forgets the versions of a function that is not there any more. Made anew it has the code of `$LATEST`. */
  unpublish(name: string): void {
    const latest = this.of(name, LATEST)
    for (const key of this.byVersion.keys()) if (key.startsWith(`${name}:`)) this.byVersion.delete(key)
    if (latest) this.byVersion.set(`${name}:${LATEST}`, latest)
  }
}

function loaderOf({ handler, environment }: VersionOptions): Loader | undefined {
  return environment ?? (handler && (() => handler))
}
