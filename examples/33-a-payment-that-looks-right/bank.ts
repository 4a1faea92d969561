/** How long the bank and the table take. In a harness that is virtual time: it costs nothing, and lets others come between. */
const LATENCY_MS = 200

function later(): Promise<void> {
  return new Promise((done) => setTimeout(done, LATENCY_MS))
}

export interface Charge {
  readonly order: number
  readonly amount: number
}

/** A bank as a test needs it: it remembers what it charged. */
export class Bank {
  readonly charges: Charge[] = []
  private readonly keys = new Set<string>()

  /** @param key charges with the same key are one charge */
  async charge(charge: Charge, key?: string): Promise<void> {
    if (key !== undefined && this.keys.has(key)) return later()
    if (key !== undefined) this.keys.add(key)
    this.charges.push(charge)
    await later()
  }
}

/** A table of the orders that are paid. */
export class Orders {
  private readonly paid = new Set<number>()

  async isPaid(order: number): Promise<boolean> {
    await later()
    return this.paid.has(order)
  }

  async setPaid(order: number): Promise<void> {
    await later()
    this.paid.add(order)
  }
}
