import { showValue } from '../../notation/value-text.ts'
import { violationSentence } from '../../rules/constraint.ts'
import { eventInvokeConfigViolations } from '../../rules/event-invoke-config.ts'
import { parseTarget } from '../../rules/target.ts'
import { Problems } from '../harness/problems.ts'
import type { Change } from './change.ts'
import { FAULT_KINDS, type Fault, type FaultPlan, SURROUNDING_KINDS } from './fault.ts'

const KINDS: readonly unknown[] = [...FAULT_KINDS, ...SURROUNDING_KINDS]

/** Most copies of an event: each has draws of its own. */
const MOST_COPIES = 255

/**
 * Refuses faults that are none, or that cannot be.
 *
 * @param isFifo whether events wait in a queue, so that none is ever throttled
 * @throws HarnessError that names all of them
 */
export function refuseFaults(faults: FaultPlan, isFifo: boolean): void {
  const problems = new Problems()
  if (Array.isArray(faults)) checkPlan(faults, isFifo, problems)
  else problems.add('faults', `expected a list, got ${showValue(faults)}`)
  problems.refuse('invoke')
}

function checkPlan(plan: FaultPlan, isFifo: boolean, problems: Problems): void {
  const places = new Map<string, number>()
  let copies = 0
  for (const [place, fault] of plan.entries()) {
    const path = `faults[${place}]`
    if (!isFault(fault)) {
      problems.add(path, `expected a fault such as onAttempt(2).timeOut(), got ${showValue(fault)}`)
      continue
    }
    checkFault(path, fault, isFifo, problems)
    if (fault.kind === 'duplicate') copies++
    if (!('attempt' in fault)) continue
    // How an attempt ends and how long it takes are two things; only one fault can say each.
    const what = `${fault.attempt} ${fault.kind === 'slow' ? 'takes' : 'ends'}`
    const before = places.get(what)
    if (before === undefined) places.set(what, place)
    else problems.add(path, `faults[${before}] says already how attempt ${what}`)
  }
  if (copies > MOST_COPIES) problems.add('faults', `expected at most ${MOST_COPIES} duplicates, got ${copies}`)
}

function isFault(fault: unknown): fault is Fault {
  return typeof fault === 'object' && fault !== null && KINDS.includes((fault as Partial<Fault>).kind)
}

function checkFault(path: string, fault: Fault, isFifo: boolean, problems: Problems): void {
  const times = (names: readonly string[]) => {
    for (const name of names) {
      const ms: unknown = Reflect.get(fault, name)
      if (!(typeof ms === 'number' && ms >= 0 && ms < Number.POSITIVE_INFINITY))
        problems.add(`${path}.${name}`, `expected 0 ms or more, got ${showValue(ms)}`)
    }
  }
  if ('attempt' in fault) checkAttempt(`${path}.attempt`, fault.attempt, problems)
  switch (fault.kind) {
    case 'slow':
      return times(['durationMs'])
    case 'duplicate':
    case 'cut':
      return times(['afterMs'])
    case 'throttle':
      if (isFifo) problems.add(path, 'under queueing: fifo no event is throttled: throttled(…) needs queueing: backoff')
      return times(['fromMs', 'forMs'])
    case 'down':
      checkTarget(`${path}.target`, fault.target, problems)
      return times(['fromMs', 'forMs'])
    case 'change':
      checkAttempt(`${path}.afterAttempt`, fault.afterAttempt, problems)
      return checkChange(`${path}.change`, fault.change, problems)
  }
}

function checkAttempt(path: string, attempt: unknown, problems: Problems): void {
  if (!(Number.isInteger(attempt) && (attempt as number) >= 1))
    problems.add(path, `expected the number of an attempt, 1 or more, got ${showValue(attempt)}`)
}

function checkTarget(path: string, arn: unknown, problems: Problems): void {
  const target = typeof arn === 'string' ? parseTarget(arn) : undefined
  if (!target || target.kind === 'lambda')
    problems.add(
      path,
      `expected the ARN of a queue, topic, bus or bucket, such as queue('dead'), got ${showValue(arn)}`,
    )
}

function checkChange(path: string, change: Change, problems: Problems): void {
  switch (change?.kind) {
    case 'putEventInvokeConfig':
      for (const violation of eventInvokeConfigViolations(change.config ?? {}))
        problems.add(path, violationSentence(violation))
      return
    case 'deleteEventInvokeConfig':
    case 'reserveConcurrency':
    case 'moveAlias':
      return
    default:
      problems.add(
        path,
        `expected a change such as afterAttempt(1).moveAlias('live', { version: 2 }) has, got ${showValue(change)}`,
      )
  }
}
