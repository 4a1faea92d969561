import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { onTestFinished } from 'vitest'
import { createRuntime } from '../../../src/local/runtime/function-runtime.ts'
import type { FunctionSource } from '../../../src/local/runtime/function-source.ts'
import { ProcessPool, type ProcessPoolOptions } from '../../../src/local/runtime/process-pool.ts'
import type { RuntimeAttempt, RuntimeResult } from '../../../src/local/runtime/runtime.ts'
import { OUTCOMES, type Outcome } from '../../../src/rules/outcome.ts'
import { attempt } from './fixture/attempt.ts'

export const HANDLERS = join(import.meta.dirname, 'fixture', 'handlers.ts')

/** What a test looks at in a result. */
export interface Ended {
  readonly outcome: Outcome
  /** The payload, parsed. */
  readonly value: unknown
  /** Lines of the log. */
  readonly lines: readonly string[]
  readonly result: RuntimeResult
}

export type Run = (given?: Partial<RuntimeAttempt>) => Promise<Ended>

/** Runs attempts of a function until the test, or the group of tests, has finished. */
export function running(
  source: FunctionSource,
  options?: ProcessPoolOptions,
  whenFinished: (close: () => Promise<void>) => void = onTestFinished,
): Run {
  const pool = new ProcessPool(options)
  const runtime = createRuntime(source, pool)
  whenFinished(async () => {
    await runtime.close()
    pool.close()
  })
  return async (given) => ended(await runtime.run(attempt(given)))
}

/** Runs attempts of an export of the fixture. */
export function handler(name: string, variables: Record<string, string> = {}, options?: ProcessPoolOptions): Run {
  return running({ kind: 'module', path: HANDLERS, export: name, variables }, options)
}

export function ended(result: RuntimeResult): Ended {
  const text = result.payload && Buffer.from(result.payload).toString()
  return {
    outcome: OUTCOMES[result.outcome]!,
    value: text === undefined ? undefined : JSON.parse(text),
    lines: result.log.trimEnd().split('\n'),
    result,
  }
}

/** A deployment package of text files. */
export function archive(
  files: Readonly<Record<string, string>>,
  how: { readonly handler?: string; readonly runtime?: string } = {},
): FunctionSource {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const)
  const zip = zipSync(Object.fromEntries(entries))
  return { kind: 'archive', zip: async () => zip, handler: 'index.handler', runtime: 'nodejs24.x', ...how }
}

/** Whether a process is there and more than a remainder that nobody has asked for yet. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const status = `/proc/${pid}/stat`
  return !existsSync(status) || !/\) Z /.test(readFileSync(status, 'latin1'))
}
