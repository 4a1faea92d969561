import { rangeViolations, type Violation } from '../rules/constraint.ts'
import { deadLetterRefusal, deadLetterViolations } from '../rules/destination.ts'
import { detailViolations, environmentRefusal } from '../rules/function-detail-refusal.ts'
import { changedDetails, DEFAULT_DETAILS, type FunctionDetailSettings } from '../rules/function-details.ts'
import { LATEST, newNameRefusal } from '../rules/function-name.ts'
import { PENDING_REFUSAL, updateRefusal } from '../rules/function-state.ts'
import { DEFAULT_MEMORY_MB, DEFAULT_TIMEOUT_SECONDS, MEMORY_MB_RANGE, TIMEOUT_SECONDS_RANGE } from '../rules/limits.ts'
import type { Architecture } from '../rules/price.ts'
import { revisionId } from '../rules/revision-id.ts'
import {
  invalidParameterValue,
  preconditionFailed,
  resourceConflict,
  resourceNotFound,
  type ServiceError,
} from '../rules/service-error.ts'
import type { Account, FunctionRequest } from './account.ts'
import { configuration, type FunctionConfiguration, revisionOf } from './function-configuration.ts'
import type { CodeReference, VersionRow } from './store.ts'

/** Settings of a function's unpublished version, under AWS's names and in its units. */
export interface FunctionSettings extends FunctionDetailSettings {
  /** Seconds, 1 to 900; default 3. */
  readonly Timeout?: number | undefined
  /** MB, 128 to 10,240; default 128. */
  readonly MemorySize?: number | undefined
  readonly Architectures?: readonly [Architecture] | undefined
  /** `TargetArn: ''` removes the target, `{}` leaves it as it is. Both recorded. */
  readonly DeadLetterConfig?: { readonly TargetArn?: string | null | undefined } | null | undefined
}

/** A new function: its settings, and the code where a client hands it in. */
export interface NewFunction extends FunctionRequest, FunctionSettings {
  readonly code?: CodeReference | undefined
  readonly Tags?: Readonly<Record<string, string>> | undefined
}

/** A change of a function. With a `RevisionId`, only if that is still the latest. */
export interface FunctionUpdate extends FunctionRequest, FunctionSettings {
  readonly RevisionId?: string | undefined
}

/** AWS's text where an operation takes a function and not one of its versions. Inferred but for the listing. */
const QUALIFIED_NAME = 'The function name must not include a version number or alias.'

/** Functions and the settings of their `$LATEST`. */
export class Functions {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /**
   * The answer is that of a function which is being created.
   *
   * @param violations of members of the request that are not looked at here
   * @throws ServiceError for violations, a name over 64 characters, an existing function, a dead-letter target
   */
  create(request: NewFunction, violations: readonly Violation[] = []): FunctionConfiguration {
    const name = this.newName(request, violations)
    const row = this.changedRow(request, {
      functionName: name,
      version: LATEST,
      revision: 0,
      timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
      memoryMb: DEFAULT_MEMORY_MB,
      architecture: 'x86_64',
      deadLetterArn: undefined,
      lastModifiedMs: 0,
      details: DEFAULT_DETAILS,
      code: request.code,
      revisionId: '',
      change: 'creation',
      settlesAtMs: 0,
    })
    this.account.store.atomically(() => {
      this.account.putFunction({
        name,
        lastVersion: 0,
        reservedConcurrency: undefined,
        recursiveLoop: undefined,
        tags: { ...request.Tags },
        policies: [],
      })
      this.account.store.versions.put(name, LATEST, row)
    })
    this.account.changed(name)
    return configuration(row, this.account.arn(name), false)
  }

  /** The name that a new function will have. @throws ServiceError as `create`, but for the targets and the environment */
  newName(request: NewFunction, violations: readonly Violation[] = []): string {
    const { name, qualifier } = this.account.address(request, 'plain', [...settingViolations(request), ...violations])
    const refusal = newNameRefusal(name)
    if (refusal !== undefined) throw invalidParameterValue(refusal)
    if (qualifier !== undefined) throw invalidParameterValue(QUALIFIED_NAME)
    if (this.account.store.function(name)) throw resourceConflict(`Function already exist: ${name}`)
    return name
  }

  /** Changes the settings of `$LATEST` that the request names; published versions keep theirs. */
  update(request: FunctionUpdate): FunctionConfiguration {
    const before = this.changeable(request, settingViolations(request))
    const row = this.changedRow(request, { ...before, change: 'update' })
    // Recorded: the time of a change of the settings has no milliseconds.
    return this.keep({ ...row, lastModifiedMs: Math.floor(row.lastModifiedMs / 1000) * 1000 })
  }

  /** Gives `$LATEST` other code. */
  updateCode(request: FunctionUpdate & { readonly code: CodeReference }): FunctionConfiguration {
    const before = this.changeable(request, settingViolations(request))
    return this.keep(this.changedRow(request, { ...before, change: 'update', code: request.code }))
  }

  /** `$LATEST`, if it may be changed now. @throws ServiceError where it is missing, busy, or of another revision */
  changeable(request: FunctionUpdate, violations: readonly Violation[] = []): VersionRow {
    const { name, qualifier } = this.account.address(request, 'plain', violations)
    if (qualifier !== undefined && qualifier !== LATEST) throw invalidParameterValue(QUALIFIED_NAME)
    this.account.require(name)
    const row = this.account.store.versions.get(name, LATEST)!
    const isSettled = this.account.isSettled(row)
    if (!isSettled) throw this.busy(row)
    if (request.RevisionId !== undefined && request.RevisionId !== revisionOf(row, isSettled))
      throw preconditionFailed()
    return row
  }

  private busy({ functionName, change }: VersionRow): ServiceError {
    return resourceConflict(change === 'creation' ? PENDING_REFUSAL : updateRefusal(this.account.arn(functionName)))
  }

  private keep(row: VersionRow): FunctionConfiguration {
    this.account.store.versions.put(row.functionName, LATEST, Object.freeze(row))
    this.account.changed(row.functionName)
    return configuration(row, this.account.arn(row.functionName), false)
  }

  /** @throws ServiceError `Function not found: …`, with the qualifier where the request has one */
  get(request: FunctionRequest): FunctionConfiguration {
    const { name, qualifier, row } = this.find(request)
    return configuration(row, this.account.arn(name, qualifier), this.account.isSettled(row))
  }

  /** All that GetFunction says of a function. */
  describe(request: FunctionRequest) {
    const { name, row } = this.find(request)
    const { tags, reservedConcurrency } = this.account.require(name)
    return { Configuration: this.get(request), code: row.code, tags, reservedConcurrency }
  }

  private find(request: FunctionRequest) {
    const { name, qualifier } = this.account.address(request, 'namespaced')
    this.account.require(name, qualifier)
    const version = this.account.resolve(name, qualifier ?? LATEST)?.version
    const row = version === undefined ? undefined : this.account.store.versions.get(name, version)
    if (!row) throw resourceNotFound(`Function not found: ${this.account.arn(name, qualifier)}`)
    return { name, qualifier, row }
  }

  /** Deletes a function with all that belongs to it; with a version as the qualifier, that version only. */
  delete(request: FunctionRequest): void {
    const { name, qualifier } = this.account.address(request, 'namespaced')
    this.account.require(name, qualifier)
    if (qualifier === undefined) this.account.store.atomically(() => this.account.deleteFunction(name))
    else this.deleteVersion(name, qualifier)
    this.account.changed(name)
  }

  private deleteVersion(name: string, version: string): void {
    if (version === LATEST)
      throw invalidParameterValue('$LATEST version cannot be deleted without deleting the function.')
    const { versions, aliases } = this.account.store
    if (!/^\d+$/.test(version)) throw invalidParameterValue('Deletion of aliases is not currently supported.')
    if (!versions.get(name, version)) throw resourceNotFound(`Function not found: ${this.account.arn(name, version)}`)
    const users = aliases
      .list(name)
      .filter((alias) => alias.functionVersion === version || alias.other?.version === version)
    if (users.length > 0) {
      const names = users.map((alias) => alias.name).join(', ')
      throw resourceConflict(`Unable to delete version because the following aliases reference it: [${names}]`)
    }
    versions.delete(name, version)
    this.account.deleteProvisioned(name, version)
  }

  private changedRow(settings: FunctionSettings, before: VersionRow): VersionRow {
    const targetArn = settings.DeadLetterConfig?.TargetArn ?? before.deadLetterArn
    if (targetArn && targetArn !== before.deadLetterArn) {
      const refusal = deadLetterRefusal(targetArn, this.account.targetContext(before.functionName))
      if (refusal) throw invalidParameterValue(refusal.message)
    }
    const refusal = environmentRefusal(settings)
    if (refusal !== undefined) throw invalidParameterValue(refusal)
    const lastModifiedMs = this.account.nowMs()
    const revision = before.revision + 1
    return Object.freeze({
      ...before,
      revision,
      timeoutSeconds: settings.Timeout ?? before.timeoutSeconds,
      memoryMb: settings.MemorySize ?? before.memoryMb,
      architecture: settings.Architectures?.[0] ?? before.architecture,
      deadLetterArn: targetArn || undefined,
      lastModifiedMs,
      details: changedDetails(before.details, settings),
      revisionId: revisionId(this.account.arn(before.functionName), before.revisionId, revision, lastModifiedMs),
      settlesAtMs: this.account.settlesAtMs,
    })
  }
}

/** Violations of a function's settings. Ranges documented: "Lambda quotas". */
function settingViolations(settings: FunctionSettings): Violation[] {
  return [
    ...rangeViolations('timeout', settings.Timeout, TIMEOUT_SECONDS_RANGE),
    ...rangeViolations('memorySize', settings.MemorySize, MEMORY_MB_RANGE),
    ...deadLetterViolations(settings.DeadLetterConfig?.TargetArn),
    ...detailViolations(settings),
  ]
}
