import { atLeast, oneOf, type Violation } from '../rules/constraint.ts'
import { LATEST } from '../rules/function-name.ts'
import { refuseReservedBelow } from '../rules/provisioned-concurrency.ts'
import { invalidParameterValue, untypedInvalidParameterValue } from '../rules/service-error.ts'
import type { Account, FunctionRequest } from './account.ts'
import type { RecursiveLoop } from './store.ts'

const RECURSIVE_LOOPS: readonly RecursiveLoop[] = ['Terminate', 'Allow']

/** Settings of a function as a whole that limit how it runs: reserved concurrency and loop detection. */
export class Concurrency {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /**
   * Reserves concurrency for a function: 0 or more, 0 to run nothing. What the account has left must not fall below its
   * minimum; 0 is always allowed (documented), but to a function with provisioned concurrency. Texts recorded.
   */
  put(request: FunctionRequest & { readonly ReservedConcurrentExecutions: number }) {
    const { ReservedConcurrentExecutions } = request
    const row = this.require(request, negativeViolations(ReservedConcurrentExecutions))
    const { concurrency, claimedInAll, minimumUnreserved } = this.account
    refuseReservedBelow(ReservedConcurrentExecutions, this.account.provisionedOf(row.name))
    const left = concurrency - (claimedInAll - this.account.claimOf(row.name)) - ReservedConcurrentExecutions
    if (ReservedConcurrentExecutions > 0 && left < minimumUnreserved)
      throw untypedInvalidParameterValue(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimumUnreserved}].`,
      )
    this.account.putFunction({ ...row, reservedConcurrency: ReservedConcurrentExecutions })
    this.account.changed(row.name)
    return { ReservedConcurrentExecutions }
  }

  /** `{}` where none is set. Recorded. */
  get(request: FunctionRequest): { readonly ReservedConcurrentExecutions?: number } {
    const { reservedConcurrency } = this.require(request)
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency }
  }

  delete(request: FunctionRequest): void {
    const row = this.require(request)
    this.account.putFunction({ ...row, reservedConcurrency: undefined })
    this.account.changed(row.name)
  }

  /** Says whether loop detection stops a function (`Terminate`) or lets it go on (`Allow`). */
  putRecursionConfig(request: FunctionRequest & { readonly RecursiveLoop: RecursiveLoop }) {
    const { RecursiveLoop } = request
    const violations: Violation[] = RECURSIVE_LOOPS.includes(RecursiveLoop)
      ? []
      : [{ value: RecursiveLoop, member: 'recursiveLoop', constraint: oneOf(RECURSIVE_LOOPS) }]
    const row = this.require(request, violations)
    this.account.putFunction({ ...row, recursiveLoop: RecursiveLoop })
    this.account.changed(row.name)
    return { RecursiveLoop }
  }

  /** `Terminate` where nothing was said. Documented: "Use Lambda recursive loop detection". */
  getRecursionConfig(request: FunctionRequest): { readonly RecursiveLoop: RecursiveLoop } {
    return { RecursiveLoop: this.require(request).recursiveLoop ?? 'Terminate' }
  }

  private require(request: FunctionRequest, violations: readonly Violation[] = []) {
    const { name, qualifier } = this.account.address(request, 'plain', violations)
    if (qualifier !== undefined)
      throw invalidParameterValue(
        'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
      )
    return this.account.require(name, LATEST)
  }
}

function negativeViolations(value: number): Violation[] {
  return value >= 0 ? [] : [{ value, member: 'reservedConcurrentExecutions', constraint: atLeast(0) }]
}
