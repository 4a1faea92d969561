// In your own project from 'asyncinvoke/fast-check' and 'asyncinvoke/testing'.
import { Counterexample, checkIdempotent } from '../../src/testing/fast-check.ts'
import { describePlan } from '../../src/testing/index.ts'
import { payment, paymentWithKey } from './payment.ts'

const options = { payload: { order: 7, amount: 20 }, seed: 7381 }

/** What a check throws that must fail. */
async function foundBy(check: Promise<unknown>): Promise<Counterexample> {
  const error = await check.then(
    () => new Error('the check found nothing'),
    (error) => error,
  )
  if (error instanceof Counterexample) return error
  throw error
}

console.log((await foundBy(checkIdempotent(payment, options))).message)

// The same handler where nothing is delivered twice: then it has to die at the wrong moment.
const { plan } = await foundBy(checkIdempotent(payment, { ...options, kinds: ['timeout', 'crashAfterEffect', 'cut'] }))
console.log(`\nwithout duplicates: ${describePlan(plan)}`)

const { runs } = await checkIdempotent(paymentWithKey, options)
console.log(`\nwith a key for each order: idempotent under ${runs} fault plans`)
