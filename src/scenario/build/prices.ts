import { DEFAULT_PRICES, type PriceTable } from '../../rules/price.ts'
import type { WrittenScenario } from '../schema/scenario.ts'
import { withoutUndefined } from './without-undefined.ts'

/** The price table, with what is overridden. */
export function pricesOf(written: WrittenScenario['prices']): PriceTable {
  const { perMillionRequests, perGbSecond } = DEFAULT_PRICES
  return {
    perMillionRequests: written?.perMillionRequests ?? perMillionRequests,
    perGbSecond: { ...perGbSecond, ...withoutUndefined(written?.perGbSecond ?? {}) },
  }
}
