import type { Violation } from '../rules/constraint.ts'
import { type FunctionAddress, LATEST } from '../rules/function-name.ts'
import { PENDING_REFUSAL } from '../rules/function-state.ts'
import { resourceConflict, resourceNotFound } from '../rules/service-error.ts'
import type { Account, FunctionRequest } from './account.ts'

/** What can be invoked. */
export class InvocationTargets {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /**
   * The function that an invocation means. Recorded: the text of a missing function names `$LATEST` where the caller
   * named nothing; a function that is still being created is refused; one that is being updated runs as it was.
   *
   * @param violations of the invocation's other members
   */
  require(request: FunctionRequest, violations: readonly Violation[] = []): FunctionAddress {
    const { account } = this
    const address = account.address(request, 'namespaced', violations)
    const { name, qualifier = LATEST } = address
    const version = account.resolve(name, qualifier)?.version
    const row = version === undefined ? undefined : account.store.versions.get(name, version)
    if (!row) throw resourceNotFound(`Function not found: ${account.arn(name, qualifier)}`)
    if (row.change === 'creation' && !account.isSettled(row)) throw resourceConflict(PENDING_REFUSAL, null)
    return address
  }
}
