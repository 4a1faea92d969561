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
  /** How long an execution environment stays idle before it is gone. */
  idleLife: 14,
} as const
