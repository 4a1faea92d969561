import { setImmediate } from 'node:timers/promises'
import type { Simulation } from '../scenario/simulation.ts'
import type { Interruption } from './interruption.ts'
import type { ProgressBar } from './progress-bar.ts'

/** Real time between two looks at signals and the bar. */
const PAUSE_MS = 50

/**
 * Runs a simulation to its end, or until somebody interrupts it, and shows how far it is.
 *
 * @param isEnough whether the rest may be left out; asked after each step
 */
export async function drive(
  simulation: Simulation,
  interruption: Interruption,
  bar: ProgressBar,
  isEnough: () => boolean = () => false,
): Promise<void> {
  let pausedMs = performance.now()
  while (!simulation.isDone && interruption.exitCode === undefined) {
    simulation.step()
    if (isEnough()) return
    if (performance.now() - pausedMs < PAUSE_MS) continue
    bar.update(simulation.progress)
    await setImmediate()
    pausedMs = performance.now()
  }
}
