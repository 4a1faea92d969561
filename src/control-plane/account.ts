import { functionArn, type Place } from '../rules/arn.ts'
import type { Violation } from '../rules/constraint.ts'
import type { TargetContext } from '../rules/destination.ts'
import {
  addressOf,
  type FunctionAddress,
  type FunctionNameShape,
  functionNameViolations,
  LATEST,
  qualifierViolations,
} from '../rules/function-name.ts'
import { DEFAULT_ACCOUNT_CONCURRENCY, MINIMUM_UNRESERVED_CONCURRENCY } from '../rules/limits.ts'
import { refuseViolations, resourceNotFound } from '../rules/service-error.ts'
import type { Target } from '../rules/target.ts'
import { MemoryStore } from './memory-store.ts'
import type { FunctionRow, ProvisionedConcurrencyRow, Store } from './store.ts'

/** What a control plane is made with. */
export interface AccountOptions extends Partial<Place> {
  /** Milliseconds since 1970: the clock that stamps every change. */
  readonly nowMs: () => number
  /** Default: a store in memory. */
  readonly store?: Store | undefined
  /** Concurrent executions of the account. Whole number, 0 or more; default 1,000. */
  readonly accountConcurrency?: number | undefined
  /** Executions that nobody may reserve. Default 100, as on AWS; 0 for accounts smaller than that. */
  readonly minimumUnreserved?: number | undefined
  /** Milliseconds until provisioned concurrency is ready, for the status that is answered. Default 0. */
  readonly provisionedReadyMs?: number | undefined
  /** Whether a queue, topic, event bus or bucket exists. Default: all do. Functions are looked up in the store. */
  readonly targetExists?: ((target: Target) => boolean) | undefined
}

/** How a request names a function: bare, `name:qualifier`, partial ARN or ARN, and perhaps the qualifier beside it. */
export interface FunctionRequest {
  readonly FunctionName: string
  readonly Qualifier?: string | undefined
}

/** One account in one region: what the operations of the control plane share. */
export class Account {
  readonly place: Place
  readonly store: Store
  readonly nowMs: () => number
  readonly minimumUnreserved: number
  readonly provisionedReadyMs: number
  private readonly otherTargetExists: (target: Target) => boolean
  private readonly listeners = new Set<(functionName: string) => void>()
  private limit: number
  private claimed: number

  constructor(options: AccountOptions) {
    this.place = { region: options.region ?? 'us-east-1', account: options.account ?? '123456789012' }
    this.store = options.store ?? new MemoryStore()
    this.nowMs = options.nowMs
    this.minimumUnreserved = options.minimumUnreserved ?? MINIMUM_UNRESERVED_CONCURRENCY
    this.provisionedReadyMs = options.provisionedReadyMs ?? 0
    this.otherTargetExists = options.targetExists ?? (() => true)
    this.limit = wholeConcurrency(options.accountConcurrency ?? DEFAULT_ACCOUNT_CONCURRENCY)
    this.claimed = this.store.functions().reduce((sum, { name }) => sum + this.claimOf(name), 0)
  }

  get concurrency(): number {
    return this.limit
  }

  /** @throws RangeError unless a whole number, 0 or more */
  set concurrency(limit: number) {
    this.limit = wholeConcurrency(limit)
    this.changed('')
  }

  /** Concurrency that functions have for themselves, all together: what they reserve, else what they have provisioned. */
  get claimedInAll(): number {
    return this.claimed
  }

  /** What one function has for itself: its reserved concurrency, else its provisioned concurrency. */
  claimOf(functionName: string): number {
    return this.store.function(functionName)?.reservedConcurrency ?? this.provisionedOf(functionName)
  }

  /** Provisioned concurrency of all versions and aliases of a function together. */
  provisionedOf(functionName: string): number {
    const rows = this.store.provisionedConcurrency.list(functionName)
    return rows.reduce((sum, { executions }) => sum + executions, 0)
  }

  arn(functionName: string, qualifier?: string): string {
    return functionArn(this.place, functionName, qualifier)
  }

  /**
   * The function that a request means.
   *
   * @param more violations of the request's other members: AWS reports all of them together
   * @throws ServiceError for violations, another region or account, and two different qualifiers
   */
  address(request: FunctionRequest, shape: FunctionNameShape, more: readonly Violation[] = []): FunctionAddress {
    const { FunctionName, Qualifier } = request
    refuseViolations([...functionNameViolations(FunctionName, shape), ...qualifierViolations(Qualifier), ...more])
    return addressOf(FunctionName, Qualifier, this.place)
  }

  /** The function's row. @throws ServiceError `Function not found: …`, with the suffix that the operation prints */
  require(functionName: string, suffix?: string): FunctionRow {
    const row = this.store.function(functionName)
    if (!row) throw resourceNotFound(`Function not found: ${this.arn(functionName, suffix)}`)
    return row
  }

  /** The versions that a qualifier leads to now, or undefined when the function or the qualifier is missing. */
  resolve(functionName: string, qualifier: string): Resolution | undefined {
    if (qualifier === LATEST) return this.store.function(functionName) && LATEST_RESOLUTION
    if (this.store.versions.get(functionName, qualifier)) return { version: qualifier }
    const alias = this.store.aliases.get(functionName, qualifier)
    if (!alias) return undefined
    return { version: alias.functionVersion, ...(alias.other && { other: alias.other }) }
  }

  /** What destinations and dead-letter targets of a function are checked against. */
  targetContext(functionName: string): TargetContext {
    return { functionName, place: this.place, exists: (target) => this.exists(target) }
  }

  private exists(target: Target): boolean {
    if (target.kind !== 'lambda') return this.otherTargetExists(target)
    const isHere = target.region === this.place.region && target.account === this.place.account
    return isHere && this.resolve(target.name, target.qualifier ?? LATEST) !== undefined
  }

  /** Stores a function's row. Every write of a function, and of its provisioned concurrency, goes through here. */
  putFunction(row: FunctionRow): void {
    this.claiming(row.name, () => this.store.putFunction(row))
  }

  deleteFunction(name: string): void {
    this.claiming(name, () => this.store.deleteFunction(name))
  }

  putProvisioned(row: ProvisionedConcurrencyRow): void {
    const { functionName, qualifier } = row
    this.claiming(functionName, () => this.store.provisionedConcurrency.put(functionName, qualifier, row))
  }

  /** Does nothing where there is none. */
  deleteProvisioned(functionName: string, qualifier: string): void {
    this.claiming(functionName, () => this.store.provisionedConcurrency.delete(functionName, qualifier))
  }

  /** Writes, and keeps the sum of what is claimed. */
  private claiming(functionName: string, write: () => void): void {
    this.claimed -= this.claimOf(functionName)
    write()
    this.claimed += this.claimOf(functionName)
  }

  /** Tells the listeners that something of a function has changed; `''`: of the account. */
  changed(functionName: string): void {
    for (const listener of this.listeners) listener(functionName)
  }

  onChange(listener: (functionName: string) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

/** Where a qualifier leads: one version, or two for a weighted alias. */
export interface Resolution {
  readonly version: string
  /** The second version, and the share of attempts that run it. */
  readonly other?: { readonly version: string; readonly weight: number }
}

const LATEST_RESOLUTION: Resolution = Object.freeze({ version: LATEST })

function wholeConcurrency(limit: number): number {
  if (Number.isSafeInteger(limit) && limit >= 0) return limit
  throw new RangeError(`accountConcurrency: expected a whole number, 0 or more, got ${limit}`)
}
