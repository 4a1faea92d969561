import { LATEST } from '../rules/function-name.ts'
import type { Account, FunctionRequest } from './account.ts'
import { configuration, type FunctionConfiguration } from './functions.ts'
import type { VersionRow } from './store.ts'

/** Published versions: copies of `$LATEST` that never change, their dead-letter target included (recorded). */
export class Versions {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /**
   * Publishes `$LATEST` under the next number; its event-invoke config is not copied (recorded).
   *
   * Without a change since the last publication AWS answers with that version (documented: PublishVersion). No code is
   * kept here, so every update of the function counts as a change, whatever it says.
   */
  publish(request: FunctionRequest): FunctionConfiguration {
    const { name } = this.account.address(request, 'plain')
    const row = this.account.require(name)
    const { versions } = this.account.store
    const latest = versions.get(name, LATEST)!
    const last = versions.get(name, String(row.lastVersion))
    if (last?.revision === latest.revision) return this.answer(last)
    const lastVersion = row.lastVersion + 1
    const version = String(lastVersion)
    const published: VersionRow = Object.freeze({ ...latest, version, lastModifiedMs: this.account.nowMs() })
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
    return configuration(row, this.account.arn(row.functionName, row.version))
  }
}

function place(row: VersionRow): number {
  return row.version === LATEST ? 0 : Number(row.version)
}
