import pino from 'pino'
import type { EndpointLog } from '../local/endpoint.ts'
import { OUTCOMES } from '../rules/outcome.ts'

/** Microseconds are as fine as anybody looks. */
function rounded(timeMs: number | undefined): number | undefined {
  return timeMs === undefined ? undefined : Math.round(timeMs * 1000) / 1000
}

/** The endpoint's log: a line of JSON each, on stderr. Payloads and environment variables are not in it. */
export function endpointLog(): EndpointLog {
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }))
  return {
    attempt({ functionName, version, requestId }, { outcome, durationMs, initMs, log: lines }) {
      const facts = { function: functionName, version, requestId }
      for (const line of lines.split('\n')) if (line !== '') log.info(facts, line)
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
