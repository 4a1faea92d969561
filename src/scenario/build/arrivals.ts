import { formatDuration } from '../../notation/duration.ts'
import { suggestName } from '../../notation/nearest.ts'
import { LATEST } from '../../rules/function-name.ts'
import type { ArrivalSpec, RateProfile } from '../arrival-spec.ts'
import type { SettledDistributionSpec } from '../distribution.ts'
import type { WrittenArrival } from '../schema/arrivals.ts'
import type { WrittenRate } from '../schema/rate-profile.ts'
import type { DataPath } from '../source-text.ts'
import { distributionOf } from './distribution.ts'
import type { ScenarioFiles } from './files.ts'
import type { Findings } from './findings.ts'
import type { Names } from './names.ts'
import { perMinuteOf, recordingOf } from './trace.ts'
import { traceEndMs } from './volume.ts'

/** A source, its file read, before the run length is known: `untilMs` is `Infinity` where only that ends it. */
export type OpenArrival = ArrivalSpec & { readonly path: DataPath }

/** What sources are built with. */
export interface ArrivalContext {
  readonly names: Names
  readonly files: ScenarioFiles
  readonly findings: Findings
  /** The instant of time 0, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly startMs: number
}

/** The sources of a function, with what can be said before the run length is known. */
export async function readArrivals(
  written: readonly WrittenArrival[],
  functionName: string,
  path: DataPath,
  { names, files, findings, startMs }: ArrivalContext,
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
    const window = { path: place, position, qualifier, invocation: source.invocation, fromMs, untilMs }
    switch (source.kind) {
      case 'perMinute': {
        const read = await perMinuteOf(source.trace, functionName, [...place, 'perMinute'], files, findings)
        if (read) sources.push({ kind: 'perMinute', ...read, ...window })
        break
      }
      case 'recorded': {
        const read = await recordingOf(source.recording, [...place, 'recorded'], files, findings)
        if (read) sources.push({ kind: 'recorded', ...read, ...window })
        break
      }
      case 'batch': {
        const size = await distributionOf(source.size, [...place, 'batch', 'size'], { files, findings })
        // A row that is drawn for each function is no form of a count.
        if (size) sources.push({ ...source, ...window, size: size as SettledDistributionSpec })
        break
      }
      case 'poisson':
      case 'constant':
        sources.push({ kind: source.kind, ratePerMs: datedRate(source.ratePerMs, startMs), ...window })
        break
      default:
        sources.push({ ...source, ...window })
    }
  }
  return sources
}

/** A rate, by the calendar from the date at which the run starts. */
function datedRate(written: WrittenRate, startMs: number): number | RateProfile {
  if (typeof written === 'number') return written
  const { cycle, ...profile } = written
  return { ...profile, cycle: cycle.kind === 'calendar' ? { ...cycle, startMs } : cycle }
}

/** A source within a run of this length, with what is then wrong or odd about it. */
export function boundArrival({ path, ...source }: OpenArrival, runLengthMs: number, findings: Findings): ArrivalSpec {
  const { fromMs } = source
  const length = formatDuration(runLengthMs)
  if (fromMs > 0 && fromMs >= runLengthMs) {
    findings.warning([...path, 'from'], `begins at ${formatDuration(fromMs)}, when the run length of ${length} is over`)
  }
  const untilMs = Math.min(source.untilMs, runLengthMs)
  if (source.kind === 'at') {
    return { ...source, timesMs: boundTimes(source.timesMs, source, [...path, 'at'], runLengthMs, findings), untilMs }
  }
  if (source.kind === 'batch' && 'timesMs' in source.begins) {
    const place = [...path, 'batch', 'at']
    return {
      ...source,
      begins: { timesMs: boundTimes(source.begins.timesMs, source, place, runLengthMs, findings) },
      untilMs,
    }
  }
  const endMs = traceEndMs(source)
  if (endMs !== undefined && endMs !== Number.POSITIVE_INFINITY && endMs > untilMs && source.untilMs > runLengthMs) {
    // Without the end of each trace: those of many functions from one file are told once.
    findings.warning(path, `the trace goes on after the run length of ${length} and is cut there`)
  }
  return { ...source, untilMs }
}

/** The times within their window, in order; one past the run length is an error. */
function boundTimes(
  timesMs: readonly number[],
  { fromMs, untilMs }: Pick<ArrivalSpec, 'fromMs' | 'untilMs'>,
  path: DataPath,
  runLengthMs: number,
  findings: Findings,
): number[] {
  for (const [index, timeMs] of timesMs.entries()) {
    if (timeMs <= runLengthMs) continue
    const expected = `a time up to the run length of ${formatDuration(runLengthMs)}`
    findings.error([...path, index], `expected ${expected}, got ${formatDuration(timeMs)}`)
  }
  return timesMs.filter((timeMs) => timeMs >= fromMs && timeMs < untilMs).toSorted((a, b) => a - b)
}
