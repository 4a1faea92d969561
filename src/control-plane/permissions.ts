import { LATEST } from '../rules/function-name.ts'
import {
  type Permission,
  type PermissionStatement,
  permissionStatement,
  permissionViolations,
} from '../rules/permission.ts'
import { revisionId } from '../rules/revision-id.ts'
import {
  invalidParameterValue,
  preconditionFailed,
  resourceConflict,
  resourceNotFound,
} from '../rules/service-error.ts'
import type { Account, FunctionRequest } from './account.ts'
import type { FunctionRow, Policy } from './store.ts'

/** A permission that is to be added, or with a `RevisionId` only to that revision of the policy. */
export interface PermissionRequest extends FunctionRequest, Permission {
  readonly RevisionId?: string | undefined
}

/** Resource-based policies: they are kept and given back, and decide nothing. */
export class Permissions {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /** The statement as it is kept, in JSON text. Text of the conflict from LocalStack's code. */
  add(request: PermissionRequest): { readonly Statement: string } {
    const { row, qualifier, policy } = this.find(request)
    const statement = permissionStatement(request, this.account.arn(row.name, qualifier))
    if (policy?.statements.some(({ Sid }) => Sid === statement.Sid))
      throw resourceConflict(
        `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      )
    refuseRevision(request, policy)
    this.put(row, qualifier, policy, [...(policy?.statements ?? []), statement])
    return { Statement: JSON.stringify(statement) }
  }

  /** @throws ServiceError 404 where nobody was permitted anything. Text recorded */
  get(request: FunctionRequest): { readonly Policy: string; readonly RevisionId: string } {
    const { policy } = this.find(request, [])
    if (!policy) throw resourceNotFound('The resource you requested does not exist.')
    const document = { Version: '2012-10-17', Id: 'default', Statement: policy.statements }
    return { Policy: JSON.stringify(document), RevisionId: policy.revisionId }
  }

  /** Text of a statement that is missing from LocalStack's code. */
  remove(request: FunctionRequest & { readonly StatementId: string; readonly RevisionId?: string | undefined }): void {
    const { row, qualifier, policy } = this.find(request, [])
    const { StatementId } = request
    const kept = policy?.statements.filter(({ Sid }) => Sid !== StatementId)
    if (!policy || kept?.length === policy.statements.length)
      throw resourceNotFound(`Statement ${StatementId} is not found in resource policy.`)
    refuseRevision(request, policy)
    this.put(row, qualifier, policy, kept ?? [])
  }

  private find(request: PermissionRequest, violations = permissionViolations(request)) {
    const { name, qualifier } = this.account.address(request, 'namespaced', violations)
    const row = this.account.require(name, qualifier)
    if (qualifier === LATEST) throw invalidParameterValue('We currently do not support adding policies for $LATEST.')
    if (qualifier !== undefined && !this.account.resolve(name, qualifier))
      throw resourceNotFound(`Function not found: ${this.account.arn(name, qualifier)}`)
    return { row, qualifier, policy: row.policies.find((policy) => policy.qualifier === qualifier) }
  }

  private put(
    row: FunctionRow,
    qualifier: string | undefined,
    before: Policy | undefined,
    statements: readonly PermissionStatement[],
  ): void {
    const arn = this.account.arn(row.name, qualifier)
    const id = revisionId(arn, before?.revisionId ?? '', this.account.nowMs())
    const others = row.policies.filter((policy) => policy !== before)
    const changed = statements.length === 0 ? [] : [{ qualifier, revisionId: id, statements }]
    this.account.putFunction({ ...row, policies: [...others, ...changed] })
  }
}

function refuseRevision({ RevisionId }: Pick<PermissionRequest, 'RevisionId'>, policy: Policy | undefined): void {
  if (RevisionId !== undefined && policy && RevisionId !== policy.revisionId) throw preconditionFailed()
}
