import { choiceViolations } from '../rules/constraint.ts'
import { LATEST } from '../rules/function-name.ts'
import { type PageRequest, pageOf, pageViolations } from '../rules/page.ts'
import { refuseViolations } from '../rules/service-error.ts'
import type { Account, FunctionRequest } from './account.ts'
import { type AliasConfiguration, aliasConfiguration } from './aliases.ts'
import { configuration, type FunctionConfiguration } from './function-configuration.ts'
import type { VersionRow } from './store.ts'

/** The lists of functions, of their versions and of their aliases, in pages. Order is a choice: AWS names none. */
export class FunctionLists {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /** Functions by name; with `FunctionVersion: 'ALL'` each with all its versions. */
  functions(request: PageRequest & { readonly FunctionVersion?: string | undefined }): {
    readonly Functions: readonly FunctionConfiguration[]
    readonly NextMarker: string | null
  } {
    const { FunctionVersion } = request
    refuseViolations([...pageViolations(request), ...choiceViolations('functionVersion', FunctionVersion, ['ALL'])])
    const names = this.account.store.functions().map((row) => row.name)
    const { versions } = this.account.store
    const rows = names.flatMap((name) => (FunctionVersion ? versions.list(name) : [versions.get(name, LATEST)!]))
    const { items, NextMarker } = pageOf(sorted(rows), request, keyOf)
    return { Functions: items.map((row) => this.answer(row, FunctionVersion !== undefined)), NextMarker }
  }

  /** `$LATEST`, then the published versions in order. */
  versions(request: FunctionRequest & PageRequest): {
    readonly Versions: readonly FunctionConfiguration[]
    readonly NextMarker: string | null
  } {
    const { name } = this.account.address(request, 'namespaced', pageViolations(request))
    this.account.require(name)
    const { items, NextMarker } = pageOf(sorted(this.account.store.versions.list(name)), request, keyOf)
    return { Versions: items.map((row) => this.answer(row, true)), NextMarker }
  }

  /** Aliases by name; with a `FunctionVersion` those that lead to it. */
  aliases(request: FunctionRequest & PageRequest & { readonly FunctionVersion?: string | undefined }): {
    readonly Aliases: readonly AliasConfiguration[]
    readonly NextMarker: string | null
  } {
    const { name } = this.account.address(request, 'plain', pageViolations(request))
    this.account.require(name)
    const { FunctionVersion: version } = request
    const rows = this.account.store.aliases.list(name)
    const wanted = rows.filter(
      (row) => version === undefined || row.functionVersion === version || row.other?.version === version,
    )
    const { items, NextMarker } = pageOf(wanted, request, (row) => row.name)
    return { Aliases: items.map((row) => aliasConfiguration(row, this.account.arn(name, row.name))), NextMarker }
  }

  private answer(row: VersionRow, isQualified: boolean): FunctionConfiguration {
    const arn = this.account.arn(row.functionName, isQualified ? row.version : undefined)
    return configuration(row, arn, this.account.isSettled(row))
  }
}

/** Sorts by name, then `$LATEST`, then the versions by their number. A space stands before all characters of a name. */
function keyOf({ functionName, version }: VersionRow): string {
  return `${functionName} ${version === LATEST ? '' : version.padStart(16, '0')}`
}

function sorted(rows: readonly VersionRow[]): VersionRow[] {
  return rows
    .map((row) => [keyOf(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)
}
