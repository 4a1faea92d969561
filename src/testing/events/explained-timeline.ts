import type { Timeline } from '../../measure/timeline.ts'
import type { Step } from '../../measure/timeline-step.ts'
import type { Disturbances } from '../faults/disturbances.ts'
import type { Fault } from '../faults/fault.ts'
import { faultCode } from '../faults/fault-code.ts'
import type { Attempt } from '../handlers/attempt.ts'
import { errorText, userFrame } from '../handlers/error-text.ts'

/**
 * A timeline with what only the harness knows: what handlers threw and where, what was injected, why a target
 * took nothing, and at the end what was to be and never took place.
 *
 * @param attempts those that ran, in order
 * @param losses why targets did not take what they were sent, in order; undefined for those that did
 */
export function explained(
  timeline: Timeline,
  attempts: readonly Attempt[],
  losses: readonly (string | undefined)[],
  disturbances: Disturbances,
): Timeline {
  const { event, acceptedMs, end } = timeline
  const plan = disturbances.of(event)
  let ran = 0
  let sent = 0
  const steps = timeline.steps.flatMap((step): Step[] => {
    if (step.kind === 'throttle' && disturbances.isInjected(event, step.atMs))
      return [{ ...step, injected: 'throttled', rules: [] }]
    if (step.kind === 'delivery') {
      const loss = losses[sent++]
      if (loss === undefined) return [step]
      const fault = disturbances.downFault(step.target, step.atMs)
      return [{ ...step, loss, ...(fault && { injected: faultCode(fault) }) }]
    }
    if (step.kind !== 'attempt') return [step]
    const attempt = attempts[ran++]
    if (!attempt) return [step]
    const changes = plan.filter((fault) => fault.kind === 'change' && fault.afterAttempt === ran)
    return [explainedAttempt(step, attempt), ...notes(step.endMs, 'injected', changes)]
  })
  const takesPlace = (fault: Fault): boolean => {
    switch (fault.kind) {
      case 'duplicate':
        return true
      case 'cut':
        return attempts[fault.attempt - 1]?.wasCut ?? false
      case 'throttle':
        return disturbances.hasThrottled(event, acceptedMs + fault.fromMs, acceptedMs + fault.fromMs + fault.forMs)
      case 'down':
        return disturbances.hasStruck(fault)
      case 'change':
        return attempts.length >= fault.afterAttempt
      default:
        return attempts.length >= fault.attempt
    }
  }
  const missed = plan.filter((fault) => !takesPlace(fault))
  return { ...timeline, steps: [...steps, ...notes(end?.atMs, 'never took place', missed)] }
}

/** One for each fault. @param atMs undefined: it is not time yet */
function notes(atMs: number | undefined, what: string, faults: readonly Fault[]): Step[] {
  if (atMs === undefined) return []
  return faults.map((fault) => ({ kind: 'note', atMs, text: `${what}: ${faultCode(fault)}`, rules: [] }))
}

function explainedAttempt(step: Extract<Step, { kind: 'attempt' }>, { answer, parts, wasCut }: Attempt): Step {
  const fault = wasCut ? parts.cut : parts.fault
  const isError = step.outcome === 'error' && fault === undefined
  return {
    ...step,
    ...(isError && { error: { text: errorText(answer?.error), place: userFrame(answer?.error) } }),
    ...(step.outcome !== undefined && fault && { injected: faultCode(fault) }),
  }
}
