import { showValue } from '../../notation/value-text.ts'
import { Problems } from '../harness/problems.ts'
import { ATTEMPT_FAULTS, type Fault, type FaultPlan } from './fault.ts'

const KINDS: readonly string[] = [...ATTEMPT_FAULTS, 'cut', 'slow', 'duplicate', 'throttle']

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
  if (!Array.isArray(faults)) problems.add('faults', `expected a list, got ${showValue(faults)}`)
  else for (const [place, fault] of faults.entries()) checkFault(`faults[${place}]`, fault, isFifo, problems)
  problems.refuse('invoke')
  if (faults.filter(({ kind }) => kind === 'duplicate').length > MOST_COPIES)
    problems.add('faults', `expected at most ${MOST_COPIES} duplicates`)
  problems.refuse('invoke')
}

function checkFault(path: string, fault: Fault, isFifo: boolean, problems: Problems): void {
  if (typeof fault !== 'object' || fault === null || !KINDS.includes(fault.kind)) {
    problems.add(path, `expected a fault such as onAttempt(2).timeOut(), got ${showValue(fault)}`)
    return
  }
  const times = (names: readonly string[]) => {
    for (const name of names) {
      const ms: unknown = Reflect.get(fault, name)
      if (!(typeof ms === 'number' && ms >= 0 && ms < Number.POSITIVE_INFINITY))
        problems.add(`${path}.${name}`, `expected 0 ms or more, got ${showValue(ms)}`)
    }
  }
  if ('attempt' in fault && !(Number.isInteger(fault.attempt) && fault.attempt >= 1))
    problems.add(`${path}.attempt`, `expected the number of an attempt, 1 or more, got ${showValue(fault.attempt)}`)
  if (fault.kind === 'slow') times(['durationMs'])
  if (fault.kind === 'duplicate' || fault.kind === 'cut') times(['afterMs'])
  if (fault.kind !== 'throttle') return
  times(['fromMs', 'forMs'])
  if (isFifo) problems.add(path, 'under queueing: fifo no event is throttled: throttled(…) needs queueing: backoff')
}
