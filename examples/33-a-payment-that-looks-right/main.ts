// In your own project: import { checkIdempotent } from 'asyncinvoke/fast-check'
import { checkIdempotent } from '../../src/testing/fast-check.ts'
import { payment, paymentWithKey } from './payment.ts'

const options = { payload: { order: 7, amount: 20 }, seed: 7381 }

for (const setup of [payment, paymentWithKey]) {
  try {
    const { runs } = await checkIdempotent(setup, options)
    console.log(`${setup.name}: idempotent under ${runs} fault plans`)
  } catch (error) {
    console.log(`${setup.name}: ${(error as Error).message}\n`)
  }
}
