import { suggestName } from '../../notation/nearest.ts'
import { SIZE_UNITS } from '../../notation/size.ts'
import { EVENT_PAYLOAD_BYTES } from '../../rules/limits.ts'
import { type DistributionSpec, smallestOf } from '../distribution.ts'
import type { ErrorsSpec, ModelSpec, UseSpec } from '../scenario.ts'
import type { WrittenErrors, WrittenModel } from '../schema/model.ts'
import type { DataPath } from '../source-text.ts'
import { type DistributionContext, distributionOf, refusePool } from './distribution.ts'
import type { Findings } from './findings.ts'
import type { Names } from './names.ts'
import { faultsOf } from './outage.ts'

/** Stands for the recorded durations of a function until its arrivals are read. */
export const RESAMPLED: DistributionSpec = { kind: 'constant', value: 0 }

const NO_TIME: DistributionSpec = { kind: 'constant', value: 0 }

/** Attempts that take no time and all succeed. */
export const INSTANT_SUCCESS: ModelSpec = {
  duration: NO_TIME,
  perByteMs: 0,
  payloadSize: undefined,
  coldStart: NO_TIME,
  errors: {
    probability: 0,
    byAttempt: undefined,
    poison: 0,
    system: 0,
    crashAfterEffect: 0,
    timeoutAfterEffect: 0,
    outages: [],
  },
  uses: [],
}

/** What a model is built with. */
export interface ModelContext extends DistributionContext {
  readonly names: Names
}

/** A model as written, the files of its distributions read; what is left out is as in `standard`. */
export async function modelOf(
  written: WrittenModel | undefined,
  standard: ModelSpec,
  path: DataPath,
  context: ModelContext,
): Promise<ModelSpec> {
  if (written === undefined) return standard
  const { findings } = context
  refusePool(written.coldStart, [...path, 'coldStart'], findings)
  const isRecorded = written.duration === 'recorded'
  const key = isRecorded ? 'otherwise' : 'duration'
  const ownDuration = written.duration === 'recorded' ? written.otherwise : written.duration
  const [duration, coldStart, payloadSize] = await Promise.all([
    ownDuration && distributionOf(ownDuration, [...path, key], context),
    written.coldStart && distributionOf(written.coldStart, [...path, 'coldStart'], context),
    written.payloadSize && distributionOf(written.payloadSize, [...path, 'payloadSize'], context),
  ])
  const model: ModelSpec = {
    duration: duration ?? (isRecorded ? RESAMPLED : standard.duration),
    ...(written.duration === undefined ? usesRecorded(standard) : usesRecorded({ usesRecorded: isRecorded })),
    perByteMs: written.durationPerMB === undefined ? standard.perByteMs : written.durationPerMB / SIZE_UNITS.MB,
    payloadSize: payloadSize ?? standard.payloadSize,
    coldStart: coldStart ?? standard.coldStart,
    errors: written.errors ? await errorsOf(written.errors, [...path, 'errors'], context) : standard.errors,
    uses: written.uses ? usesOf(written.uses, [...path, 'uses'], context) : standard.uses,
  }
  if (payloadSize) checkSize(payloadSize, model.perByteMs, [...path, 'payloadSize'], findings)
  return model
}

/** The field where it says something. */
function usesRecorded({
  usesRecorded: isUsed = false,
}: Pick<ModelSpec, 'usesRecorded'>): Pick<ModelSpec, 'usesRecorded'> {
  return isUsed ? { usesRecorded: true } : {}
}

function checkSize(payloadSize: DistributionSpec, perByteMs: number, path: DataPath, findings: Findings): void {
  if (perByteMs === 0) findings.warning(path, 'changes nothing: no time is added for it, see durationPerMB')
  const bytes = smallestOf(payloadSize)
  if (bytes <= EVENT_PAYLOAD_BYTES) return
  const least = `${payloadSize.kind === 'constant' ? '' : 'at least '}${Math.round(bytes)} bytes`
  findings.warning(path, `every payload has ${least}, and is cut at Lambda's limit of ${EVENT_PAYLOAD_BYTES}`)
}

async function errorsOf(written: WrittenErrors, path: DataPath, context: ModelContext): Promise<ErrorsSpec> {
  const { probability, byAttempt, poison = 0, system = 0, crashAfterEffect = 0, timeoutAfterEffect = 0 } = written
  const { findings } = context
  if (probability !== undefined && byAttempt !== undefined) {
    findings.error([...path, 'byAttempt'], 'expected either probability or byAttempt, got both', 'key')
  }
  const afterEffect = crashAfterEffect + timeoutAfterEffect
  if (afterEffect > 1) {
    const sum = 'crashAfterEffect and timeoutAfterEffect to add up to 1 or less'
    findings.error([...path, 'timeoutAfterEffect'], `expected ${sum}, got ${afterEffect}`)
  }
  const outages = await faultsOf(written.outages, [...path, 'outages'], context)
  return { probability: probability ?? 0, byAttempt, poison, system, crashAfterEffect, timeoutAfterEffect, outages }
}

function usesOf(written: NonNullable<WrittenModel['uses']>, path: DataPath, context: ModelContext): UseSpec[] {
  const { findings, names } = context
  const uses = written.map((use) => (typeof use === 'string' ? { name: use, share: 1 } : { share: 1, ...use }))
  return uses.map(({ name, share = 1 }, index) => {
    const place = [...path, index, ...(typeof written[index] === 'string' ? [] : ['name'])]
    if (!names.dependencies.includes(name)) {
      const hint = suggestName(name, names.dependencies)
      findings.error(place, `expected a dependency of the scenario, got "${name}"${hint}`)
    } else if (uses.findIndex((other) => other.name === name) < index) {
      findings.error(place, `expected each dependency once, got "${name}" again`)
    }
    return { name, share }
  })
}
