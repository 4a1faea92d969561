import { formatDuration } from '../notation/duration.ts'
import { ATTEMPT_FAULTS, type AttemptFaultKind, type Fault } from './fault.ts'

/** A fault that decides how an attempt ends. */
export type AttemptFault = Extract<Fault, { readonly kind: AttemptFaultKind }>

/** What makes each fault of an attempt: methods of `onAttempt`. */
const BUILDERS: Readonly<Record<AttemptFaultKind, string>> = {
  error: 'fail',
  errorAfterEffect: 'failAfterSideEffect',
  timeout: 'timeOut',
  timeoutAfterEffect: 'timeOutAfterSideEffect',
  crash: 'crash',
  crashAfterEffect: 'crashAfterSideEffect',
  systemError: 'systemError',
}

export function isAttemptFault(fault: Fault): fault is AttemptFault {
  return (ATTEMPT_FAULTS as readonly string[]).includes(fault.kind)
}

/** The code that makes a fault: `onAttempt(2).timeOut()`. */
export function faultCode(fault: Fault): string {
  switch (fault.kind) {
    case 'duplicate':
      return fault.afterMs === 0 ? 'duplicate()' : `duplicate({ after: '${formatDuration(fault.afterMs)}' })`
    case 'throttle': {
      const from = fault.fromMs === 0 ? '' : `from: '${formatDuration(fault.fromMs)}', `
      return `throttled({ ${from}for: '${formatDuration(fault.forMs)}' })`
    }
    case 'slow':
      return `onAttempt(${fault.attempt}).take('${formatDuration(fault.durationMs)}')`
    default: {
      const message = fault.message === undefined ? '' : JSON.stringify(fault.message)
      return `onAttempt(${fault.attempt}).${BUILDERS[fault.kind]}(${message})`
    }
  }
}
