import { versionName } from '../../engine/target.ts'
import type { Playback } from '../playback/playback.ts'

/**
 * Where aliases lead, a line a statement: `live → 2`, of a weighted one `10 % → 3` as well,
 * and `was 1` where it led elsewhere at the start of the run. The function stands in front where there are several.
 */
export function aliasLines({ simulation, scenario }: Playback): string[][] {
  const targets = simulation.engine.targets.filter((target) => !target.isSynchronous && target.successor === target)
  return targets.flatMap(({ function: { name }, qualifier, version, otherVersion, otherWeight }) => {
    if (/^(?:\$LATEST|\d+)$/.test(qualifier)) return []
    const start = scenario.functions
      .find((each) => each.name === name)
      ?.aliases.find((alias) => alias.name === qualifier)?.functionVersion
    const now = version && versionName(version.number)
    const called = scenario.functions.length > 1 ? `${name}:${qualifier}` : qualifier
    const lines = [`${called} → ${now ?? 'nothing'}`]
    if (otherVersion && otherWeight > 0)
      lines.push(`${Number((100 * otherWeight).toFixed(1))} % → ${versionName(otherVersion.number)}`)
    if (start !== undefined && start !== now) lines.push(`was ${start}`)
    return [lines]
  })
}
