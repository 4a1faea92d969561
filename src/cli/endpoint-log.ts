import pino from 'pino'
import type { EndpointLog } from '../local/endpoint.ts'
import { OUTCOMES } from '../rules/outcome.ts'

/** Microseconds are as fine as anybody looks. */
function rounded(timeMs: number | undefined): number | undefined {
  return timeMs === undefined ? undefined : Math.round(timeMs * 1000) / 1000
}

/** Lines of one attempt that are logged: its first ones. Each is written before anything else goes on. */
const MOST_LINES = 1_000

/** The endpoint's log: a line of JSON each, on stderr. Payloads and environment variables are not in it. */
export function endpointLog(): EndpointLog {
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }))
  return {
    attempt({ functionName, version, requestId }, { outcome, durationMs, initMs, log: lines }) {
      const facts = { function: functionName, version, requestId }
      const { shown, rest } = firstLines(lines)
      for (const line of shown) log.info(facts, line)
      if (rest > 0) log.warn(facts, `${rest} more characters of this attempt's log are left out`)
      log.info(
        { ...facts, outcome: OUTCOMES[outcome], durationMs: rounded(durationMs), initMs: rounded(initMs) },
        'attempt',
      )
    },
    deliveryFailed(facts) {
      log.warn(facts, 'delivery failed')
    },
    failure(error) {
      log.error(error)
    },
  }
}

/** The lines of a log that are shown, without empty ones, and how many characters come after them. */
function firstLines(text: string): { readonly shown: readonly string[]; readonly rest: number } {
  const shown: string[] = []
  let start = 0
  while (start < text.length && shown.length < MOST_LINES) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    if (end > start) shown.push(text.slice(start, end))
    start = end + 1
  }
  return { shown, rest: Math.max(0, text.length - start) }
}
