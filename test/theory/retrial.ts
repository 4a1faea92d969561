import { loadOf, type Station } from './formulas.ts'

/**
 * Mean number of customers in the orbit of M/M/1 with retrials: those that found the server busy and come back, each by
 * itself, after exponential times until they find it free. With r the load, l the rate of arrivals and t that of each
 * customer's retrials: r / (1 − r) × (r + l / t). Source: Falin 1990, Falin and Templeton 1997; it follows from the cuts
 * of the chain below by generating functions.
 *
 * @param retryMs mean time of a customer between two tries
 */
export function meanOrbitMM1(station: Omit<Station, 'servers'>, retryMs: number): number {
  const load = loadOf({ ...station, servers: 1 })
  return (load / (1 - load)) * (load + (station.ratePerS / 1_000) * retryMs)
}

/** States (busy servers, customers in orbit) are cut off here; what lies beyond must not matter. */
const LEVELS = 3_000
const NEGLIGIBLE = 1e-12

/**
 * The same for M/M/c, which has no closed form above two servers: the stationary chain, solved level by level of the
 * orbit. The orbit grows only from the state in which all servers are busy, so the probabilities of a level are those
 * of that state one level below times a row, which follows from the level above.
 */
export function meanOrbitMMc(station: Station, retryMs: number): number {
  const rows = levelRows(station, retryMs)
  const { servers } = station
  let level = stationary(withReturns(levelMatrix(station, retryMs, 0), rows[1]!, 1 / retryMs))
  let [mass, orbit, last] = [sum(level), 0, 0]
  for (let customers = 1; customers <= LEVELS; customers++) {
    const below = level[servers]!
    level = rows[customers]!.map((factor) => factor * below)
    last = sum(level)
    mass += last
    orbit += customers * last
  }
  if (!(last < NEGLIGIBLE * mass)) throw new RangeError(`the orbit is longer than ${LEVELS}: ${last / mass} is left`)
  return orbit / mass
}

/** For each level but 0, the row that makes its probabilities from that of all servers busy one level below. */
function levelRows(station: Station, retryMs: number): number[][] {
  const { servers } = station
  const rate = station.ratePerS / 1_000
  const rows: number[][] = []
  for (let customers = LEVELS; customers >= 1; customers--) {
    let matrix = levelMatrix(station, retryMs, customers)
    if (customers === LEVELS) matrix[servers]![servers]! += rate
    else matrix = withReturns(matrix, rows[customers + 1]!, (customers + 1) / retryMs)
    const source = Array.from({ length: servers + 1 }, (_, busy) => (busy === servers ? -rate : 0))
    rows[customers] = solveFromLeft(matrix, source)
  }
  return rows
}

/** Rates between the numbers of busy servers while the orbit stays as it is; the diagonal holds all that leaves. */
function levelMatrix({ servers, ratePerS, serviceMs }: Station, retryMs: number, customers: number): number[][] {
  const rate = ratePerS / 1_000
  return Array.from({ length: servers + 1 }, (_, busy) => {
    const row = new Array<number>(servers + 1).fill(0)
    if (busy < servers) row[busy + 1] = rate
    if (busy > 0) row[busy - 1] = busy / serviceMs
    row[busy] = -(rate + busy / serviceMs + (busy < servers ? customers / retryMs : 0))
    return row
  })
}

/**
 * Adds the ways that lead up to the next level and back: a retrial there takes one more server. What leaves the state
 * with all servers busy comes back in the end, so its diagonal is the sum of the others: so no digits cancel.
 */
function withReturns(matrix: number[][], rowAbove: readonly number[], retrialRate: number): number[][] {
  const all = rowAbove.length - 1
  const top = matrix[all]!
  for (let busy = 0; busy < all - 1; busy++) top[busy + 1]! += rowAbove[busy]! * retrialRate
  top[all] = -sum(top.slice(0, all))
  return matrix
}

/** x with x × matrix = right. Gauss with pivots. */
function solveFromLeft(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length
  // Transposed, with the right side behind.
  const rows = right.map((value, row) => [...matrix.map((column) => column[row]!), value])
  for (let step = 0; step < size; step++) {
    const pivots = rows.map((row, index) => (index < step ? -1 : Math.abs(row[step]!)))
    const pivot = pivots.indexOf(Math.max(...pivots))
    const [chosen, other] = [rows[pivot]!, rows[step]!]
    rows[step] = chosen
    rows[pivot] = other
    for (const row of rows) {
      if (row === chosen) continue
      const factor = row[step]! / chosen[step]!
      for (let column = step; column <= size; column++) row[column]! -= factor * chosen[column]!
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!)
}

/** The probabilities of a closed chain, up to a factor: the first equation is replaced by that of its state being 1. */
function stationary(matrix: readonly (readonly number[])[]): number[] {
  const fixed = matrix.map((row, index) => [index === 0 ? 1 : 0, ...row.slice(1)])
  return solveFromLeft(
    fixed,
    matrix.map((_, index) => (index === 0 ? 1 : 0)),
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
