import type { DropCondition } from '../rules/condition.ts'
import { RECURSION_RUNS } from '../rules/limits.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { agreed, alwaysFails, alwaysTimesOut, type Dropper } from './droppers.ts'
import { briefText } from './duration.ts'
import { countText, percentText, probabilityText } from './number.ts'
import { listed } from './prose.ts'

/** Functions that a sentence names; more are counted. */
const NAMES_SHOWN = 3

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
  const whose = scenario.functions.length === 1 ? 'all' : only ? `${only.spec.name}'s` : ''
  if (only && alwaysTimesOut(only)) return `${timeoutText(only)}.`
  const which = whose === '' ? 'the attempts of the functions that dropped events' : `${whose} attempts`
  const sentences = [`${percentText(errors, attempts)} of ${which} failed.`]
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
  const slots = slotsText(droppers, account.concurrency)
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
  // As many drops as there were errors may have had one; the others had none.
  const dropped = sum(droppers, ({ result }) => result.dropped.EventAgeExceeded)
  if (options.queueing === 'backoff' && errors + systemErrors < dropped / 2 && throttles >= dropped / 2) {
    const who = errors + systemErrors <= dropped / 100 ? 'Nearly all' : 'Most'
    return `${who} were throttled${slots} until the next wait would have passed ${limit}.`
  }
  if (options.queueing === 'backoff' && throttles + systemErrors === 0) {
    const failed = droppers.every(alwaysFails) ? 'Every attempt failed. ' : ''
    return `${failed}After an error the next attempt would have come past ${limit}, so they were dropped at once.`
  }
  return `After errors${systemErrors > 0 ? ', system errors' : ''} and waits for concurrency${slots} the next attempt would have come past ${limit}.`
}

/** The limit that throttled, in brackets; empty where it was not the same for all, or another at another time. */
function slotsText(droppers: readonly Dropper[], accountConcurrency: number): string {
  const throttled = droppers.filter(({ result }) => result.throttles > 0)
  // In a queue of first come, first served nothing is throttled: all waited.
  const waited = throttled.length > 0 ? throttled : droppers
  if (waited.some(({ isChanged }) => isChanged)) return ''
  const limits = new Set(waited.flatMap(({ addressed }) => addressed.map(({ spec }) => spec.reservedConcurrency)))
  if (limits.size !== 1) return ''
  const [reserved] = limits
  return reserved === undefined
    ? ` (${countText(accountConcurrency)} in the account)`
    : ` (${countText(reserved)} reserved)`
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
