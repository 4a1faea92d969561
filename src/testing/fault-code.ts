import { formatDuration, parseDuration } from '../notation/duration.ts'
import type { AttemptFaultKind, Fault, FaultPlan } from './fault.ts'

/** Names of the builders in `onAttempt(…)`. */
const BUILDERS: Readonly<Record<AttemptFaultKind, string>> = {
  error: 'fail',
  errorAfterEffect: 'failAfterSideEffect',
  timeout: 'timeOut',
  timeoutAfterEffect: 'timeOutAfterSideEffect',
  crash: 'crash',
  crashAfterEffect: 'crashAfterSideEffect',
  systemError: 'systemError',
}

/** Kinds of which the builder takes a message. */
const TELLING: readonly Fault['kind'][] = ['error', 'errorAfterEffect']

/**
 * The code of a fault plan, with the builders that `builderNames` tells: `[onAttempt(2).timeOut(), duplicate()]`. Evaluated,
 * it is the same plan.
 */
export function faultPlanCode(plan: FaultPlan): string {
  return `[${plan.map(code).join(', ')}]`
}

/** Names that the code of a plan needs from `asyncinvoke/testing`, sorted. */
export function builderNames(plan: FaultPlan): string[] {
  return [
    ...new Set(plan.flatMap((fault) => /\b(?:onAttempt|duplicate|throttled)(?=\()/.exec(code(fault)) ?? [])),
  ].sort()
}

function code(fault: Fault): string {
  switch (fault.kind) {
    case 'slow':
      return `onAttempt(${fault.attempt}).take(${durationCode(fault.durationMs)})`
    case 'duplicate':
      return fault.afterMs === 0 ? 'duplicate()' : `duplicate({ after: ${durationCode(fault.afterMs)} })`
    case 'throttle': {
      const from = fault.fromMs === 0 ? '' : `from: ${durationCode(fault.fromMs)}, `
      return `throttled({ ${from}for: ${durationCode(fault.forMs)} })`
    }
    default:
      return attemptCode(fault)
  }
}

function attemptCode(fault: Extract<Fault, { kind: AttemptFaultKind }>): string {
  const { kind, attempt, message } = fault
  // What no builder says stands as the data that it is.
  if (message !== undefined && !TELLING.includes(kind))
    return `{ kind: ${quoted(kind)}, attempt: ${attempt}, message: ${quoted(message)} }`
  return `onAttempt(${attempt}).${BUILDERS[kind]}(${message === undefined ? '' : quoted(message)})`
}

/** Words where they mean exactly the same, else the number. */
function durationCode(durationMs: number): string {
  const words = formatDuration(durationMs)
  return isExact(words, durationMs) ? quoted(words) : String(durationMs)
}

function isExact(words: string, durationMs: number): boolean {
  try {
    return parseDuration(words) === durationMs
  } catch {
    return false
  }
}

/** A text between single quotes, on one line. */
export function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}
