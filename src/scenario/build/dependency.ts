import { formatDuration } from '../../notation/duration.ts'
import { buildDistribution, poolRow } from '../distribution.ts'
import type { DependencySpec, HarmSpec, Scenario } from '../scenario.ts'
import type { WrittenDependency, WrittenSpell } from '../schema/dependency.ts'
import type { DataPath } from '../source-text.ts'
import { type DistributionContext, distributionOf, refusePool } from './distribution.ts'
import type { Findings } from './findings.ts'
import { faultsOf } from './outage.ts'

/** States that change more often would keep a run busy with nothing else. */
const SHORTEST_MEAN_MS = 1

/** The dependencies of a scenario, the files of their distributions read. */
export async function dependenciesOf(
  written: Readonly<Record<string, WrittenDependency>> | undefined,
  context: DistributionContext,
): Promise<DependencySpec[]> {
  return Promise.all(
    Object.entries(written ?? {}).map(async ([name, { outages, states, saturation }]) => {
      const path = ['dependencies', name]
      return {
        name,
        outages: await faultsOf(outages, [...path, 'outages'], context),
        states: states && {
          up: await spellOf(states.up, [...path, 'states', 'up'], context),
          down: await spellOf(states.down, [...path, 'states', 'down'], context),
          ...harmOf(states.down),
        },
        saturation: saturation && saturationOf(saturation, [...path, 'saturation'], context.findings),
      }
    }),
  )
}

/** Warns of dependencies that nobody needs. */
export function checkUses(
  { changes, dependencies, functions }: Pick<Scenario, 'changes' | 'dependencies' | 'functions'>,
  findings: Findings,
): void {
  // What was wrong with a list of needs is not there any more.
  if (findings.areFatal) return
  const states = [...functions, ...changes.flatMap((change) => change.functions)]
  const models = states.flatMap((spec) => [spec, ...spec.versions].map(({ model }) => model))
  const used = new Set(models.flatMap(({ uses }) => uses.map(({ name }) => name)))
  for (const { name } of dependencies) {
    if (!used.has(name)) findings.warning(['dependencies', name], 'no function uses it')
  }
}

async function spellOf({ mean, lasts }: WrittenSpell, path: DataPath, context: DistributionContext) {
  const { findings } = context
  const place = [...path, mean === undefined ? 'lasts' : 'mean']
  refusePool(lasts, place, findings)
  const spec =
    mean === undefined
      ? lasts && (await distributionOf(lasts, place, context))
      : ({ kind: 'exponential', mean: Math.max(mean, SHORTEST_MEAN_MS) } as const)
  if (spec === undefined) return { kind: 'constant', value: SHORTEST_MEAN_MS } as const
  const meanMs = mean ?? buildDistribution(poolRow(spec, '', 0)).mean
  if (meanMs < SHORTEST_MEAN_MS) {
    findings.error(place, `expected a mean of ${SHORTEST_MEAN_MS}ms or more, got ${formatDuration(meanMs)}`)
  }
  return spec
}

function saturationOf(
  { from, full, ...harm }: NonNullable<WrittenDependency['saturation']>,
  path: DataPath,
  findings: Findings,
) {
  if (full <= from) findings.error([...path, 'full'], `expected more than the ${from} of from, got ${full}`)
  return { from, full, ...harmOf(harm) }
}

/** What nothing is said of is down altogether; what is only slow does not fail. */
function harmOf({ errors, slowdown }: { errors?: number | undefined; slowdown?: number | undefined }): HarmSpec {
  return { errors: errors ?? (slowdown === undefined ? 1 : 0), slowdown: slowdown ?? 1 }
}
