import { inspect } from 'node:util'
import { formatDuration, parseDuration } from '../../notation/duration.ts'
import type { Change } from './change.ts'
import { ATTEMPT_FAULTS, type AttemptFaultKind, type Fault, type FaultPlan } from './fault.ts'

/** A fault that decides how an attempt ends, however far the handler came. */
export type AttemptFault = Extract<Fault, { readonly kind: AttemptFaultKind }>
/** A fault that ends an attempt in its midst. */
export type Cut = Extract<Fault, { readonly kind: 'cut' }>

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

export function isAttemptFault(fault: Fault): fault is AttemptFault {
  return (ATTEMPT_FAULTS as readonly string[]).includes(fault.kind)
}

/**
 * The code of a fault plan, with the builders that `builderNames` tells: `[onAttempt(2).timeOut(), duplicate()]`. Evaluated,
 * it is the same plan.
 */
export function faultPlanCode(plan: FaultPlan): string {
  return `[${plan.map(faultCode).join(', ')}]`
}

/** Names that the code of a plan needs from `asyncinvoke/testing`, sorted. */
export function builderNames(plan: FaultPlan): string[] {
  return [
    ...new Set(
      plan.flatMap(
        (fault) =>
          /\b(?:onAttempt|afterAttempt|duplicate|throttled|destinationDown)(?=\()/.exec(faultCode(fault)) ?? [],
      ),
    ),
  ].sort()
}

/** The code that makes a fault: `onAttempt(2).timeOut()`. */
export function faultCode(fault: Fault): string {
  switch (fault.kind) {
    case 'cut':
      return `onAttempt(${fault.attempt}).crashAfter(${durationCode(fault.afterMs)})`
    case 'slow':
      return `onAttempt(${fault.attempt}).take(${durationCode(fault.durationMs)})`
    case 'duplicate':
      return fault.afterMs === 0 ? 'duplicate()' : `duplicate({ after: ${durationCode(fault.afterMs)} })`
    case 'throttle':
      return `throttled(${windowCode(fault)})`
    case 'down':
      return `destinationDown(${quoted(fault.target)}, ${windowCode(fault)})`
    case 'change':
      return `afterAttempt(${fault.afterAttempt}).${changeCode(fault.change)}`
    default:
      return attemptCode(fault)
  }
}

function windowCode({ fromMs, forMs }: { readonly fromMs: number; readonly forMs: number }): string {
  const from = fromMs === 0 ? '' : `from: ${durationCode(fromMs)}, `
  return `{ ${from}for: ${durationCode(forMs)} }`
}

function changeCode(change: Change): string {
  switch (change.kind) {
    case 'putEventInvokeConfig':
      return `putEventInvokeConfig(${dataCode(change.config)})`
    case 'deleteEventInvokeConfig':
      return 'deleteEventInvokeConfig()'
    case 'reserveConcurrency':
      return `reserveConcurrency(${change.executions})`
    case 'moveAlias': {
      const { alias, version, weights } = change
      return `moveAlias(${quoted(alias)}, ${dataCode(Object.keys(weights).length > 0 ? { version, weights } : { version })})`
    }
  }
}

/** Plain data as code, on one line: a copy of it, for objects without a prototype are shown as no code. */
export function dataCode(data: object): string {
  return inspect(structuredClone(data), { depth: Number.POSITIVE_INFINITY, breakLength: Number.POSITIVE_INFINITY })
}

function attemptCode(fault: AttemptFault): string {
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
