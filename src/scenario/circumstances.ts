import type { Distribution } from '../kernel/distributions/index.ts'
import { Dependency, type Harm } from '../models/dependency.ts'
import type { Circumstances } from '../models/function-model.ts'
import type { Outage } from '../models/outage.ts'
import { streamName } from './arrivals/name.ts'
import { buildDistribution, type DistributionSpec, poolRow } from './distribution.ts'
import type { DependencySpec, FaultSpec, HarmSpec, ModelSpec } from './scenario.ts'

/** What decides how attempts go beside their own draws. Undefined where there is nothing: then it costs nothing. */
export function circumstancesOf(
  { errors, payloadSize, perByteMs, uses }: ModelSpec,
  dependencies: ReadonlyMap<string, Dependency>,
): Circumstances | undefined {
  const { byAttempt, crashAfterEffect, timeoutAfterEffect } = errors
  const outages = errors.outages.filter(isPartial)
  const lists = [outages, uses, byAttempt ?? []]
  if (perByteMs + crashAfterEffect + timeoutAfterEffect === 0 && lists.every(({ length }) => length === 0)) {
    return undefined
  }
  return {
    errorsByAttempt: byAttempt ?? [],
    perByteMs,
    payloadSize: payloadSize && built(payloadSize),
    outages: outages.map(outageOf),
    uses: uses.map(({ name, share }) => ({ dependency: dependencies.get(name)!, share })),
    crashAfterEffect,
    timeoutAfterEffect,
  }
}

/** A dependency at the start of a run. */
export function dependencyOf({ name, outages, states, saturation }: DependencySpec): Dependency {
  const [name0, name1] = streamName(`dependency ${name}`)
  return new Dependency({
    name0,
    name1,
    outages: outages.map(outageOf),
    states: states && { up: built(states.up), down: built(states.down), whenDown: harmOf(states) },
    saturation: saturation && { from: saturation.from, full: saturation.full, whenFull: harmOf(saturation) },
  })
}

/** Whether an outage does more, or less, than to fail every attempt that starts in it. */
export function isPartial({ probability, duration }: FaultSpec): boolean {
  return probability < 1 || duration !== undefined
}

function outageOf({ fromMs, toMs, probability, duration }: FaultSpec): Outage {
  return { fromMs, toMs, probability, duration: duration && built(duration) }
}

function harmOf({ errors, slowdown }: HarmSpec): Harm {
  return { errorProbability: errors, slowdown }
}

/** A distribution that belongs to no function: the reader of the file lets no pool come here. */
function built(spec: DistributionSpec): Distribution {
  return buildDistribution(poolRow(spec, '', 0))
}
