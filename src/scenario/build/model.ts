import type { DistributionSpec } from '../distribution.ts'
import { formatDuration } from '../duration.ts'
import type { ErrorsSpec, ModelSpec, OutageSpec } from '../scenario.ts'
import type { WrittenErrors, WrittenModel } from '../schema/model.ts'
import type { DataPath } from '../source-text.ts'
import { distributionOf, refusePool } from './distribution.ts'
import type { ScenarioFiles } from './files.ts'
import type { Findings } from './findings.ts'

/** Stands for the recorded durations of a function until its arrivals are read. */
export const RESAMPLED: DistributionSpec = { kind: 'constant', value: 0 }

const NO_TIME: DistributionSpec = { kind: 'constant', value: 0 }

/** Attempts that take no time and all succeed. */
export const INSTANT_SUCCESS: ModelSpec = {
  duration: NO_TIME,
  coldStart: NO_TIME,
  errors: { probability: 0, poison: 0, system: 0, outages: [] },
}

/** A model as written, the files of its pools read; what is left out is as in `standard`. */
export async function modelOf(
  written: WrittenModel | undefined,
  standard: ModelSpec,
  path: DataPath,
  files: ScenarioFiles,
  findings: Findings,
): Promise<ModelSpec> {
  if (written === undefined) return standard
  refusePool(written.coldStart, [...path, 'coldStart'], findings)
  const isRecorded = written.duration === 'recorded'
  const key = isRecorded ? 'otherwise' : 'duration'
  const ownDuration = written.duration === 'recorded' ? written.otherwise : written.duration
  const [duration, coldStart] = await Promise.all([
    ownDuration && distributionOf(ownDuration, [...path, key], { files, findings }),
    written.coldStart && distributionOf(written.coldStart, [...path, 'coldStart'], { files, findings }),
  ])
  return {
    duration: duration ?? (isRecorded ? RESAMPLED : standard.duration),
    ...(written.duration === undefined ? usesRecorded(standard) : usesRecorded({ usesRecorded: isRecorded })),
    coldStart: coldStart ?? standard.coldStart,
    errors: written.errors ? errorsOf(written.errors, [...path, 'errors'], findings) : standard.errors,
  }
}

/** The field where it says something. */
function usesRecorded({
  usesRecorded: isUsed = false,
}: Pick<ModelSpec, 'usesRecorded'>): Pick<ModelSpec, 'usesRecorded'> {
  return isUsed ? { usesRecorded: true } : {}
}

/** The outages of a list, each of which must end after it starts. */
export function outagesOf(
  written: WrittenErrors['outages'],
  path: DataPath,
  findings: Findings,
): readonly OutageSpec[] {
  return (written ?? []).map(({ from, to }, index) => {
    if (from >= to) {
      const expected = `an end after the start at ${formatDuration(from)}`
      findings.error([...path, index, 'to'], `expected ${expected}, got ${formatDuration(to)}`)
    }
    return { fromMs: from, toMs: to }
  })
}

function errorsOf(written: WrittenErrors, path: DataPath, findings: Findings): ErrorsSpec {
  const { probability = 0, poison = 0, system = 0 } = written
  return { probability, poison, system, outages: outagesOf(written.outages, [...path, 'outages'], findings) }
}
