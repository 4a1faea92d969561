import type { Draws } from '../../kernel/draws.ts'
import type { ArrivalSpec } from '../scenario.ts'
import { AtSource } from './at.ts'
import { ConstantSource } from './constant.ts'
import { streamName } from './name.ts'
import { PerMinuteSource } from './per-minute.ts'
import { PoissonSource } from './poisson.ts'
import type { ArrivalSource } from './source.ts'

/** A source of a function at its first event. */
export function arrivalSource(spec: ArrivalSpec, functionName: string, draws: Draws): ArrivalSource {
  const [name0, name1] = streamName(`${functionName}#${spec.position}`)
  switch (spec.kind) {
    case 'poisson':
      return new PoissonSource(name0, name1, spec, draws)
    case 'constant':
      return new ConstantSource(name0, name1, spec)
    case 'at':
      return new AtSource(name0, name1, spec.timesMs)
    case 'perMinute':
      return new PerMinuteSource(name0, name1, spec, draws)
  }
}
