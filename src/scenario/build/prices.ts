import { DEFAULT_PRICES, type PriceTable } from '../../rules/price.ts'
import type { WrittenScenario } from '../schema/scenario.ts'
import { withoutUndefined } from './without-undefined.ts'

/** The price table, with what is overridden. */
export function pricesOf(written: WrittenScenario['prices']): PriceTable {
  const { perMillionRequests, ...byArchitecture } = DEFAULT_PRICES
  const price = (name: keyof typeof byArchitecture) => ({
    ...byArchitecture[name],
    ...withoutUndefined(written?.[name] ?? {}),
  })
  return {
    perMillionRequests: written?.perMillionRequests ?? perMillionRequests,
    perGbSecond: price('perGbSecond'),
    perProvisionedGbSecond: price('perProvisionedGbSecond'),
    perGbSecondOnProvisioned: price('perGbSecondOnProvisioned'),
  }
}
