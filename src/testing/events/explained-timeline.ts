import type { Timeline } from '../../measure/timeline.ts'
import type { Step } from '../../measure/timeline-step.ts'
import { faultCode } from '../faults/fault-code.ts'
import type { Attempt } from '../handlers/attempt.ts'
import { errorText, userFrame } from '../handlers/error-text.ts'

/**
 * A timeline with what only the harness knows: what handlers threw and where, what was injected, and why a target took nothing.
 *
 * @param attempts those that ran, in order
 * @param losses why targets did not take what they were sent, in order; undefined for those that did
 * @param isInjected whether the throttle at that moment was
 */
export function explained(
  timeline: Timeline,
  attempts: readonly Attempt[],
  losses: readonly (string | undefined)[],
  isInjected: (atMs: number) => boolean,
): Timeline {
  let ran = 0
  let sent = 0
  const steps = timeline.steps.map((step): Step => {
    if (step.kind === 'throttle') return isInjected(step.atMs) ? { ...step, injected: 'throttled', rules: [] } : step
    if (step.kind === 'delivery') {
      const loss = losses[sent++]
      return loss === undefined ? step : { ...step, loss }
    }
    if (step.kind !== 'attempt') return step
    const attempt = attempts[ran++]
    return attempt ? explainedAttempt(step, attempt) : step
  })
  return { ...timeline, steps }
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
