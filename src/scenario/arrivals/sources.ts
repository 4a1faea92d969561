import type { Draws } from '../../kernel/draws.ts'
import type { ArrivalSpec } from '../arrival-spec.ts'
import { buildDistribution } from '../distribution.ts'
import { ONCE } from '../replay.ts'
import { AtSource } from './at.ts'
import { BatchSource } from './batch.ts'
import { BurstPieces } from './burst-pieces.ts'
import { ConstantSource } from './constant.ts'
import { streamName } from './name.ts'
import { OperationalTime } from './operational-time.ts'
import { PerMinuteSource } from './per-minute.ts'
import type { PoissonSources } from './poisson.ts'
import { ProfilePieces } from './profile-pieces.ts'
import { RecordedSource } from './recorded.ts'
import type { ArrivalSource } from './source.ts'
import { VaryingConstantSource } from './varying-constant.ts'
import { VaryingPoissonSource } from './varying-poisson.ts'

/** The name of a source, which that of its first event is. */
export function sourceName(functionName: string, position: number): [name0: number, name1: number] {
  return streamName(`${functionName}#${position}`)
}

/** A source of a function at its first event: its place among `poissons`, or one of its own. */
export function arrivalSource(
  spec: ArrivalSpec,
  functionName: string,
  draws: Draws,
  poissons: PoissonSources,
): ArrivalSource | number {
  const [name0, name1] = sourceName(functionName, spec.position)
  const { fromMs, untilMs } = spec
  switch (spec.kind) {
    case 'poisson': {
      const { ratePerMs } = spec
      if (typeof ratePerMs === 'number') return poissons.add(name0, name1, { ratePerMs, fromMs, untilMs })
      const time = new OperationalTime(new ProfilePieces(ratePerMs, fromMs), fromMs, untilMs)
      return new VaryingPoissonSource(name0, name1, time, draws)
    }
    case 'constant': {
      const { ratePerMs } = spec
      if (typeof ratePerMs === 'number') return new ConstantSource(name0, name1, { ratePerMs, fromMs, untilMs })
      const time = new OperationalTime(new ProfilePieces(ratePerMs, fromMs), fromMs, untilMs)
      return new VaryingConstantSource(name0, name1, time)
    }
    case 'at':
      return new AtSource(name0, name1, spec.timesMs)
    case 'perMinute':
      return new PerMinuteSource(name0, name1, spec, spec.replay ?? ONCE, draws)
    case 'bursts': {
      const pieces = new BurstPieces(name0, name1, spec.states, fromMs, draws)
      return new VaryingPoissonSource(name0, name1, new OperationalTime(pieces, fromMs, untilMs), draws)
    }
    case 'batch':
      return new BatchSource(name0, name1, { ...spec, size: buildDistribution(spec.size) }, draws)
    case 'recorded':
      return new RecordedSource(name0, name1, spec, spec.replay ?? ONCE, draws)
  }
}
