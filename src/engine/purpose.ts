/** What a random draw is for: one number each, so that no two decisions ever share a draw. */
export const PURPOSE = {
  /** Gaps between arrivals, and all else that decides when they come and how many. */
  arrival: 0,
  /** Outcome, then duration of an attempt. */
  attempt: 1,
  coldStart: 2,
  /** Whether an event fails whatever happens. */
  poison: 3,
  /** Factor on a wait. */
  jitter: 4,
  /** Whether an event is delivered twice. */
  duplicate: 5,
  /** Version behind a weighted alias. */
  alias: 6,
  requestId: 7,
  /** Whether a delivery succeeds. */
  delivery: 8,
  /** Order of what is due at the same instant. */
  dueOrder: 9,
  /** Name of an event born of another. */
  birth: 10,
  /** Row of a file that belongs to a function. */
  poolRow: 11,
  /** What else is drawn of an event, or of one of its attempts: see `TRAIT`. */
  trait: 12,
  /** States of a dependency, by its name; with the event's name mixed in, how one attempt fares with it. */
  dependency: 13,
  /** How long an execution environment stays idle before it is gone. */
  idleLife: 14,
  /** How long a consumer works on a message of a queue. */
  consumer: 15,
} as const

/** What a draw of the purpose `trait` is of: the upper 8 bits of its occasion. The lower ones are the try, if it is of one. */
export const TRAIT = {
  payloadSize: 0,
  /** Whether an outage fails an attempt, then how long it hangs. */
  outage: 1,
  /** Whether an attempt fails after its side effect. */
  effect: 2,
} as const
