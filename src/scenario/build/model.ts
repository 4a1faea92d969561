import type { DistributionSpec } from '../distribution.ts'
import { formatDuration } from '../duration.ts'
import type { ErrorsSpec, ModelSpec, OutageSpec } from '../scenario.ts'
import type { WrittenErrors, WrittenModel } from '../schema/model.ts'
import type { DataPath } from '../source-text.ts'
import { distributionOf, refusePool } from './distribution.ts'
import type { ScenarioFiles } from './files.ts'
import type { Findings } from './findings.ts'

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
  const [duration, coldStart] = await Promise.all(
    (['duration', 'coldStart'] as const).map(
      (key) => written[key] && distributionOf(written[key], [...path, key], { files, findings }),
    ),
  )
  return {
    duration: duration ?? standard.duration,
    coldStart: coldStart ?? standard.coldStart,
    errors: written.errors ? errorsOf(written.errors, [...path, 'errors'], findings) : standard.errors,
  }
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
