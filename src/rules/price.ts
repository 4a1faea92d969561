export type Architecture = 'x86_64' | 'arm64'

/** US dollars. Override any of it: prices change, differ by region, and fall with volume. */
export interface PriceTable {
  readonly perMillionRequests: number
  /** Per GB-second of the first tier, by architecture. */
  readonly perGbSecond: Readonly<Record<Architecture, number>>
  /** Per GB-second that provisioned concurrency is allocated for, in use or not. */
  readonly perProvisionedGbSecond: Readonly<Record<Architecture, number>>
  /** Per GB-second of attempts in provisioned environments, in the place of `perGbSecond`. */
  readonly perGbSecondOnProvisioned: Readonly<Record<Architecture, number>>
}

/**
 * us-east-1, first tier, without the free tier. Documented on the page "AWS Lambda pricing"; the figures were not read
 * again there, so check them before money depends on them. Those of provisioned concurrency are general knowledge.
 */
export const DEFAULT_PRICES: PriceTable = {
  perMillionRequests: 0.2,
  perGbSecond: { x86_64: 0.000_016_666_7, arm64: 0.000_013_333_4 },
  perProvisionedGbSecond: { x86_64: 0.000_004_166_7, arm64: 0.000_003_333_4 },
  perGbSecondOnProvisioned: { x86_64: 0.000_009_722_2, arm64: 0.000_007_777_8 },
}

const HALF_A_NANOSECOND_MS = 5e-7

/**
 * Milliseconds billed for one attempt: initialisation and duration together, rounded up (recorded: 4,098.79 + 2.19
 * were billed as 4,101). The sum is taken to the nanosecond first, so that no binary fraction costs a millisecond.
 */
export function billedMs(initMs: number, durationMs: number): number {
  const ms = initMs + durationMs - HALF_A_NANOSECOND_MS
  return ms > 0 ? Math.ceil(ms) : 0
}

/** GB-seconds of an attempt: 1 GB is 1,024 MB, as on the bill. */
export function gbSeconds(billedMs: number, memoryMb: number): number {
  return (billedMs / 1000) * (memoryMb / 1024)
}

/** What is billed of provisioned concurrency. */
export interface ProvisionedUse {
  /** GB-seconds that environments were allocated for. AWS rounds each allocation up to five minutes, which is left out. */
  readonly allocatedGbSeconds: number
  /** GB-seconds of the attempts in them. */
  readonly gbSeconds: number
}

/**
 * US dollars for what ran. Every attempt is a request, retries too; a throttled dispatch is none (documented: "Types of
 * metrics for Lambda functions"). Deliveries are billed by the target's service and are not in here.
 *
 * @param used `gbSeconds` of all attempts; those in provisioned environments, which are among them, have another price
 */
export function costUsd(
  used: { readonly requests: number; readonly gbSeconds: number; readonly provisioned?: ProvisionedUse | undefined },
  architecture: Architecture = 'x86_64',
  prices: PriceTable = DEFAULT_PRICES,
): number {
  const requests = (used.requests / 1e6) * prices.perMillionRequests
  const { provisioned } = used
  if (!provisioned) return requests + used.gbSeconds * prices.perGbSecond[architecture]
  return (
    requests +
    (used.gbSeconds - provisioned.gbSeconds) * prices.perGbSecond[architecture] +
    provisioned.gbSeconds * prices.perGbSecondOnProvisioned[architecture] +
    provisioned.allocatedGbSeconds * prices.perProvisionedGbSecond[architecture]
  )
}
