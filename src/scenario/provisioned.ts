import type { FunctionSpec, Scenario } from './scenario.ts'

/** Provisioned concurrency of one version or alias. */
export interface ProvisionedSpec {
  readonly kind: 'versions' | 'aliases'
  readonly qualifier: string
  readonly executions: number
}

/** All provisioned concurrency of a function, versions first. */
export function provisionedOf({ versions, aliases }: Pick<FunctionSpec, 'versions' | 'aliases'>): ProvisionedSpec[] {
  const of = (kind: ProvisionedSpec['kind'], qualifier: string, executions: number | undefined) =>
    executions === undefined ? [] : [{ kind, qualifier, executions }]
  return [
    ...versions.flatMap(({ version, provisionedConcurrency }) => of('versions', version, provisionedConcurrency)),
    ...aliases.flatMap(({ name, provisionedConcurrency }) => of('aliases', name, provisionedConcurrency)),
  ]
}

/** The functions that have provisioned concurrency at some time, by name. */
export function provisionedFunctions({
  functions,
  changes,
}: Pick<Scenario, 'functions' | 'changes'>): ReadonlySet<string> {
  const everywhere = [...functions, ...changes.flatMap((change) => change.functions)]
  return new Set(everywhere.filter((spec) => provisionedOf(spec).length > 0).map(({ name }) => name))
}
