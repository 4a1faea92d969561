import { formatDuration } from '../../notation/duration.ts'
import { targetName } from '../../report/target-name.ts'
import type { Change } from './change.ts'
import type { AttemptFaultKind, Fault, FaultPlan } from './fault.ts'
import { dataCode } from './fault-code.ts'

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
    case 'throttle':
      return `throttles ${windowWords(fault)}`
    case 'down':
      return `${targetName(fault.target)} is down ${windowWords(fault)}`
    case 'change':
      return `after attempt ${fault.afterAttempt} ${changeWords(fault.change)}`
    default:
      return ATTEMPTS[fault.kind](fault.attempt)
  }
}

function windowWords({ fromMs, forMs }: { readonly fromMs: number; readonly forMs: number }): string {
  const from = fromMs === 0 ? '' : ` from ${formatDuration(fromMs)} after its acceptance on`
  return `for ${formatDuration(forMs)}${from}`
}

function changeWords(change: Change): string {
  switch (change.kind) {
    case 'putEventInvokeConfig':
      return `the event-invoke config becomes ${dataCode(change.config)}`
    case 'deleteEventInvokeConfig':
      return 'the event-invoke config is deleted'
    case 'reserveConcurrency':
      return change.executions === undefined
        ? 'no concurrency is reserved any more'
        : `concurrency of ${change.executions} is reserved`
    case 'moveAlias': {
      const shares = Object.entries(change.weights).map(
        ([version, share]) => ` and in a share of ${share} to ${version}`,
      )
      return `${change.alias} leads to version ${change.version}${shares.join('')}`
    }
  }
}
