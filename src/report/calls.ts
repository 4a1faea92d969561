import { durationText } from './duration.ts'
import { countOf, finePercentText, percentText } from './number.ts'
import { flow } from './prose.ts'
import type { Report } from './report.ts'
import type { Style } from './style.ts'

/** One line about synchronous calls, where there were any: how many were refused or failed, and how long callers waited. */
export function callLines({ result }: Report, { glyphs, width }: Style): string[] {
  const { synchronous } = result.total
  if (!synchronous || synchronous.calls === 0) return []
  const { calls, errors, notFound, pending, response, succeeded, systemErrors, throttles } = synchronous
  const parts = [
    countOf(calls, 'synchronous call'),
    throttles > 0 ? `${finePercentText(throttles, calls)} refused` : 'none refused',
    ...(errors > 0 ? [countOf(errors, 'error')] : []),
    ...(systemErrors > 0 ? [countOf(systemErrors, 'system error')] : []),
    ...(notFound > 0 ? [`${percentText(notFound, calls)} not found`] : []),
    ...(pending > 0 ? [`${percentText(pending, calls)} still running`] : []),
    ...(succeeded + errors > 0 ? [`p99 of answers ${durationText(response.p99)}`] : []),
  ]
  return flow(parts, ` ${glyphs.dot} `, '  ', width)
}
