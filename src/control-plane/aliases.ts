import {
  atLeast,
  atMost,
  lengthAtLeast,
  lengthAtMost,
  matchesPattern,
  textViolations,
  type Violation,
} from '../rules/constraint.ts'
import { aliasNameViolations, LATEST } from '../rules/function-name.ts'
import { refuseSecond, refuseUnpublished } from '../rules/provisioned-concurrency.ts'
import { invalidParameterValue, resourceConflict, resourceNotFound } from '../rules/service-error.ts'
import type { Account, FunctionRequest } from './account.ts'
import { providerOf } from './provisioned-concurrency.ts'
import type { AliasRow } from './store.ts'

/** The weights of an alias's versions: at most one more than its own, and the share of attempts that run it. */
export interface RoutingConfig {
  readonly AdditionalVersionWeights?: Readonly<Record<string, number>> | null | undefined
}

export interface AliasSettings {
  readonly FunctionVersion?: string | undefined
  readonly Description?: string | undefined
  /** Without weights: the alias leads to one version. */
  readonly RoutingConfig?: RoutingConfig | null | undefined
}

/** An alias as AWS answers with it. */
export interface AliasConfiguration {
  readonly AliasArn: string
  readonly Name: string
  readonly FunctionVersion: string
  readonly Description: string
  readonly RoutingConfig?: { readonly AdditionalVersionWeights: Readonly<Record<string, number>> }
}

export interface AliasRequest extends FunctionRequest {
  readonly Name: string
}

/** Names for versions, which can be pointed elsewhere while events wait. */
export class Aliases {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /** @throws ServiceError for violations, a missing function or version, an existing alias, impossible weights */
  create(request: AliasRequest & AliasSettings & { readonly FunctionVersion: string }): AliasConfiguration {
    const functionName = this.functionNameOf(request)
    if (this.account.store.aliases.get(functionName, request.Name))
      throw resourceConflict(`Alias already exists: ${this.account.arn(functionName, request.Name)}`)
    return this.put(request, {
      functionName,
      name: request.Name,
      functionVersion: request.FunctionVersion,
      other: undefined,
      description: '',
    })
  }

  /** Changes what the request names. Events that wait go to the new version at their next attempt (recorded). */
  update(request: AliasRequest & AliasSettings): AliasConfiguration {
    return this.put(request, this.require(this.functionNameOf(request), request.Name))
  }

  get(request: AliasRequest): AliasConfiguration {
    return this.answer(this.require(this.functionNameOf(request), request.Name))
  }

  /** By ascending name. */
  list(request: FunctionRequest): readonly AliasConfiguration[] {
    const { name } = this.account.address(request, 'plain')
    this.account.require(name)
    return this.account.store.aliases.list(name).map((row) => this.answer(row))
  }

  /**
   * Deletes an alias, or does nothing when there is none; its event-invoke config stays, as is reported of AWS, and its
   * provisioned concurrency goes (inferred).
   */
  delete(request: AliasRequest): void {
    const functionName = this.functionNameOf(request)
    if (!this.account.store.aliases.delete(functionName, request.Name)) return
    this.account.deleteProvisioned(functionName, request.Name)
    this.account.changed(functionName)
  }

  private functionNameOf(request: AliasRequest & AliasSettings): string {
    const { name } = this.account.address(request, 'plain', [
      ...aliasNameViolations(request.Name),
      ...textViolations('functionVersion', request.FunctionVersion, VERSION_SHAPE),
      ...weightViolations(request.RoutingConfig?.AdditionalVersionWeights ?? {}),
    ])
    this.account.require(name)
    return name
  }

  private require(functionName: string, name: string): AliasRow {
    const row = this.account.store.aliases.get(functionName, name)
    if (!row) throw resourceNotFound(`Cannot find alias arn: ${this.account.arn(functionName, name)}`)
    return row
  }

  private put(settings: AliasSettings, before: AliasRow): AliasConfiguration {
    const row: AliasRow = Object.freeze({
      ...before,
      functionVersion: settings.FunctionVersion ?? before.functionVersion,
      other: settings.RoutingConfig ? otherVersion(settings.RoutingConfig) : before.other,
      description: settings.Description ?? before.description,
    })
    this.refuseVersions(row)
    this.refuseProvisioned(row)
    this.account.store.aliases.put(row.functionName, row.name, row)
    this.account.changed(row.functionName)
    return this.answer(row)
  }

  /** Texts recorded, but for the last: that both versions must share their dead-letter target is documented. */
  private refuseVersions({ functionName, functionVersion, other }: AliasRow): void {
    if (other && (functionVersion === LATEST || other.version === LATEST))
      throw invalidParameterValue('$LATEST is not supported for an alias pointing to more than 1 version')
    if (other?.version === functionVersion)
      throw invalidParameterValue(
        `Invalid function version ${functionVersion}. Function version ${functionVersion} is already included in routing configuration.`,
      )
    const main = this.requireVersion(functionName, functionVersion)
    if (other && this.requireVersion(functionName, other.version).deadLetterArn !== main.deadLetterArn)
      throw invalidParameterValue(
        `Function versions ${functionVersion} and ${other.version} must have the same dead-letter queue configuration, or none.`,
      )
  }

  /** Provisioned concurrency moves with its alias (recorded), where no other has it. The texts are inferred here. */
  private refuseProvisioned({ functionName, name, functionVersion, other }: AliasRow): void {
    const { store } = this.account
    if (!store.provisionedConcurrency.get(functionName, name)) return
    for (const version of other ? [functionVersion, other.version] : [functionVersion]) {
      refuseUnpublished(version)
      refuseSecond(name, providerOf(store, functionName, version, name))
    }
  }

  private requireVersion(functionName: string, version: string) {
    const row = this.account.store.versions.get(functionName, version)
    if (!row) throw resourceNotFound(`Function not found: ${this.account.arn(functionName, version)}`)
    return row
  }

  private answer({ functionName, name, functionVersion, other, description }: AliasRow): AliasConfiguration {
    return {
      AliasArn: this.account.arn(functionName, name),
      Name: name,
      FunctionVersion: functionVersion,
      Description: description,
      ...(other && { RoutingConfig: { AdditionalVersionWeights: { [other.version]: other.weight } } }),
    }
  }
}

/** Shape of an alias's version. Documented: Lambda's API model. */
const VERSION_SHAPE = { length: [1, 1024], pattern: String.raw`(\$LATEST|[0-9]+)` } as const

function otherVersion({ AdditionalVersionWeights }: RoutingConfig): AliasRow['other'] {
  const weights = Object.entries(AdditionalVersionWeights ?? {})
  if (weights.length > 1)
    throw invalidParameterValue('Number of items in AdditionalVersionWeights cannot be greater than 1')
  const [entry] = weights
  return entry && Object.freeze({ version: entry[0], weight: entry[1] })
}

/** Violations of the weights: 0 to 1 each, versions by number. The nested sentences are recorded. */
function weightViolations(weights: Readonly<Record<string, number>>): Violation[] {
  const violation = (constraint: string): Violation => ({
    value: mapText(weights),
    member: 'routingConfig.additionalVersionWeights',
    constraint,
  })
  const keys = [lengthAtMost(1024), lengthAtLeast(1), matchesPattern('[0-9]+')].join(', ')
  const values = [atMost('1.0'), atLeast('0.0'), 'Member must not be null'].join(', ')
  const violations: Violation[] = []
  if (!Object.keys(weights).every((version) => /^[0-9]{1,1024}$/.test(version)))
    violations.push(violation(`Map keys must satisfy constraint: [${keys}]`))
  if (!Object.values(weights).every((weight) => weight >= 0 && weight <= 1))
    violations.push(violation(`Map value must satisfy constraint: [${values}]`))
  return violations
}

/** A map as AWS prints it: `{2=2.0}`. */
function mapText(weights: Readonly<Record<string, number>>): string {
  const entries = Object.entries(weights).map(
    ([version, weight]) => `${version}=${Number.isInteger(weight) ? weight.toFixed(1) : weight}`,
  )
  return `{${entries.join(', ')}}`
}
