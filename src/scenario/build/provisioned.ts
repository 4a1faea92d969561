import { secondShare } from '../../rules/provisioned-concurrency.ts'
import { ServiceError } from '../../rules/service-error.ts'
import { controlPlaneOf, weightsOf } from '../account.ts'
import { provisionedOf } from '../provisioned.ts'
import type { AliasSpec, FunctionSpec, Scenario } from '../scenario.ts'
import type { DataPath } from '../source-text.ts'
import type { Changing } from './config-change.ts'
import type { Findings } from './findings.ts'

const KEY = 'provisionedConcurrency'

/** Adds what AWS would refuse of provisioned concurrency, in its own words, by asking the control plane for one at a time. */
export function checkProvisioned(scenario: Scenario, findings: Findings): void {
  if (findings.areFatal) return
  const plane = controlPlaneOf({ ...scenario, functions: scenario.functions.map(unprovisioned) })
  const attempt = (path: DataPath, call: () => unknown) => {
    try {
      call()
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      findings.error(path, error.message)
    }
  }
  for (const spec of scenario.functions) {
    const FunctionName = spec.name
    for (const { kind, qualifier: Qualifier, executions: ProvisionedConcurrentExecutions } of provisionedOf(spec)) {
      const request = { FunctionName, Qualifier, ProvisionedConcurrentExecutions }
      attempt(['functions', FunctionName, kind, Qualifier, KEY], () => plane.provisioned.put(request))
    }
    for (const { name: Name, other } of spec.aliases) {
      const path = ['functions', FunctionName, 'aliases', Name]
      if (other) attempt(path, () => plane.aliases.update({ FunctionName, Name, ...weightsOf(other) }))
    }
  }
}

/** The first of some qualifiers that may lead to a version without provisioned environments; undefined for none. */
export function unprovisionedQualifier(
  spec: FunctionSpec,
  qualifiers: ReadonlySet<string> = new Set(),
): string | undefined {
  const provisioned = new Set(
    provisionedOf(spec).flatMap(({ qualifier, executions }) => {
      const { version, other } = leadsTo(spec, qualifier)
      const share = other ? secondShare(executions, other.weight) : 0
      return [...(share < executions ? [version] : []), ...(other && share > 0 ? [other.version] : [])]
    }),
  )
  return [...qualifiers].find((qualifier) => {
    const { version, other } = leadsTo(spec, qualifier)
    return [...(other?.weight === 1 ? [] : [version]), ...(other ? [other.version] : [])].some(
      (each) => !provisioned.has(each),
    )
  })
}

function leadsTo(
  { aliases }: FunctionSpec,
  qualifier: string,
): Pick<AliasSpec, 'other'> & { readonly version: string } {
  const alias = aliases.find(({ name }) => name === qualifier)
  return alias ? { version: alias.functionVersion, other: alias.other } : { version: qualifier, other: undefined }
}

function unprovisioned(spec: FunctionSpec): FunctionSpec {
  const bare = { [KEY]: undefined, eventInvokeConfig: undefined }
  return {
    ...spec,
    eventInvokeConfig: undefined,
    versions: spec.versions.map((version) => ({ ...version, ...bare })),
    aliases: spec.aliases.map((alias) => ({ ...alias, ...bare, other: undefined })),
  }
}

/** The provisioned concurrency of a version or an alias after a change; 0 takes it away. */
export function changedProvisioned(
  executions: number | undefined,
  before: number | undefined,
  Qualifier: string,
  { before: { name: FunctionName }, path, steps }: Changing,
): number | undefined {
  if (executions === undefined) return before
  const place = [...path, KEY]
  const whose = `${FunctionName}:${Qualifier}`
  if (executions === 0) {
    const request = { FunctionName, Qualifier }
    steps.add('unprovision', place, { operation: 'DeleteProvisionedConcurrencyConfig', request })
    steps.say(`${whose}: no provisioned concurrency`)
    return undefined
  }
  const request = { FunctionName, Qualifier, ProvisionedConcurrentExecutions: executions }
  const falls = executions < (before ?? 0)
  steps.add(falls ? 'release' : 'provision', place, { operation: 'PutProvisionedConcurrencyConfig', request })
  steps.say(`${whose}: provisioned concurrency ${executions}`)
  return executions
}
