import { formatDuration } from '../../notation/duration.ts'
import { suggestName } from '../../notation/nearest.ts'
import type { MinuteCounts, RecordedRows, Replay } from '../arrival-spec.ts'
import { MAXIMUM_MINUTE_EVENTS } from '../arrivals/per-minute.ts'
import { recordedLengthMs } from '../replay.ts'
import { conditionsText } from '../row-conditions.ts'
import type { WrittenReplay } from '../schema/replay.ts'
import type { WrittenRecording, WrittenTrace } from '../schema/trace.ts'
import type { DataPath } from '../source-text.ts'
import { extentOf } from '../trace.ts'
import { hasColumns, type NamedColumn } from './columns.ts'
import type { ScenarioFiles } from './files.ts'
import type { Findings } from './findings.ts'

const UNIT_MS = { s: 1_000, ms: 1 } as const
/** Copies of a recorded event have names of their own, and so many of them. */
const MAXIMUM_SCALE = 1_000

/** The counts of one function, and how they are played; undefined where something is wrong, which is in the findings. */
export async function perMinuteOf(
  written: WrittenTrace,
  functionName: string,
  path: DataPath,
  files: ScenarioFiles,
  findings: Findings,
): Promise<{ readonly trace: MinuteCounts; readonly replay: Replay | undefined } | undefined> {
  const traces = await files.trace(written.file, [...path, 'file'])
  const name = written.function ?? functionName
  const trace = traces?.get(name)
  if (traces && !trace) {
    const message = `expected a name in the column function of ${written.file}, got "${name}"`
    findings.error(
      written.function === undefined ? path : [...path, 'function'],
      message + suggestName(name, [...traces.keys()]),
    )
  }
  return trace && { trace, replay: minutesReplay(written, trace, path, findings) }
}

/** How counts are played; undefined for once as they are. */
export function minutesReplay(
  written: WrittenReplay,
  trace: MinuteCounts,
  path: DataPath,
  findings: Findings,
): Replay | undefined {
  const replay = replayOf(written, extentOf(trace).endMs, path, findings)
  const most = trace.counts.reduce((largest, count) => Math.max(largest, count), 0) * (replay?.scale ?? 1)
  if (most > MAXIMUM_MINUTE_EVENTS) {
    const expected = `a scale under which no minute has more than ${MAXIMUM_MINUTE_EVENTS} events`
    findings.error([...path, 'scale'], `expected ${expected}, got ${Math.floor(most)} of them with ${replay!.scale}`)
  }
  return replay
}

/** The chosen rows of a recording, and how they are played; undefined likewise. */
export async function recordingOf(
  { file, columns, where = {}, timeUnit = 's', durationUnit = 'ms', ...written }: WrittenRecording,
  path: DataPath,
  files: ScenarioFiles,
  findings: Findings,
): Promise<{ readonly rows: RecordedRows; readonly replay: Replay | undefined } | undefined> {
  const named = [
    ...Object.entries(columns).flatMap(([key, name]): NamedColumn[] => {
      return name === undefined ? [] : [{ name, place: ['columns', key], at: 'value' }]
    }),
    ...Object.keys(where).map((name): NamedColumn => ({ name, place: ['where', name], at: 'key' })),
  ]
  if (!(await hasColumns(file, named, path, { files, findings }))) return undefined
  const { time, duration, failures } = columns
  const units = { timeUnitMs: UNIT_MS[timeUnit], durationUnitMs: UNIT_MS[durationUnit] }
  const rows = await files.recordedRows(file, { time, duration, failures, where, ...units }, [...path, 'file'])
  if (rows === undefined) return undefined
  if (rows.timesMs.length === 0) {
    findings.error(path, `expected rows in ${file}${conditionsText(where)}, got none`)
    return undefined
  }
  if ((written.scale ?? 1) > MAXIMUM_SCALE) {
    findings.error([...path, 'scale'], `expected ${MAXIMUM_SCALE} or less, got ${written.scale}`)
  }
  return { rows, replay: replayOf(written, recordedLengthMs(rows), path, findings) }
}

/** How a trace of this length is played; undefined for once as it is. */
function replayOf(written: WrittenReplay, lengthMs: number, path: DataPath, findings: Findings): Replay | undefined {
  const { scale = 1, stretch = 1, repeat = 1, every } = written
  if (every !== undefined && repeat === 1) {
    findings.error([...path, 'every'], `expected this beside a repeat of 2 or more, got it beside ${repeat}`)
  }
  const leastMs = lengthMs * stretch
  if (every !== undefined && every < leastMs) {
    const expected = `at least the trace's length, ${formatDuration(leastMs)}`
    findings.error([...path, 'every'], `expected ${expected}, got ${formatDuration(every)}`)
  }
  if (scale === 1 && stretch === 1 && repeat === 1) return undefined
  return { scale, stretch, repeat: repeat === 'forever' ? Number.POSITIVE_INFINITY : repeat, everyMs: every ?? leastMs }
}
