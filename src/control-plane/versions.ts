import { LATEST } from '../rules/function-name.ts'
import { revisionId } from '../rules/revision-id.ts'
import { invalidParameterValue } from '../rules/service-error.ts'
import type { Account, FunctionRequest } from './account.ts'
import { configuration, type FunctionConfiguration } from './function-configuration.ts'
import type { VersionRow } from './store.ts'

/** What to publish: only that code or that revision, where the request names one. */
export interface PublishRequest extends FunctionRequest {
  readonly CodeSha256?: string | undefined
  readonly RevisionId?: string | undefined
  /** Default: that of `$LATEST`. */
  readonly Description?: string | undefined
}

/** Published versions: copies of `$LATEST` that never change, their dead-letter target included (recorded). */
export class Versions {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /**
   * Publishes `$LATEST` under the next number; its event-invoke config is not copied (recorded).
   *
   * Without a change since the last publication AWS answers with that version (documented: PublishVersion). Here every
   * update of the function counts as a change, whatever it says. Whoever publishes has checked that `$LATEST` is not in the
   * middle of a change, see `Functions.changeable`.
   */
  publish(request: PublishRequest): FunctionConfiguration {
    const { name } = this.account.address(request, 'plain')
    const row = this.account.require(name)
    const { versions } = this.account.store
    const latest = versions.get(name, LATEST)!
    refuseOtherCode(request, latest)
    const last = versions.get(name, String(row.lastVersion))
    if (last?.revision === latest.revision) return this.answer(last)
    const lastVersion = row.lastVersion + 1
    const version = String(lastVersion)
    const published: VersionRow = Object.freeze({
      ...latest,
      version,
      lastModifiedMs: this.account.nowMs(),
      details: { ...latest.details, Description: request.Description ?? latest.details.Description },
      revisionId: revisionId(this.account.arn(name, version), latest.revisionId),
      change: 'creation',
    })
    this.account.store.atomically(() => {
      this.account.putFunction({ ...row, lastVersion })
      versions.put(name, version, published)
    })
    this.account.changed(name)
    return this.answer(published)
  }

  /** `$LATEST`, then the published versions in order. */
  list(request: FunctionRequest): readonly FunctionConfiguration[] {
    const { name } = this.account.address(request, 'namespaced')
    this.account.require(name)
    const rows = [...this.account.store.versions.list(name)]
    return rows.sort((a, b) => place(a) - place(b)).map((row) => this.answer(row))
  }

  private answer(row: VersionRow): FunctionConfiguration {
    return configuration(row, this.account.arn(row.functionName, row.version), this.account.isSettled(row))
  }
}

/** Text from LocalStack's code. */
function refuseOtherCode({ CodeSha256 }: PublishRequest, { code }: VersionRow): void {
  if (CodeSha256 === undefined || CodeSha256 === '' || CodeSha256 === code?.sha256) return
  throw invalidParameterValue(
    `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${code?.sha256 ?? ''}). Please try again with the CodeSHA256 in $LATEST.`,
  )
}

function place(row: VersionRow): number {
  return row.version === LATEST ? 0 : Number(row.version)
}
