import { Bank, type Charge, Orders } from './bank.ts'

/** A handler that looks right: it asks whether the order is paid, charges, and notes that it is paid. */
export function payment() {
  const bank = new Bank()
  const orders = new Orders()
  async function charge(event: Charge) {
    if (await orders.isPaid(event.order)) return
    await bank.charge(event)
    await orders.setPaid(event.order)
  }
  return { handler: charge, effects: () => bank.charges }
}

/** The same, but all attempts hand the bank one key for the order: the bank charges once. */
export function paymentWithKey() {
  const bank = new Bank()
  const orders = new Orders()
  async function charge(event: Charge) {
    if (await orders.isPaid(event.order)) return
    await bank.charge(event, `order-${event.order}`)
    await orders.setPaid(event.order)
  }
  return { handler: charge, effects: () => bank.charges }
}
