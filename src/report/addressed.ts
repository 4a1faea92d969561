import { type EffectiveConfig, effectiveConfig } from '../rules/event-invoke-config.ts'
import { parseTarget } from '../rules/target.ts'
import type { FunctionSpec, Scenario } from '../scenario/scenario.ts'

/** A qualifier that events of a function are sent to, with what holds for it. */
export interface Addressed {
  readonly spec: FunctionSpec
  readonly qualifier: string
  readonly config: EffectiveConfig
  /** Dead-letter targets of the versions that the qualifier can run. */
  readonly deadLetterArns: readonly string[]
}

/**
 * By function, the qualifiers that arrivals and other functions' destinations name; `$LATEST` where none does. Of a
 * function that changes during the run each is there as it is before and after every change.
 */
export function addressedOf(scenario: Scenario): ReadonlyMap<string, readonly Addressed[]> {
  const qualifiers = new Map(scenario.functions.map(({ name }) => [name, new Set<string>()]))
  const states = new Map(scenario.functions.map((spec) => [spec.name, statesOf(spec, scenario)]))
  for (const spec of [...states.values()].flat()) {
    for (const { invocation, qualifier } of spec.arrivals) {
      if (invocation !== 'RequestResponse') qualifiers.get(spec.name)!.add(qualifier)
    }
    for (const { eventInvokeConfig } of [spec, ...spec.versions, ...spec.aliases]) {
      const { onSuccess, onFailure } = effectiveConfig(eventInvokeConfig)
      for (const arn of [onSuccess, onFailure]) {
        const target = arn === undefined ? undefined : parseTarget(arn)
        if (target?.kind === 'lambda') qualifiers.get(target.name)?.add(target.qualifier ?? '$LATEST')
      }
    }
  }
  return new Map(
    scenario.functions.map((spec) => {
      const used = [...qualifiers.get(spec.name)!]
      return [
        spec.name,
        (used.length > 0 ? used : ['$LATEST']).flatMap((qualifier) =>
          states.get(spec.name)!.map((state) => addressed(scenario, state, qualifier)),
        ),
      ]
    }),
  )
}

/** A function as it is at the beginning and after each change of it. */
function statesOf(spec: FunctionSpec, { changes }: Scenario): FunctionSpec[] {
  return [spec, ...changes.flatMap(({ functions }) => functions.filter(({ name }) => name === spec.name))]
}

function addressed({ options }: Scenario, spec: FunctionSpec, qualifier: string): Addressed {
  const version = spec.versions.find((each) => each.version === qualifier)
  const alias = spec.aliases.find(({ name }) => name === qualifier)
  const config = effectiveConfig((qualifier === '$LATEST' ? spec : (version ?? alias))?.eventInvokeConfig)
  const versions = alias ? [alias.functionVersion, ...(alias.other ? [alias.other.version] : [])] : [qualifier]
  const deadLetterArns = versions.flatMap((name) => {
    const own = options.versionDeadLetter === 'locked' && spec.versions.find((each) => each.version === name)
    return (own || spec).deadLetterArn ?? []
  })
  return { spec, qualifier, config, deadLetterArns }
}
