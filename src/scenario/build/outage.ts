import { formatDuration } from '../../notation/duration.ts'
import type { FaultSpec, OutageSpec } from '../scenario.ts'
import type { WrittenFaults, WrittenOutages } from '../schema/model.ts'
import type { DataPath } from '../source-text.ts'
import { type DistributionContext, distributionOf, refusePool } from './distribution.ts'
import type { Findings } from './findings.ts'

/** The outages of a list, each of which must end after it starts. */
export function outagesOf(written: WrittenOutages | undefined, path: DataPath, findings: Findings): OutageSpec[] {
  return (written ?? []).map(({ from, to }, index) => {
    if (from >= to) {
      const expected = `an end after the start at ${formatDuration(from)}`
      findings.error([...path, index, 'to'], `expected ${expected}, got ${formatDuration(to)}`)
    }
    return { fromMs: from, toMs: to }
  })
}

/** The outages of attempts likewise, the files of their distributions read. */
export async function faultsOf(
  written: WrittenFaults | undefined,
  path: DataPath,
  context: DistributionContext,
): Promise<FaultSpec[]> {
  const spans = outagesOf(written, path, context.findings)
  return Promise.all(
    (written ?? []).map(async ({ probability = 1, duration }, index) => {
      const place = [...path, index, 'duration']
      refusePool(duration, place, context.findings)
      return { ...spans[index]!, probability, duration: duration && (await distributionOf(duration, place, context)) }
    }),
  )
}
