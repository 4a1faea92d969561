import { rangeViolations, type Violation } from '../rules/constraint.ts'
import { deadLetterRefusal, deadLetterViolations } from '../rules/destination.ts'
import { LATEST, newNameRefusal } from '../rules/function-name.ts'
import { DEFAULT_MEMORY_MB, DEFAULT_TIMEOUT_SECONDS, MEMORY_MB_RANGE, TIMEOUT_SECONDS_RANGE } from '../rules/limits.ts'
import type { Architecture } from '../rules/price.ts'
import { invalidParameterValue, resourceConflict, resourceNotFound } from '../rules/service-error.ts'
import type { Account, FunctionRequest } from './account.ts'
import type { VersionRow } from './store.ts'

/** Settings of a function's unpublished version, under AWS's names and in its units. */
export interface FunctionSettings {
  /** Seconds, 1 to 900; default 3. */
  readonly Timeout?: number | undefined
  /** MB, 128 to 10,240; default 128. */
  readonly MemorySize?: number | undefined
  readonly Architectures?: readonly [Architecture] | undefined
  /** `TargetArn: ''` removes the target, `{}` leaves it as it is. Both recorded. */
  readonly DeadLetterConfig?: { readonly TargetArn?: string | null | undefined } | null | undefined
}

/** A version's settings as GetFunctionConfiguration answers; what this project does not model is left out. */
export interface FunctionConfiguration {
  readonly FunctionName: string
  readonly FunctionArn: string
  readonly Version: string
  readonly Timeout: number
  readonly MemorySize: number
  readonly Architectures: readonly [Architecture]
  readonly DeadLetterConfig: { readonly TargetArn: string } | null
  /** A text here, unlike in an event-invoke config: `2026-09-14T15:47:16.966+0000`. Recorded. */
  readonly LastModified: string
}

/** AWS's text where an operation takes a function and not one of its versions. Inferred but for the listing. */
const QUALIFIED_NAME = 'The function name must not include a version number or alias.'

/** Functions and the settings of their `$LATEST`. */
export class Functions {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /** @throws ServiceError for violations, a name over 64 characters, an existing function, a dead-letter target */
  create(request: FunctionRequest & FunctionSettings): FunctionConfiguration {
    const { name, qualifier } = this.account.address(request, 'plain', settingViolations(request))
    const refusal = newNameRefusal(name)
    if (refusal !== undefined) throw invalidParameterValue(refusal)
    if (qualifier !== undefined) throw invalidParameterValue(QUALIFIED_NAME)
    if (this.account.store.function(name)) throw resourceConflict(`Function already exist: ${name}`)
    const row = this.changedRow(request, {
      functionName: name,
      version: LATEST,
      revision: 0,
      timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
      memoryMb: DEFAULT_MEMORY_MB,
      architecture: 'x86_64',
      deadLetterArn: undefined,
      lastModifiedMs: 0,
    })
    this.account.store.atomically(() => {
      this.account.putFunction({ name, lastVersion: 0, reservedConcurrency: undefined, recursiveLoop: undefined })
      this.account.store.versions.put(name, LATEST, row)
    })
    this.account.changed(name)
    return configuration(row, this.account.arn(name))
  }

  /** Changes the settings of `$LATEST` that the request names; published versions keep theirs. */
  update(request: FunctionRequest & FunctionSettings): FunctionConfiguration {
    const { name, qualifier } = this.account.address(request, 'plain', settingViolations(request))
    if (qualifier !== undefined && qualifier !== LATEST) throw invalidParameterValue(QUALIFIED_NAME)
    this.account.require(name)
    const row = this.changedRow(request, this.account.store.versions.get(name, LATEST)!)
    this.account.store.versions.put(name, LATEST, row)
    this.account.changed(name)
    return configuration(row, this.account.arn(name))
  }

  /** @throws ServiceError `Function not found: …`, with the qualifier where the request has one */
  get(request: FunctionRequest): FunctionConfiguration {
    const { name, qualifier } = this.account.address(request, 'namespaced')
    this.account.require(name, qualifier)
    const version = this.account.resolve(name, qualifier ?? LATEST)?.version
    const row = version === undefined ? undefined : this.account.store.versions.get(name, version)
    if (!row) throw resourceNotFound(`Function not found: ${this.account.arn(name, qualifier)}`)
    return configuration(row, this.account.arn(name, qualifier))
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
    return Object.freeze({
      ...before,
      revision: before.revision + 1,
      timeoutSeconds: settings.Timeout ?? before.timeoutSeconds,
      memoryMb: settings.MemorySize ?? before.memoryMb,
      architecture: settings.Architectures?.[0] ?? before.architecture,
      deadLetterArn: targetArn || undefined,
      lastModifiedMs: this.account.nowMs(),
    })
  }
}

/** Violations of a function's settings. Ranges documented: "Lambda quotas". */
function settingViolations(settings: FunctionSettings): Violation[] {
  return [
    ...rangeViolations('timeout', settings.Timeout, TIMEOUT_SECONDS_RANGE),
    ...rangeViolations('memorySize', settings.MemorySize, MEMORY_MB_RANGE),
    ...deadLetterViolations(settings.DeadLetterConfig?.TargetArn),
  ]
}

/** A version in the shape of AWS's answer. @param arn as the operation prints it: qualified or not */
export function configuration(row: VersionRow, arn: string): FunctionConfiguration {
  return {
    FunctionName: row.functionName,
    FunctionArn: arn,
    Version: row.version,
    Timeout: row.timeoutSeconds,
    MemorySize: row.memoryMb,
    Architectures: [row.architecture],
    DeadLetterConfig: row.deadLetterArn === undefined ? null : { TargetArn: row.deadLetterArn },
    LastModified: new Date(row.lastModifiedMs).toISOString().replace('Z', '+0000'),
  }
}
