import { LATEST } from '../rules/function-name.ts'
import {
  executionsViolations,
  provisionedNotFound,
  refuseProvisioned,
  refuseUnpublished,
  secondShare,
  unprovisionable,
} from '../rules/provisioned-concurrency.ts'
import { resourceNotFound } from '../rules/service-error.ts'
import type { Account, FunctionRequest } from './account.ts'
import type { ProvisionedConcurrencyRow, Store } from './store.ts'

/** Which version or alias is meant: in the name or beside it. */
export interface ProvisionedConcurrencyRequest extends FunctionRequest {
  /** Environments: a whole number, 1 or more. */
  readonly ProvisionedConcurrentExecutions: number
}

/** An answer of Lambda about one version or alias. */
export interface ProvisionedConcurrencyResponse {
  readonly AllocatedProvisionedConcurrentExecutions: number
  readonly AvailableProvisionedConcurrentExecutions: number
  /** `2026-09-14T15:47:16+0000`: documented in examples of the AWS CLI. */
  readonly LastModified: string
  readonly RequestedProvisionedConcurrentExecutions: number
  readonly Status: 'IN_PROGRESS' | 'READY'
}

export interface ProvisionedConcurrencyItem extends ProvisionedConcurrencyResponse {
  /** Of the version or the alias. */
  readonly FunctionArn: string
}

/** Provisioned concurrency of published versions, asked for on the version or on one alias that leads to it. */
export class ProvisionedConcurrency {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /** Asks for environments, in the place of what was asked before. The answer is that of a request in progress (recorded). */
  put(request: ProvisionedConcurrencyRequest): ProvisionedConcurrencyResponse {
    const { ProvisionedConcurrentExecutions: executions } = request
    const { account } = this
    const violations = executionsViolations(executions)
    const { name, qualifier = LATEST } = account.address(request, 'plain', violations)
    refuseUnpublished(qualifier)
    const { version, other } = this.require(name, qualifier)
    const before = account.store.provisionedConcurrency.get(name, qualifier)?.executions ?? 0
    const provider = (of: string) => providerOf(account.store, name, of, qualifier)
    refuseProvisioned({
      qualifier,
      version,
      isWeighted: other !== undefined,
      executions,
      others: account.provisionedOf(name) - before,
      taken: provider(version),
      reserved: account.store.function(name)!.reservedConcurrency,
      unreserved: account.concurrency - (account.claimedInAll - before),
      minimumUnreserved: account.minimumUnreserved,
    })
    const row = Object.freeze({ functionName: name, qualifier, executions, lastModifiedMs: account.nowMs() })
    account.putProvisioned(row)
    account.changed(name)
    return response(row, false)
  }

  /** @throws ServiceError for `$LATEST`, a missing function or qualifier, and where nothing was asked for */
  get(request: FunctionRequest): ProvisionedConcurrencyResponse {
    const { name, qualifier } = this.addressOf(request)
    const row = this.account.store.provisionedConcurrency.get(name, qualifier)
    if (!row) throw provisionedNotFound()
    return response(row, this.isReady(row))
  }

  /** All of a function, by ascending qualifier. */
  list(request: Pick<FunctionRequest, 'FunctionName'>): {
    readonly ProvisionedConcurrencyConfigs: readonly ProvisionedConcurrencyItem[]
  } {
    const { name } = this.account.address(request, 'plain')
    this.account.require(name)
    const rows = this.account.store.provisionedConcurrency.list(name)
    return {
      ProvisionedConcurrencyConfigs: rows.map((row) => ({
        FunctionArn: this.account.arn(name, row.qualifier),
        ...response(row, this.isReady(row)),
      })),
    }
  }

  /** Gives the environments back, or does nothing where there are none. */
  delete(request: FunctionRequest): void {
    const { name, qualifier } = this.addressOf(request)
    this.account.deleteProvisioned(name, qualifier)
    this.account.changed(name)
  }

  /** Environments of each version. An alias that leads to two versions divides its own between them. */
  byVersion(functionName: string): ReadonlyMap<string, number> {
    const rows = this.account.store.provisionedConcurrency.list(functionName)
    if (rows.length === 0) return NONE
    const byVersion = new Map<string, number>()
    const add = (version: string, executions: number) => {
      byVersion.set(version, (byVersion.get(version) ?? 0) + executions)
    }
    for (const { qualifier, executions } of rows) {
      const resolution = this.account.resolve(functionName, qualifier)
      if (!resolution) continue
      const { version, other } = resolution
      const share = other ? secondShare(executions, other.weight) : 0
      add(version, executions - share)
      if (other && share > 0) add(other.version, share)
    }
    return byVersion
  }

  private isReady({ lastModifiedMs }: ProvisionedConcurrencyRow): boolean {
    return this.account.nowMs() - lastModifiedMs >= this.account.provisionedReadyMs
  }

  private addressOf(request: FunctionRequest) {
    const { name, qualifier = LATEST } = this.account.address(request, 'plain')
    if (qualifier === LATEST) throw unprovisionable()
    this.require(name, qualifier)
    return { name, qualifier }
  }

  /** Texts from LocalStack's code. */
  private require(name: string, qualifier: string) {
    this.account.require(name)
    const resolution = this.account.resolve(name, qualifier)
    if (resolution) return resolution
    const arn = this.account.arn(name, qualifier)
    throw resourceNotFound(/^\d+$/.test(qualifier) ? `Function not found: ${arn}` : `Cannot find alias arn: ${arn}`)
  }
}

const NONE: ReadonlyMap<string, number> = new Map()

/** The qualifier other than `asking` that a version has its provisioned concurrency from; undefined for none. */
export function providerOf(store: Store, functionName: string, version: string, asking: string): string | undefined {
  return store.provisionedConcurrency.list(functionName).find(({ qualifier }) => {
    if (qualifier === asking) return false
    const alias = store.aliases.get(functionName, qualifier)
    return qualifier === version || alias?.functionVersion === version || alias?.other?.version === version
  })?.qualifier
}

function response({ executions, lastModifiedMs }: ProvisionedConcurrencyRow, isReady: boolean) {
  const allocated = isReady ? executions : 0
  return {
    AllocatedProvisionedConcurrentExecutions: allocated,
    AvailableProvisionedConcurrentExecutions: allocated,
    LastModified: new Date(lastModifiedMs).toISOString().replace(/\.\d+Z$/, '+0000'),
    RequestedProvisionedConcurrentExecutions: executions,
    Status: isReady ? ('READY' as const) : ('IN_PROGRESS' as const),
  }
}
