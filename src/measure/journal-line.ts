import type { ThrottleReason } from '../rules/throttle.ts'
import type { Message, Run, Transition } from './transition.ts'

/** Why an event could not be started, by AWS's reason. */
const REFUSALS: Readonly<Record<ThrottleReason, string>> = {
  ConcurrentInvocationLimitExceeded: 'no concurrency is free',
  ReservedFunctionConcurrentInvocationLimitExceeded: 'the reserved concurrency is used up',
  FunctionInvocationRateLimitExceeded: 'no environment is idle, the scaling rate is used up',
}

/** Transitions as text, one aligned line each: `0:01:03.500  #12  ended  attempt 1: error after 500 ms`. */
export function journalLines(transitions: readonly Transition[]): string[] {
  const rows = transitions.map((transition) => [
    clockTime(transition.atMs),
    transition.event === undefined ? `call ${transition.call}` : `#${transition.event}`,
    transition.name,
    detail(transition),
  ])
  const widths = [0, 1, 2].map((column) => rows.reduce((width, row) => Math.max(width, row[column]!.length), 0))
  return rows.map(([time, event, name, text]) =>
    [time!.padStart(widths[0]!), event!.padEnd(widths[1]!), name!.padEnd(widths[2]!), text].join('  ').trimEnd(),
  )
}

/** Simulated time as `h:mm:ss.mmm`, rounded to the millisecond; hours go on past 24. */
export function clockTime(atMs: number): string {
  const rounded = Math.round(atMs)
  const part = (unitMs: number, modulus: number, digits: number) =>
    String(Math.floor(rounded / unitMs) % modulus).padStart(digits, '0')
  const hours = Math.floor(rounded / 3_600_000)
  return `${hours}:${part(60_000, 60, 2)}:${part(1_000, 60, 2)}.${part(1, 1_000, 3)}`
}

function detail(transition: Transition): string {
  switch (transition.name) {
    case 'accepted':
      return `for ${transition.function}:${transition.qualifier}`
    case 'queued':
      return REFUSALS[transition.reason]
    case 'throttled':
      return `${REFUSALS[transition.reason]}, setback ${transition.throttles} in a row`
    case 'missed':
      return `attempt ${transition.attempt}: ${transition.function}:${transition.qualifier} is not there, 404`
    case 'started':
      return `attempt ${transition.attempt} on ${transition.version}${provisioned(transition)}${coldStart(transition)}`
    case 'ended':
      return `attempt ${transition.attempt}: ${transition.outcome} after ${span(transition.durationMs)}`
    case 'waiting':
      return `${span(transition.untilMs - transition.atMs)}, until ${clockTime(transition.untilMs)}`
    case 'finished':
      return `${transition.condition} at age ${span(transition.ageMs)}, attempts: ${transition.attempts}`
    case 'delivered':
      return message(transition)
    case 'deliveryFailed':
      return `${message(transition)}, given up`
    case 'discarded':
      return 'nothing took it'
    case 'called':
      return `${transition.function}:${transition.qualifier}, synchronously`
    case 'callRefused':
      return `429: ${REFUSALS[transition.reason]}`
    case 'callMissed':
      return `404: ${transition.function}:${transition.qualifier} is not there`
    case 'callStarted':
      return `on ${transition.version}${provisioned(transition)}${coldStart(transition)}`
    case 'callEnded':
      return `${transition.outcome} after ${span(transition.durationMs)}`
  }
}

function provisioned({ provisioned: isProvisioned }: Run): string {
  if (isProvisioned === undefined) return ''
  return isProvisioned ? ', provisioned' : ', spilled over'
}

function coldStart({ coldStartMs }: Run): string {
  return coldStartMs === undefined ? '' : `, cold start of ${span(coldStartMs)}`
}

function message({ side, target }: Message): string {
  return `${side} to ${target}`
}

/** A length of time: milliseconds below 1 s, seconds from there on, three decimals at most. */
function span(ms: number): string {
  const rounded = Math.round(ms * 1000) / 1000
  return rounded < 1_000 ? `${rounded} ms` : `${Math.round(rounded) / 1_000} s`
}
