import type { Dependency } from '../models/dependency.ts'
import type { FunctionModel } from '../models/function-model.ts'
import { type RecordedSource, Recording } from '../models/recording.ts'
import { sourceName } from './arrivals/sources.ts'
import { circumstancesOf, dependencyOf, isPartial } from './circumstances.ts'
import { buildDistribution, poolRow, type SettledDistributionSpec } from './distribution.ts'
import { ONCE, playings } from './replay.ts'
import type { FunctionSpec, ModelSpec, Scenario } from './scenario.ts'

/**
 * The models of a scenario's functions, by name and version number (0 is `$LATEST`).
 *
 * @param byName the functions as they are at the time of the question, for a scenario that changes
 */
export function modelsOf(
  scenario: Scenario,
  byName: ReadonlyMap<string, FunctionSpec> = specsOf(scenario),
): (functionName: string, version: number) => FunctionModel {
  const dependencies = new Map(scenario.dependencies.map((spec) => [spec.name, dependencyOf(spec)]))
  // Functions that are alike share a model: thousands of them then stay in the processor's caches.
  const shared = new Map<string, FunctionModel>()
  const samples = new SampleNumbers()
  return (functionName, version) => {
    const spec = byName.get(functionName)!
    const model = version === 0 ? spec.model : spec.versions[version - 1]!.model
    const settled = {
      ...model,
      duration: poolRow(model.duration, functionName, scenario.seed),
      coldStart: poolRow(model.coldStart, functionName, scenario.seed),
    }
    const recording = recordingOf(spec, model)
    const key = JSON.stringify([settled, recording && functionName], (_, value) => samples.of(value))
    const known = shared.get(key) ?? modelOf(settled, recording, dependencies)
    shared.set(key, known)
    return known
  }
}

/** The functions that a scenario begins with, by name. */
export function specsOf({ functions }: Scenario): Map<string, FunctionSpec> {
  return new Map(functions.map((spec) => [spec.name, spec]))
}

/** Whether models must be told of the ends of attempts: side effects are counted, or load bears on a dependency. */
export function mustSeeEnds(scenario: Scenario): boolean {
  return countEffects(scenario) || scenario.dependencies.some(({ saturation }) => saturation !== undefined)
}

/** Whether attempts may fail after their side effect, so that it takes place more than once. */
export function countEffects({ functions, changes }: Pick<Scenario, 'functions' | 'changes'>): boolean {
  return [...functions, ...changes.flatMap((change) => change.functions)]
    .flatMap((spec) => [spec, ...spec.versions])
    .some(({ model: { errors } }) => errors.crashAfterEffect + errors.timeoutAfterEffect > 0)
}

interface SettledModelSpec extends ModelSpec {
  readonly duration: SettledDistributionSpec
  readonly coldStart: SettledDistributionSpec
}

/** What was recorded of a function's events, as far as this model of it uses that; undefined where nothing is left. */
function recordingOf({ name, arrivals }: FunctionSpec, { usesRecorded = false }: ModelSpec): Recording | undefined {
  const sources = arrivals.flatMap((source): RecordedSource[] => {
    if (source.kind !== 'recorded') return []
    const { durationsMs, failures, timesMs } = source.rows
    const used = { durationsMs: usesRecorded ? durationsMs : undefined, failures }
    if (used.durationsMs === undefined && failures === undefined) return []
    const [name0, name1] = sourceName(name, source.position)
    const names = timesMs.length * playings(source.replay ?? ONCE, source.untilMs)
    return [{ name0, name1, names, rows: timesMs.length, ...used }]
  })
  return sources.length > 0 ? new Recording(sources) : undefined
}

function modelOf(
  spec: SettledModelSpec,
  recording: Recording | undefined,
  dependencies: ReadonlyMap<string, Dependency>,
): FunctionModel {
  const { duration, coldStart, errors } = spec
  return {
    recording,
    duration: buildDistribution(duration),
    coldStart: buildDistribution(coldStart),
    errorProbability: errors.probability,
    poisonProbability: errors.poison,
    systemErrorProbability: errors.system,
    outages: errors.outages.filter((outage) => !isPartial(outage)),
    circumstances: circumstancesOf(spec, dependencies),
  }
}

/** Names samples by the order in which they are met: they are too long to be written out for each function. */
class SampleNumbers {
  private readonly numbers = new Map<Float64Array, number>()

  /** The number of a sample; anything else as it is. */
  of(value: unknown): unknown {
    if (!(value instanceof Float64Array)) return value
    const number = this.numbers.get(value) ?? this.numbers.size
    this.numbers.set(value, number)
    return number
  }
}
