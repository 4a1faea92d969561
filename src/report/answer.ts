import type { DropCondition } from '../rules/condition.ts'
import { arrivalTime } from './arrival-time.ts'
import { causeText } from './cause.ts'
import { Clock } from './clock.ts'
import { droppersOf } from './droppers.ts'
import { countOf, countText, percentText } from './number.ts'
import { listed } from './prose.ts'
import type { Report } from './report.ts'

/** Conditions that the answer speaks of: those with at least this share of the drops, at most two. */
const SHARE = 0.1
const CONDITIONS = 2

/** Where the events went, in words: how many never succeeded, when those arrived, and why they ended so. */
export function answer(report: Report): string {
  const { total } = report.result
  if (total.received === 0) {
    const calls = total.synchronous?.calls ?? 0
    return calls > 0 ? 'No event arrived, only synchronous calls came.' : 'No event arrived, so nothing happened.'
  }
  const byCondition = Object.entries(total.dropped) as [DropCondition, number][]
  const dropped = byCondition.reduce((sum, [, count]) => sum + count, 0)
  const sentences = [lead(report, dropped)]
  const told = byCondition
    .filter(([, count]) => count > 0 && count >= SHARE * dropped)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, CONDITIONS)
  const all = report.result.complete ? 'those' : 'the drops'
  const alone = byCondition.filter(([, count]) => count > 0).length === 1
  for (const [condition, count] of told) {
    sentences.push(...about(report, condition, alone ? all : `the ${countText(count)} ${condition}`))
  }
  if (total.deliveryFailures > 0) sentences.push(`${countOf(total.deliveryFailures, 'delivery', 'deliveries')} failed.`)
  if (total.discarded > 0) {
    const lost = total.discarded === dropped && dropped > 1 ? 'All drops' : countOf(total.discarded, 'drop')
    const them = total.discarded === 1 ? 'it' : 'them'
    sentences.push(`${lost} left no trace: no destination and no dead-letter queue took ${them}.`)
  }
  return sentences.join(' ')
}

function lead({ result }: Report, dropped: number): string {
  const { received, succeeded, pending, attempts, throttles } = result.total
  if (!result.complete) {
    const at = new Clock(result.endedAt).floor(result.endedAt)
    const rest = `${percentText(pending, received)} had not ended when the run was stopped at ${at}`
    return `${percentText(succeeded, received)} had succeeded, ${percentText(dropped, received)} had been dropped, ${rest}.`
  }
  if (dropped === received) return `Nothing succeeded: ${received === 1 ? 'the event was' : 'all events were'} dropped.`
  if (dropped > 0) return `${percentText(dropped, received)} never succeeded.`
  const detours = [
    ...(attempts > received ? [countOf(attempts - received, 'retry', 'retries')] : []),
    ...(throttles > 0 ? [countOf(throttles, 'throttle')] : []),
  ]
  return detours.length > 0
    ? `Every event succeeded, after ${listed(detours)} on the way.`
    : 'Every event succeeded at its first attempt.'
}

function about(report: Report, condition: DropCondition, subject: string): string[] {
  const droppers = droppersOf(condition, report.result, report.scenario)
  const time = arrivalTime(report, condition, droppers, subject)
  const when = time ? [`${time.text.charAt(0).toUpperCase()}${time.text.slice(1)}.`] : []
  return time?.explained ? when : [...when, causeText(condition, droppers, report.scenario)]
}
