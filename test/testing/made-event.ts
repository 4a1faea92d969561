import type { TestedAttempt, TestedDelivery, TestedEvent } from '../../src/testing/events/tested-event.ts'

export const TIMELINE = 'event 3 · charge · …\n\n  00:00:00.000  the timeline'

/** An event as a harness gives it, made by hand: it succeeded at once, but for what a test says. */
export function madeEvent(facts: Partial<TestedEvent> = {}): TestedEvent {
  return {
    number: 3,
    requestId: '4a1c9b52-0000-4000-8000-000000000003',
    functionName: 'charge',
    qualifier: '$LATEST',
    payload: { order: 7 },
    acceptedMs: 0,
    condition: 'Success',
    endedMs: 0,
    attempts: [madeAttempt(1, 0)],
    throttledMs: [],
    deliveries: [],
    isDiscarded: false,
    duplicates: [],
    born: [],
    timeline: {
      event: 3,
      function: 'charge',
      qualifier: '$LATEST',
      acceptedMs: 0,
      origin: undefined,
      steps: [],
      end: undefined,
    },
    toString: () => TIMELINE,
    ...facts,
  }
}

export function madeAttempt(attempt: number, startedMs: number, facts: Partial<TestedAttempt> = {}): TestedAttempt {
  return {
    attempt,
    startedMs,
    endedMs: startedMs,
    outcome: 'success',
    version: '$LATEST',
    error: undefined,
    response: undefined,
    ...facts,
  }
}

/** A delivery that its target took. */
export function madeDelivery(facts: Partial<TestedDelivery>): TestedDelivery {
  return {
    side: 'onFailure',
    target: 'queue',
    atMs: 0,
    taken: true,
    loss: undefined,
    body: '',
    record: {},
    attributes: {},
    ...facts,
  }
}

/** Three attempts that failed, the second after 3 s, with the usual waits between them. */
export function exhaustedEvent(facts: Partial<TestedEvent> = {}): TestedEvent {
  return madeEvent({
    condition: 'RetriesExhausted',
    endedMs: 183_000,
    attempts: [
      madeAttempt(1, 0, { outcome: 'error' }),
      madeAttempt(2, 60_000, { endedMs: 63_000, outcome: 'timeout' }),
      madeAttempt(3, 183_000, { outcome: 'error' }),
    ],
    ...facts,
  })
}

/** An event that was accepted and not yet dispatched. */
export function pendingEvent(facts: Partial<TestedEvent> = {}): TestedEvent {
  return madeEvent({ condition: undefined, endedMs: undefined, attempts: [], ...facts })
}
