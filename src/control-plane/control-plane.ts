import type { EventInvokeConfig } from '../rules/event-invoke-config.ts'
import { Account, type AccountOptions, type Resolution } from './account.ts'
import { Aliases } from './aliases.ts'
import { Concurrency } from './concurrency.ts'
import { EventInvokeConfigs } from './event-invoke-configs.ts'
import { Functions } from './functions.ts'
import { ProvisionedConcurrency } from './provisioned-concurrency.ts'
import type { RecursiveLoop } from './store.ts'
import { Versions } from './versions.ts'

/** What the engine needs to know of the version that it runs. */
export interface VersionSettings {
  readonly timeoutMs: number
  readonly memoryMb: number
  /** Dead-letter target, locked at publication for a published version. */
  readonly deadLetterArn: string | undefined
  /** Counts the deployments. */
  readonly revision: number
}

/**
 * The control plane of one account in one region.
 *
 * Operations stand under their nouns and take AWS's requests: `plane.eventInvokeConfigs.put({ FunctionName, … })`.
 * What they refuse is a `ServiceError` with AWS's text. The methods of the class itself are for the engine: they read
 * what is in force now, by plain function name.
 */
export class ControlPlane {
  readonly functions: Functions
  readonly versions: Versions
  readonly aliases: Aliases
  readonly concurrency: Concurrency
  readonly eventInvokeConfigs: EventInvokeConfigs
  readonly provisioned: ProvisionedConcurrency
  private readonly account: Account

  constructor(options: AccountOptions) {
    this.account = new Account(options)
    this.functions = new Functions(this.account)
    this.versions = new Versions(this.account)
    this.aliases = new Aliases(this.account)
    this.concurrency = new Concurrency(this.account)
    this.eventInvokeConfigs = new EventInvokeConfigs(this.account)
    this.provisioned = new ProvisionedConcurrency(this.account)
  }

  get accountConcurrency(): number {
    return this.account.concurrency
  }

  /** @throws RangeError unless a whole number, 0 or more */
  setAccountConcurrency(limit: number): void {
    this.account.concurrency = limit
  }

  /** The ARN of a function of this account, whether or not it exists. */
  functionArn(functionName: string, qualifier?: string): string {
    return this.account.arn(functionName, qualifier)
  }

  /** In order of creation. */
  functionNames(): readonly string[] {
    return this.account.store.functions().map((row) => row.name)
  }

  /** Undefined: none reserved, or no such function. */
  reservedConcurrency(functionName: string): number | undefined {
    return this.account.store.function(functionName)?.reservedConcurrency
  }

  /** Undefined: not set on the function. */
  recursiveLoop(functionName: string): RecursiveLoop | undefined {
    return this.account.store.function(functionName)?.recursiveLoop
  }

  /** Provisioned concurrency by version, whether it has it from itself or from an alias; versions without any are left out. */
  provisionedConcurrency(functionName: string): ReadonlyMap<string, number> {
    return this.provisioned.byVersion(functionName)
  }

  /** The config stored for exactly this qualifier: `$LATEST`, a version or an alias. There is no fallback. */
  eventInvokeConfig(functionName: string, qualifier: string): EventInvokeConfig | undefined {
    return this.account.store.eventInvokeConfigs.get(functionName, qualifier)?.config
  }

  /** Where a qualifier leads now; undefined when the function or the qualifier is missing. */
  resolve(functionName: string, qualifier: string): Resolution | undefined {
    return this.account.resolve(functionName, qualifier)
  }

  /** @param version `$LATEST` or a number, as `resolve` gives it */
  version(functionName: string, version: string): VersionSettings | undefined {
    const row = this.account.store.versions.get(functionName, version)
    if (!row) return undefined
    const { timeoutSeconds, memoryMb, deadLetterArn, revision } = row
    return { timeoutMs: timeoutSeconds * 1000, memoryMb, deadLetterArn, revision }
  }

  /** Calls the listener after each change with the function's name, `''` for the account. Returns the way to stop it. */
  onChange(listener: (functionName: string) => void): () => void {
    return this.account.onChange(listener)
  }
}
