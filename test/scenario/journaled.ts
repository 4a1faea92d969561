import { Journal } from '../../src/measure/journal.ts'
import type { RunResult } from '../../src/scenario/result.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'

/** A run with what happened in it, line by line. */
export interface JournaledRun {
  readonly result: RunResult
  /** As a journal prints them, with single spaces and times without leading zeros: `1:03.5 #1 ended …`. */
  readonly lines: readonly string[]
  /** The lines of these events. */
  of(...events: number[]): string[]
  /** Every end in order: `#1 Success at 63.5`, in seconds. */
  readonly ends: readonly string[]
}

export async function journaled(input: ScenarioInput): Promise<JournaledRun> {
  const journal = new Journal()
  const result = await simulate(input, { observers: [journal] })
  const lines = journal.lines().map((line) => line.trim().replaceAll(/ +/g, ' '))
  return {
    result,
    lines,
    of: (...events) => lines.filter((line) => events.some((event) => line.includes(` #${event} `))),
    ends: journal.entries.flatMap((entry) =>
      entry.name === 'finished' ? [`#${entry.event} ${entry.condition} at ${entry.atMs / 1_000}`] : [],
    ),
  }
}
