import { LATEST } from '../../rules/function-name.ts'
import { formatDuration } from '../duration.ts'
import { suggestName } from '../nearest.ts'
import type { ArrivalSpec, MinuteCounts } from '../scenario.ts'
import type { WrittenArrival } from '../schema/arrivals.ts'
import type { DataPath } from '../source-text.ts'
import { extentOf } from '../trace.ts'
import type { ScenarioFiles } from './files.ts'
import type { Findings } from './findings.ts'
import type { Names } from './names.ts'

/** A source, its file read, before the run length is known: `untilMs` is `Infinity` where only that ends it. */
export type OpenArrival = ArrivalSpec & { readonly path: DataPath }

/** The sources of a function, with what can be said before the run length is known. */
export async function readArrivals(
  written: readonly WrittenArrival[],
  functionName: string,
  path: DataPath,
  names: Names,
  files: ScenarioFiles,
  findings: Findings,
): Promise<OpenArrival[]> {
  const sources: OpenArrival[] = []
  for (const [position, source] of written.entries()) {
    const place = [...path, position]
    const qualifier = source.qualifier ?? LATEST
    const known = names.qualifiersOf(functionName)
    if (!known.includes(qualifier)) {
      const message = `expected a version or an alias of "${functionName}", got "${qualifier}"`
      findings.error([...place, 'qualifier'], message + suggestName(qualifier, known))
    }
    const { fromMs = 0, untilMs = Number.POSITIVE_INFINITY } = source
    if (fromMs >= untilMs) {
      const expected = `an end after the start at ${formatDuration(fromMs)}`
      findings.error([...place, 'until'], `expected ${expected}, got ${formatDuration(untilMs)}`)
    }
    const window = { path: place, position, qualifier, fromMs, untilMs }
    if (source.kind !== 'perMinute') sources.push({ ...source, ...window })
    else {
      const trace = await traceOf(source, functionName, [...place, 'perMinute'], files, findings)
      if (trace) sources.push({ kind: 'perMinute', trace, ...window })
    }
  }
  return sources
}

async function traceOf(
  source: Extract<WrittenArrival, { kind: 'perMinute' }>,
  functionName: string,
  path: DataPath,
  files: ScenarioFiles,
  findings: Findings,
): Promise<MinuteCounts | undefined> {
  const traces = await files.trace(source.file, [...path, 'file'])
  const name = source.function ?? functionName
  const trace = traces?.get(name)
  if (traces && !trace) {
    const message = `expected a name in the column function of ${source.file}, got "${name}"`
    findings.error(
      source.function === undefined ? path : [...path, 'function'],
      message + suggestName(name, [...traces.keys()]),
    )
  }
  return trace
}

/** When the last event of a source can arrive at the latest: `Infinity` where nothing but a run length ends it. */
export function lastArrivalMs(source: OpenArrival): number {
  switch (source.kind) {
    case 'at':
      return source.timesMs.reduce((last, timeMs) => Math.max(last, timeMs), 0)
    case 'perMinute':
      return Math.min(source.untilMs, extentOf(source.trace).endMs)
    default:
      return source.ratePerMs === 0 ? 0 : source.untilMs
  }
}

/** Events of a source within a run, on average. */
export function expectedEvents(arrival: ArrivalSpec): number {
  switch (arrival.kind) {
    case 'at':
      return arrival.timesMs.length
    case 'perMinute':
      return extentOf(arrival.trace).events
    default:
      return arrival.ratePerMs * Math.max(0, arrival.untilMs - arrival.fromMs)
  }
}

/** A source within a run of this length, with what is then wrong or odd about it. */
export function boundArrival({ path, ...source }: OpenArrival, runLengthMs: number, findings: Findings): ArrivalSpec {
  const { fromMs } = source
  const length = formatDuration(runLengthMs)
  if (fromMs > 0 && fromMs >= runLengthMs) {
    findings.warning([...path, 'from'], `begins at ${formatDuration(fromMs)}, when the run length of ${length} is over`)
  }
  if (source.kind === 'at') return boundTimes(source, path, runLengthMs, findings)
  if (source.kind === 'perMinute' && extentOf(source.trace).endMs > runLengthMs) {
    const end = formatDuration(extentOf(source.trace).endMs)
    findings.warning(path, `the trace goes on until ${end} and is cut at the run length of ${length}`)
  }
  return { ...source, untilMs: Math.min(source.untilMs, runLengthMs) }
}

/** The times within their window, in order; one past the run length is an error. */
function boundTimes(
  source: Extract<ArrivalSpec, { kind: 'at' }>,
  path: DataPath,
  runLengthMs: number,
  findings: Findings,
): ArrivalSpec {
  const { fromMs, untilMs } = source
  for (const [index, timeMs] of source.timesMs.entries()) {
    if (timeMs <= runLengthMs) continue
    const expected = `a time up to the run length of ${formatDuration(runLengthMs)}`
    findings.error([...path, 'at', index], `expected ${expected}, got ${formatDuration(timeMs)}`)
  }
  const timesMs = source.timesMs.filter((timeMs) => timeMs >= fromMs && timeMs < untilMs).toSorted((a, b) => a - b)
  return { ...source, timesMs, untilMs: Math.min(untilMs, runLengthMs) }
}
