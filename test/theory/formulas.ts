/**
 * Exact results of queueing theory for a first-come-first-served station fed by a Poisson stream: what the engine must
 * agree with under `queueing: fifo`. Nothing here simulates or approximates.
 */

/** Servers, arrivals per second, mean service time in milliseconds. Waits are times before service starts. */
export interface Station {
  readonly servers: number
  readonly ratePerS: number
  readonly serviceMs: number
}

/** Offered load in Erlangs: servers that would be busy on average if there were always enough. */
export function loadOf({ ratePerS, serviceMs }: Station): number {
  return (ratePerS * serviceMs) / 1_000
}

/** Busy share of the servers. */
export function utilisationOf(station: Station): number {
  return loadOf(station) / station.servers
}

/** Share of arrivals that find every server busy where none may wait (M/G/c/c). Erlang 1917, as a recursion. */
export function erlangB(servers: number, load: number): number {
  let blocked = 1
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked)
  return blocked
}

/** Share of arrivals that must wait (M/M/c). Erlang 1917. */
export function erlangC(servers: number, load: number): number {
  const blocked = erlangB(servers, load)
  return blocked / (1 - stable(load / servers) * (1 - blocked))
}

/** Mean wait in M/M/c. Erlang 1917. */
export function meanWaitMMc(station: Station): number {
  const load = loadOf(station)
  return (erlangC(station.servers, load) * station.serviceMs) / (station.servers - load)
}

/** Share of arrivals that wait longer than `ms` in M/M/c: the wait of those that wait at all is exponential. */
export function waitTailMMc(station: Station, ms: number): number {
  const load = loadOf(station)
  return erlangC(station.servers, load) * Math.exp((-(station.servers - load) * ms) / station.serviceMs)
}

/**
 * Mean wait in M/G/1. Pollaczek 1930, Khinchine 1932.
 *
 * @param variation standard deviation of the service time over its mean: 0 for constant, 1 for exponential
 */
export function meanWaitMG1(station: Omit<Station, 'servers'>, variation: number): number {
  const utilisation = stable(loadOf({ ...station, servers: 1 }))
  return (utilisation * station.serviceMs * (1 + variation ** 2)) / (2 * (1 - utilisation))
}

/**
 * Share of arrivals that wait longer than `ms` in M/E₂/1: service is gamma distributed with shape 2. Inverts the
 * Pollaczek–Khinchine transform, whose denominator (s + m)² − r (s + 2m) has two real roots below 0; m is the rate of
 * each of the two phases and r the rate of arrivals.
 */
export function waitTailME21(station: Omit<Station, 'servers'>, ms: number): number {
  const utilisation = stable(loadOf({ ...station, servers: 1 }))
  const rate = station.ratePerS / 1_000
  const phase = 2 / station.serviceMs
  const middle = phase - rate / 2
  const reach = Math.sqrt(rate ** 2 / 4 + rate * phase)
  const share = (root: number, other: number) =>
    (((1 - utilisation) * (phase - root) ** 2) / ((other - root) * root)) * Math.exp(-root * ms)
  return share(middle - reach, middle + reach) + share(middle + reach, middle - reach)
}

/**
 * Mean wait in M/D/c. Pollaczek 1930 (also Crommelin 1932), as the series
 * Σ over m ≥ 1 of P(N ≥ mc) − P(N ≥ mc + 1) / utilisation, N Poisson with mean m × load, in service times.
 *
 * Follows from Spitzer's identity: every c-th event meets the same server, after c gaps and one service time.
 */
export function meanWaitMDc(station: Station): number {
  const utilisation = stable(utilisationOf(station))
  let sum = 0
  for (let m = termsFor(station); m >= 1; m--) {
    const n = m * station.servers
    const mean = m * loadOf(station)
    // P(N ≥ n) / P(N = n), a sum of positive terms; the difference of two tails would cancel
    let tail = 0
    for (let term = 1, k = 1; term > tail * 1e-17; term *= mean / (n + k++)) tail += term
    sum += poisson(n, mean) * (1 / utilisation - (1 / utilisation - 1) * tail)
  }
  return sum * station.serviceMs
}

/**
 * Share of arrivals that wait longer than `ms` in M/D/c. Franx 2001, "A simple solution for the M/D/c waiting time
 * distribution" (Operations Research Letters 29): with k service times covering `ms` and y arrivals expected in what
 * they go beyond it, P(wait ≤ ms) = Σ over j < kc of P(queue ≤ kc − 1 − j) × P(Poisson(y) = j).
 */
export function waitTailMDc(station: Station, ms: number): number {
  const k = Math.floor(ms / station.serviceMs) + 1
  const size = k * station.servers
  const expected = (station.ratePerS / 1_000) * (k * station.serviceMs - ms)
  const queue = queueMDc(station, size)
  let within = 0
  let atMost = 0
  for (let length = 0; length < size; length++) {
    atMost += queue[length]!
    within += atMost * poisson(size - 1 - length, expected)
  }
  return 1 - within
}

/**
 * Probabilities that 0, 1, … `size` − 1 events wait in M/D/c. After one service time those in service have left and
 * a Poisson number has come (Crommelin 1932): a random walk held above 0, which Spitzer's identity (1956) solves. The
 * logarithm of the generating function has the coefficients b(j) = Σ over m ≥ 1 of P(Poisson(m × load) = mc + j) / m.
 */
export function queueMDc(station: Station, size: number): number[] {
  stable(utilisationOf(station))
  const { servers } = station
  const load = loadOf(station)
  const coefficients = new Array<number>(size).fill(0)
  let busy = 0
  for (let m = termsFor(station); m >= 1; m--) {
    let probability = poisson(m * servers + 1, m * load) / m
    for (let j = 1; j < size || probability > 1e-18; j++) {
      busy += probability
      if (j < size) coefficients[j]! += probability
      probability *= (m * load) / (m * servers + j + 1)
    }
  }
  const queue = [Math.exp(-busy)]
  for (let n = 1; n < size; n++) {
    let sum = 0
    for (let j = 1; j <= n; j++) sum += j * coefficients[j]! * queue[n - j]!
    queue.push(sum / n)
  }
  return queue.slice(0, size)
}

/** What a limit on the wait does to M/M/c. */
export interface Impatience {
  /** Share of arrivals that are dropped. */
  readonly dropShare: number
  /** Mean wait of the events that are served. */
  readonly meanWaitMs: number
  /** Mean age at which events are dropped, when a server would have taken them. */
  readonly meanDropAgeMs: number
}

/**
 * M/M/c in which nobody is served that has waited `limitMs` or longer. Barrer 1957; Baccelli and Hebuterne 1981.
 *
 * The wait that an arrival meets has the density r P(c − 1) e^((r − cm) x) up to the limit, where every event before
 * it counts, and falls by e^(−cm x) past it, where none is added. Whether an event leaves the moment it is too old or
 * stays until it gets to the head of the queue is the same for the others: it takes no server either way. Those that
 * are dropped at the head are as old as that wait: the limit and an exponential rest. Needs no utilisation below 1.
 */
export function impatienceMMc(station: Station, limitMs: number): Impatience {
  const { servers } = station
  const blocked = erlangB(servers - 1, loadOf(station)) // with c − 1 busy servers at most, the share of c − 1
  const rate = station.ratePerS / 1_000
  const drain = servers / station.serviceMs
  const decay = drain - rate
  // relative to the probability that fewer than c servers are busy
  const atLimit = rate * blocked * Math.exp(-decay * limitMs)
  const [served, servedWait] = truncatedExponential(decay, limitMs).map((moment) => rate * blocked * moment)
  const dropped = atLimit / drain
  return {
    dropShare: dropped / (1 + served! + dropped),
    meanWaitMs: servedWait! / (1 + served!),
    meanDropAgeMs: limitMs + 1 / drain,
  }
}

/** Attempts of an event whose every attempt fails by itself with a probability: a geometric number, cut after the retries. */
export function attemptsUnderErrors(probability: number, retries: number): { mean: number; dropShare: number } {
  let mean = 0
  for (let attempt = 0; attempt <= retries; attempt++) mean += probability ** attempt
  return { mean, dropShare: probability ** (retries + 1) }
}

/** ∫ e^(−decay x) dx and ∫ x e^(−decay x) dx from 0 to `limit`; by their series near decay 0. */
function truncatedExponential(decay: number, limit: number): [number, number] {
  const z = decay * limit
  if (Math.abs(z) < 1e-4) {
    return [limit * (1 - z / 2 + z ** 2 / 6), limit ** 2 * (1 / 2 - z / 3 + z ** 2 / 8)]
  }
  const gone = -Math.expm1(-z)
  return [gone / decay, (gone - z * Math.exp(-z)) / decay ** 2]
}

/** P(N = n) for a Poisson N: a product for small n, Stirling's series (error below 1e-13) for others. */
function poisson(n: number, mean: number): number {
  if (n < 20) {
    let probability = Math.exp(-mean)
    for (let k = 1; k <= n; k++) probability *= mean / k
    return probability
  }
  const stirling = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1_260 * n ** 5) - 1 / (1_680 * n ** 7)
  return Math.exp(n * Math.log(mean / n) + n - mean - stirling) / Math.sqrt(2 * Math.PI * n)
}

/** Terms after which the series over m have fallen below 1e-16: they fall by e^(−c (u − 1 − ln u)) each. */
function termsFor(station: Station): number {
  const utilisation = utilisationOf(station)
  return Math.ceil(37 / (station.servers * (utilisation - 1 - Math.log(utilisation))))
}

function stable(utilisation: number): number {
  if (utilisation > 0 && utilisation < 1) return utilisation
  throw new RangeError(`utilisation: expected a number between 0 and 1, both excluded, came ${utilisation}`)
}

/** Mean rate of arrivals that change between two states, each for an exponential time. */
export function meanBurstRate([rate0, rate1]: readonly [number, number], [mean0, mean1]: readonly [number, number]) {
  return (rate0 * mean0 + rate1 * mean1) / (mean0 + mean1)
}

/**
 * Variance over mean of the counts of such arrivals in a window, in equilibrium: 1 for the Poisson process, and what the
 * covariance of the rate adds, which fades with e^(−σt) where σ is the sum of the rates of change.
 * Source: Heffes, Lucantoni 1986.
 */
export function countDispersion(
  rates: readonly [number, number],
  means: readonly [number, number],
  window: number,
): number {
  const sigma = 1 / means[0] + 1 / means[1]
  const share = means[0] / (means[0] + means[1])
  const variance = share * (1 - share) * (rates[0] - rates[1]) ** 2
  const added = 2 * variance * (window / sigma - (1 - Math.exp(-sigma * window)) / sigma ** 2)
  return 1 + added / (meanBurstRate(rates, means) * window)
}
