import { formatDuration } from '../../notation/duration.ts'
import type { AttemptFaultKind, Fault, FaultPlan } from './fault.ts'

const ATTEMPTS: Readonly<Record<AttemptFaultKind, (attempt: number) => string>> = {
  error: (attempt) => `attempt ${attempt} fails`,
  errorAfterEffect: (attempt) => `attempt ${attempt} fails after its side effect`,
  timeout: (attempt) => `attempt ${attempt} times out`,
  timeoutAfterEffect: (attempt) => `attempt ${attempt} times out after its side effect`,
  crash: (attempt) => `attempt ${attempt} crashes`,
  crashAfterEffect: (attempt) => `attempt ${attempt} crashes after its side effect`,
  systemError: (attempt) => `a system error of Lambda at attempt ${attempt}`,
}

/** What goes wrong, in words: `attempt 1 times out after its side effect, and one duplicate of the first delivery`. */
export function describePlan(plan: FaultPlan): string {
  if (plan.length === 0) return 'nothing goes wrong'
  const parts = plan.map(sentence)
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`
}

function sentence(fault: Fault): string {
  switch (fault.kind) {
    case 'cut':
      return `attempt ${fault.attempt} crashes after ${formatDuration(fault.afterMs)}`
    case 'slow':
      return `attempt ${fault.attempt} takes ${formatDuration(fault.durationMs)}`
    case 'duplicate':
      return fault.afterMs === 0
        ? 'one duplicate of the first delivery'
        : `one duplicate of the first delivery ${formatDuration(fault.afterMs)} later`
    case 'throttle': {
      const from = fault.fromMs === 0 ? '' : ` from ${formatDuration(fault.fromMs)} after its acceptance on`
      return `throttles for ${formatDuration(fault.forMs)}${from}`
    }
    default:
      return ATTEMPTS[fault.kind](fault.attempt)
  }
}
