import type { ArrivalSpec } from '../arrival-spec.ts'
import type { DistributionSpec } from '../distribution.ts'
import type { FunctionSpec, ModelSpec } from '../scenario.ts'
import type { WrittenFunction, WrittenSettings } from '../schema/function.ts'
import type { WrittenModel } from '../schema/model.ts'
import type { DataPath } from '../source-text.ts'
import type { OpenArrival } from './arrivals.ts'
import { checkTimeout } from './checks.ts'
import type { Findings } from './findings.ts'
import type { FunctionBase } from './function.ts'
import { RESAMPLED } from './model.ts'

const NO_RECORDING =
  'expected a distribution, or `recorded` arrivals with a column of durations, got recorded without them'

/**
 * A function whose models know the durations of its recorded arrivals: events that bring none take one of those at
 * random, unless `otherwise` says else. A model that asks for recorded durations where there are none is an error.
 */
export function withRecording(
  base: FunctionBase,
  written: WrittenFunction,
  sources: readonly OpenArrival[],
  path: DataPath,
  findings: Findings,
): FunctionBase {
  const models = [base, ...base.versions].map(({ model }) => model)
  if (!models.some(({ usesRecorded }) => usesRecorded)) {
    warnOfUnused(base.name, sources, findings)
    return base
  }
  const hasDurations = (written.arrivals ?? []).some(
    (source) => source.kind === 'recorded' && source.recording.columns.duration !== undefined,
  )
  if (!hasDurations) {
    const versions = Object.entries(written.versions ?? {}).map(([version, spec]) => ({
      model: spec.model,
      place: [...path, 'versions', version],
    }))
    for (const { model, place } of [{ model: written.model, place: path }, ...versions]) {
      if (model?.duration !== 'recorded') continue
      findings.error([...place, 'model', 'duration'], NO_RECORDING)
    }
  }
  const all = recordedDurations(sources)
  if (all === undefined) return base
  const filled = (model: ModelSpec) => (model.duration === RESAMPLED ? { ...model, duration: all } : model)
  if (base.model.duration === RESAMPLED) {
    checkTimeout(base.timeoutMs, all, [...path, 'model', 'duration'], findings)
  }
  const versions = base.versions.map((version) => ({ ...version, model: filled(version.model) }))
  return { ...base, model: filled(base.model), versions }
}

/** All durations that recordings of a function have, as a distribution; undefined where there are none. */
function recordedDurations(sources: readonly ArrivalSpec[]): DistributionSpec | undefined {
  const values = sources.flatMap((source) =>
    source.kind === 'recorded' && source.rows.durationsMs ? [...source.rows.durationsMs] : [],
  )
  return values.length === 0 ? undefined : { kind: 'empirical', values: Float64Array.from(values).sort() }
}

/** A model that comes with a change, of a function that has its arrivals already. */
export function recordedModel(
  model: ModelSpec,
  written: WrittenModel | undefined,
  { arrivals }: FunctionSpec,
  path: DataPath,
  findings: Findings,
): ModelSpec {
  if (written?.duration !== 'recorded') return model
  const all = recordedDurations(arrivals)
  if (all === undefined) findings.error([...path, 'duration'], NO_RECORDING)
  return all && model.duration === RESAMPLED ? { ...model, duration: all } : model
}

/** Functions that come from a file of counts have no recorded arrivals. */
export function refuseRecording({ model }: WrittenSettings, path: DataPath, findings: Findings): void {
  if (model?.duration !== 'recorded') return
  findings.error([...path, 'model', 'duration'], 'expected a distribution: counts have no durations, got recorded')
}

function warnOfUnused(name: string, sources: readonly OpenArrival[], findings: Findings): void {
  for (const source of sources) {
    if (source.kind !== 'recorded' || source.rows.durationsMs === undefined) continue
    const message = `these are not used: no model of "${name}" says duration: recorded`
    findings.warning([...source.path, 'recorded', 'columns', 'duration'], message)
  }
}
