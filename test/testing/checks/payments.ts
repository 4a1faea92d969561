import type { EnvironmentSetup, HandlerSetup } from '../../../src/testing/fast-check.ts'

export interface Order {
  readonly order: number
}

const later = () => new Promise<void>((done) => setTimeout(done, 200))

/** A handler that charges, whatever was charged before. */
export function careless(): HandlerSetup {
  const charges: number[] = []
  return { handler: async ({ order }: Order) => void charges.push(order), effects: () => charges }
}

/** A handler that looks first, then charges, then notes it: what comes between charges too. */
export function lookingFirst(): HandlerSetup {
  const charges: number[] = []
  const paid = new Set<number>()
  async function charge({ order }: Order) {
    if (paid.has(order)) return
    await later()
    charges.push(order)
    await later()
    paid.add(order)
  }
  return { handler: charge, effects: () => charges }
}

/** A handler that knows what it has charged, as long as its environment lasts. */
export function remembering(): EnvironmentSetup {
  const charges: number[] = []
  const environment = () => {
    const seen = new Set<number>()
    return async ({ order }: Order) => {
      if (!seen.has(order)) charges.push(order)
      seen.add(order)
      await later()
    }
  }
  return { environment, effects: () => charges }
}

/** A handler whose bank charges a key once. */
export function keyed(): HandlerSetup {
  const charges = new Set<number>()
  async function charge({ order }: Order) {
    await later()
    charges.add(order)
    await later()
  }
  return { handler: charge, effects: () => charges }
}

/**
 * A handler that refuses while another run is at it, and is retried then.
 *
 * @param lockMs after so long another run is taken for dead
 */
export function locking(lockMs: number): HandlerSetup {
  const charges: number[] = []
  const lockedUntil = new Map<number, number>()
  async function charge({ order }: Order) {
    if (charges.includes(order)) return
    if (Date.now() < (lockedUntil.get(order) ?? 0)) throw new Error('another run is at it')
    lockedUntil.set(order, Date.now() + lockMs)
    await later()
    charges.push(order)
  }
  return { handler: charge, effects: () => charges }
}

/** A handler that takes a charge which is already made for a failure. */
export function refusing(): HandlerSetup {
  const charges: number[] = []
  async function charge({ order }: Order) {
    if (charges.includes(order)) throw new RangeError(`order ${order} is already charged`)
    charges.push(order)
  }
  return { handler: charge, effects: () => charges }
}
