import type { EngineView } from '../engine/ports.ts'
import { NONE, SUCCEEDED, SYSTEM_ERROR, THROTTLED } from '../rules/outcome.ts'
import { backPressureFactor, functionErrorDelayMs } from '../rules/retry.ts'

/**
 * The wait in milliseconds that the age look-ahead counted with when it dropped an event, told at that moment.
 * Undefined where no dispatch of the event came out.
 */
export function refusedWaitMs({ choices, events, pending, running, waits }: EngineView, event: number) {
  const last = events.lastDispatch(event)
  if (last === NONE || last === SUCCEEDED) return undefined
  if (last !== THROTTLED && last !== SYSTEM_ERROR) {
    const nominalMs = functionErrorDelayMs(events.retries(event))
    return waits.lookAheadMs(nominalMs, waits.afterErrorMs(event, nominalMs))
  }
  // The event that has just ended was still in the backlog when its wait was reckoned.
  const factor = backPressureFactor(pending + 1 - running, choices.backPressure)
  const nominalMs = waits.setbackMs(events.setbacks(event)) * factor
  return waits.lookAheadMs(nominalMs, waits.afterSetbackMs(event, nominalMs))
}
