import { expect, it } from 'vitest'
import { checkIdempotent } from '../../../src/testing/fast-check.ts'

/** What a bank does with a key: the first charge with it counts, another one is answered as the first was. */
function bank() {
  const charges = new Map<string, number>()
  return {
    charges,
    async charge(amount: number, key: string) {
      if (!charges.has(key)) charges.set(key, amount)
      await new Promise((done) => setTimeout(done, 200))
    },
  }
}

it('charges an order once, whatever goes wrong', async () => {
  const setup = () => {
    const { charge, charges } = bank()
    const handler = async (event: { order: number; amount: number }) => {
      await charge(event.amount, `order-${event.order}`)
    }
    return { handler, effects: () => charges }
  }
  await checkIdempotent(setup, { payload: { order: 7, amount: 20 }, seed: 1 })
})

it('charges twice with a key that each attempt makes anew', async () => {
  const setup = () => {
    const { charge, charges } = bank()
    let attempts = 0
    const handler = async (event: { amount: number }) => {
      await charge(event.amount, `attempt-${++attempts}`)
    }
    return { handler, effects: () => charges }
  }
  await expect(checkIdempotent(setup, { payload: { amount: 20 }, seed: 1 })).rejects.toThrow('is not idempotent')
})
