import type { ReferenceFunction, ReferenceInput, Trace, TraceLine } from '../reference/input.ts'

/** What a trace says about one event. */
export interface History {
  readonly event: number
  readonly config: ReferenceFunction
  readonly acceptedMs: number
  /** Names of the functions of the events whose deliveries led to this one, the first one first. */
  readonly ancestors: readonly string[]
  /** The event's own lines, in order, its acceptance first. */
  readonly lines: readonly TraceLine[]
}

/** The histories of all events of a trace, in order of acceptance. */
export function historiesOf(input: ReferenceInput, trace: Trace): History[] {
  const parents = parentsOf(trace)
  const histories = new Map<number, History>()
  for (const [event, lines] of Map.groupBy(trace, (line) => line.event)) {
    const config = input.functions.find(({ name }) => name === lines[0]!.detail)!
    const parent = histories.get(parents.get(event) ?? 0)
    const ancestors = parent === undefined ? [] : [...parent.ancestors, parent.config.name]
    histories.set(event, { event, config, acceptedMs: lines[0]!.atMs, ancestors, lines })
  }
  return [...histories.values()]
}

/** The event whose delivery bore another: an acceptance follows the deliveries of an end, one of which names its function. */
export function parentsOf(trace: Trace): Map<number, number> {
  return new Map(
    trace.flatMap((line, index) => {
      if (line.kind !== 'delivered' || !line.detail.includes(' fn ')) return []
      const born = trace.slice(index + 1, index + 3).find(({ kind }) => kind !== 'delivered')
      return born?.kind === 'accepted' && line.detail.endsWith(` fn ${born.detail}`) ? [[born.event, line.event]] : []
    }),
  )
}

export function count(lines: readonly TraceLine[], kind: TraceLine['kind'], ...details: string[]): number {
  return lines.filter((line) => line.kind === kind && (details.length === 0 || details.includes(line.detail))).length
}

/** Attempts that the function itself ended, well or badly: all but system errors. */
export function attemptsIn(lines: readonly TraceLine[]): number {
  return count(lines, 'ended', 'success', 'error', 'timeout')
}

export function isFunctionError({ kind, detail }: TraceLine): boolean {
  return kind === 'ended' && (detail === 'error' || detail === 'timeout')
}

/** A dispatch that did not become an attempt, for want of concurrency or for a fault of the service. */
export function isRefusal({ kind, detail }: TraceLine): boolean {
  return kind === 'throttled' || (kind === 'ended' && detail === 'system')
}

/** The nominal wait after the last of these lines of one event, a function error or a refusal. */
export function nominalWaitMs(input: ReferenceInput, lines: readonly TraceLine[], backlog: number): number {
  if (isFunctionError(lines.at(-1)!)) return count(lines, 'ended', 'error', 'timeout') === 1 ? 60_000 : 120_000
  const lastRun = lines.findLastIndex((line) => line.kind === 'ended' && line.detail !== 'system')
  const since = input.choices.throttleBackoffAfterRun === 'reset' ? lines.slice(lastRun + 1) : lines
  const waitMs = Math.min(1_000 * 2 ** (since.filter(isRefusal).length - 1), 300_000)
  return input.choices.backPressure === 'off' ? waitMs : waitMs * (1 + backlog / input.choices.backPressure)
}

/** For each line of a trace, how many events had been accepted, had not ended and were not running once it was told. */
export function backlogs(trace: Trace): number[] {
  let backlog = 0
  return trace.map(({ kind }) => {
    if (kind === 'accepted' || kind === 'ended') backlog += 1
    if (kind === 'started' || kind === 'finished') backlog -= 1
    return backlog
  })
}
