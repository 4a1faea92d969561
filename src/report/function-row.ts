import type { FunctionResult } from '../scenario/result.ts'

/** What the table of functions tells of one function, of several together, or of all. */
export interface FunctionRow {
  readonly name: string
  readonly events: number
  readonly dropped: number
  readonly attempts: number
  readonly errors: number
  readonly throttles: number
  /** Synchronous calls, and those of them that were refused with 429. */
  readonly calls: number
  readonly refused: number
  readonly coldStarts: number
  readonly usd: number
  readonly meanRunning: number
  /** Most attempts at one moment; of several functions nothing tells. */
  readonly running: number | undefined
  /** Reserved concurrency. */
  readonly reserved: number | undefined
  /** Most environments at one moment. */
  readonly environments: number | undefined
  /** The 99th percentile of the age at dispatch, in ms. */
  readonly ageMs: number | undefined
}

/** All drops of a function. */
export function drops({ dropped }: FunctionResult): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0)
}

export function functionRow(name: string, result: FunctionResult, reserved?: number): FunctionRow {
  const { attempts, throttles, systemErrors } = result
  return {
    name,
    events: result.received,
    dropped: drops(result),
    attempts,
    errors: result.errors,
    throttles,
    calls: result.synchronous?.calls ?? 0,
    refused: result.synchronous?.throttles ?? 0,
    coldStarts: result.coldStarts,
    usd: result.cost.usd,
    meanRunning: result.concurrency.mean,
    running: result.concurrency.max,
    reserved,
    environments: result.environments.max,
    // Ages are sampled at dispatches: without any there is nothing to tell.
    ageMs: attempts + throttles + systemErrors === 0 ? undefined : result.eventAge.p99,
  }
}

/** Several functions in one row: what adds up, added up. */
export function sumRow(name: string, rows: readonly FunctionRow[]): FunctionRow {
  const sum = (of: (row: FunctionRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    name,
    events: sum(({ events }) => events),
    dropped: sum(({ dropped }) => dropped),
    attempts: sum(({ attempts }) => attempts),
    errors: sum(({ errors }) => errors),
    throttles: sum(({ throttles }) => throttles),
    calls: sum(({ calls }) => calls),
    refused: sum(({ refused }) => refused),
    coldStarts: sum(({ coldStarts }) => coldStarts),
    usd: sum(({ usd }) => usd),
    meanRunning: sum(({ meanRunning }) => meanRunning),
    running: undefined,
    reserved: undefined,
    environments: undefined,
    ageMs: undefined,
  }
}
