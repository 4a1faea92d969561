import { briefText } from './duration.ts'

/** The path of how long arrivals go on. */
const RUN_LENGTH = 'runLength'

/**
 * How long each run is, behind what counts them: ` of 10 m`; nothing where it is not the same for all, or 0.
 *
 * @param runLength of the scenario as it is, in ms
 * @param varied paths of what is not the same for all
 */
export function lengthText(runLength: number, varied: readonly string[] = []): string {
  return runLength > 0 && !varied.includes(RUN_LENGTH) ? ` of ${briefText(runLength)}` : ''
}

/** The paths of changes, as `--with` takes them. */
export function changedPaths(changes: string): string[] {
  return changes.split(',').map((change) => change.split('=')[0]!.trim())
}
