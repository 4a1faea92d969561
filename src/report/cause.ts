import type { DropCondition } from '../rules/condition.ts'
import { RECURSION_RUNS } from '../rules/limits.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { agreed, alwaysFails, alwaysTimesOut, type Dropper } from './droppers.ts'
import { briefText } from './duration.ts'
import { countOf, countText, percentText, probabilityText } from './number.ts'
import { listed } from './prose.ts'

/** Functions that a sentence names; more are counted. */
const NAMES_SHOWN = 3
/** Errors below this share of the throttles are no reason of the same weight. */
const FEW = 0.01

/** Why events ended with a condition, in one or two sentences; no more than the scenario and the counts show. */
export function causeText(condition: DropCondition, droppers: readonly Dropper[], scenario: Scenario): string {
  switch (condition) {
    case 'RetriesExhausted':
      return failures(droppers, scenario)
    case 'EventAgeExceeded':
      return ageing(droppers, scenario)
    case 'ZeroReservedConcurrency':
      return zeroReserved(droppers)
    case 'RecursiveInvocation':
      return `Loop detection stopped chains of deliveries in which a function had come up ${RECURSION_RUNS} times.`
  }
}

function failures(droppers: readonly Dropper[], scenario: Scenario): string {
  const errors = sum(droppers, ({ result }) => result.errors)
  const attempts = sum(droppers, ({ result }) => result.attempts)
  const [only] = droppers.length === 1 ? droppers : []
  const whose = scenario.functions.length === 1 ? 'all' : only ? `${only.spec.name}'s` : "these functions'"
  if (only && alwaysTimesOut(only)) return `${timeoutText(only)}.`
  const sentences = [`${percentText(errors, attempts)} of ${whose} attempts failed.`]
  const plain = droppers.filter(({ isChanged, spec }) => !isChanged && spec.versions.length === 0)
  const late = plain.filter(({ spec, result }) => result.duration.max >= spec.timeoutMs)
  const timeouts = new Set(late.map(({ spec }) => spec.timeoutMs))
  const [timeoutMs] = timeouts
  if (timeoutMs !== undefined) {
    sentences.push(
      `Some ran into ${timeouts.size === 1 ? `the timeout of ${briefText(timeoutMs)}` : 'their timeouts'}.`,
    )
  }
  if (only && plain.length > 0) {
    const { model } = only.spec
    if (model.errors.poison > 0) {
      sentences.push(`The model makes ${probabilityText(model.errors.poison)} of events fail at every attempt.`)
    }
  }
  return sentences.join(' ')
}

function ageing(droppers: readonly Dropper[], { options, account }: Scenario): string {
  const ageMs = agreed(droppers, ({ config }) => config.maximumAgeMs)
  const limit = ageMs === undefined ? 'their age limit' : `the age limit of ${briefText(ageMs)}`
  const errors = sum(droppers, ({ result }) => result.errors)
  const throttles = sum(droppers, ({ result }) => result.throttles)
  const systemErrors = sum(droppers, ({ result }) => result.systemErrors)
  const reserved = agreed(droppers, ({ spec }) => spec.reservedConcurrency)
  const number =
    reserved === undefined ? `${countText(account.concurrency)} in the account` : `${countText(reserved)} reserved`
  const slots = droppers.some(({ isChanged }) => isChanged) ? '' : ` (${number})`
  const [only] = droppers.length === 1 ? droppers : []
  if (only && alwaysTimesOut(only)) {
    const waits = throttles > 0 ? ` after waits for concurrency${slots}` : ''
    return `${timeoutText(only)};${waits} the next one would have come past ${limit}.`
  }
  if (options.queueing === 'fifo' && errors + systemErrors === 0) {
    return `They waited for free concurrency${slots} until ${limit}.`
  }
  if (options.queueing === 'backoff' && errors + systemErrors === 0) {
    return `They were throttled${slots} until the next wait would have passed ${limit}.`
  }
  if (options.queueing === 'backoff' && throttles + systemErrors === 0) {
    const failed = droppers.every(alwaysFails) ? 'Every attempt failed. ' : ''
    return `${failed}After an error the next attempt would have come past ${limit}, so they were dropped at once.`
  }
  if (options.queueing === 'backoff' && systemErrors === 0 && errors < FEW * throttles) {
    const failed = `${countOf(errors, 'attempt')} failed`
    return `They were throttled${slots}, and ${failed}, until the next wait would have passed ${limit}.`
  }
  return `After errors${systemErrors > 0 ? ', system errors' : ''} and waits for concurrency${slots} the next attempt would have come past ${limit}.`
}

function zeroReserved(droppers: readonly Dropper[]): string {
  if (droppers.some(({ isChanged }) => isChanged)) {
    return `${names(droppers)} had a reserved concurrency of 0 at the time: what was due then was dropped.`
  }
  const have = droppers.length === 1 ? 'has' : 'have'
  return `${names(droppers)} ${have} a reserved concurrency of 0: events are accepted and dropped unrun.`
}

function timeoutText({ spec }: Dropper): string {
  return `Every attempt ran to the timeout of ${briefText(spec.timeoutMs)} and failed`
}

function names(droppers: readonly Dropper[]): string {
  const all = droppers.map(({ spec }) => spec.name)
  if (all.length <= NAMES_SHOWN + 1) return listed(all)
  return `${all.slice(0, NAMES_SHOWN).join(', ')} and ${countText(all.length - NAMES_SHOWN)} more`
}

function sum(droppers: readonly Dropper[], of: (dropper: Dropper) => number): number {
  return droppers.reduce((total, dropper) => total + of(dropper), 0)
}
