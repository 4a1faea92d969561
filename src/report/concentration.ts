/** Share of the events that a concentration has to hold. */
const SHARE = 0.9
/** A neighbouring period joins when it is at least this full, compared with the mean of those inside. */
const DENSITY = 0.5

/** A stretch of periods, and how many events lie in it. */
export interface Stretch {
  /** Numbers of the first period and of the one after the last. */
  readonly first: number
  readonly end: number
  readonly count: number
}

/**
 * The shortest stretch of periods that holds at least 90 % of all events (the first of equals), widened over
 * neighbours that are as good as full: where events come evenly, a cut after 90 % of them would mean nothing.
 * Undefined where there are none.
 */
export function concentration(counts: ArrayLike<number>): Stretch | undefined {
  let total = 0
  for (let place = 0; place < counts.length; place++) total += counts[place]!
  if (total === 0) return undefined
  let best = { first: 0, end: counts.length, count: total }
  let first = 0
  let inside = 0
  for (let place = 0; place < counts.length; place++) {
    inside += counts[place]!
    while (inside - counts[first]! >= SHARE * total) inside -= counts[first++]!
    if (inside >= SHARE * total && place + 1 - first < best.end - best.first) {
      best = { first, end: place + 1, count: inside }
    }
  }
  return widened(best, counts)
}

function widened({ first, end, count }: Stretch, counts: ArrayLike<number>): Stretch {
  const needed = (DENSITY * count) / (end - first)
  while (first > 0 && counts[first - 1]! >= needed) count += counts[--first]!
  while (end < counts.length && counts[end]! >= needed) count += counts[end++]!
  return { first, end, count }
}

/** Events in the periods that lie wholly between two moments. */
export function wholeInside(counts: ArrayLike<number>, periodMs: number, fromMs: number, toMs: number): Stretch {
  const first = Math.ceil(fromMs / periodMs)
  const end = Math.max(first, Math.min(counts.length, Math.floor(toMs / periodMs)))
  let count = 0
  for (let place = first; place < end; place++) count += counts[place]!
  return { first, end, count }
}
