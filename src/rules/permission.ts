import { missingViolations, textViolations, type Violation } from './constraint.ts'

/** A permission to call a function, as AddPermission takes it. */
export interface Permission {
  readonly StatementId?: string | undefined
  readonly Action?: string | undefined
  readonly Principal?: string | undefined
  readonly SourceArn?: string | undefined
  readonly SourceAccount?: string | undefined
  readonly EventSourceToken?: string | undefined
  readonly PrincipalOrgID?: string | undefined
  readonly FunctionUrlAuthType?: string | undefined
}

/** One statement of a function's policy, as IAM writes it. */
export interface PermissionStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Principal: string | Readonly<Record<string, string>>
  readonly Action: string
  readonly Resource: string
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const ANY = Number.POSITIVE_INFINITY

/** Shapes documented in Lambda's API model. */
export function permissionViolations({ StatementId, Action, Principal }: Permission): Violation[] {
  return [
    ...missingViolations('statementId', StatementId),
    ...textViolations('statementId', StatementId, { length: [1, 100], pattern: '([a-zA-Z0-9-_]+)' }),
    ...missingViolations('action', Action),
    ...textViolations('action', Action, { length: [0, ANY], pattern: '(lambda:[*]|lambda:[a-zA-Z]+|[*])' }),
    ...missingViolations('principal', Principal),
    ...textViolations('principal', Principal, { length: [0, ANY], pattern: String.raw`[^\s]+` }),
  ]
}

/**
 * The statement that a permission becomes. Documented: "Viewing resource-based IAM policies in Lambda".
 *
 * @param permission free of violations
 * @param resource ARN of the function, version or alias
 */
export function permissionStatement(permission: Permission, resource: string): PermissionStatement {
  const equals = {
    ...(permission.SourceAccount && { 'AWS:SourceAccount': permission.SourceAccount }),
    ...(permission.EventSourceToken && { 'lambda:EventSourceToken': permission.EventSourceToken }),
    ...(permission.PrincipalOrgID && { 'aws:PrincipalOrgID': permission.PrincipalOrgID }),
    ...(permission.FunctionUrlAuthType && { 'lambda:FunctionUrlAuthType': permission.FunctionUrlAuthType }),
  }
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(permission.SourceArn && { ArnLike: { 'AWS:SourceArn': permission.SourceArn } }),
  }
  return {
    Sid: permission.StatementId!,
    Effect: 'Allow',
    Principal: principal(permission.Principal!),
    Action: permission.Action!,
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  }
}

function principal(said: string): PermissionStatement['Principal'] {
  if (said === '*') return said
  if (/^\d{12}$/.test(said)) return { AWS: `arn:aws:iam::${said}:root` }
  return said.startsWith('arn:') ? { AWS: said } : { Service: said }
}
