import type { EventInvokeConfig } from '../event-invoke-config.ts'
import { LATEST } from '../function-name.ts'
import type { FunctionFacts, PolicyChoices, VersionFacts } from './facts.ts'

/** Something that events can be sent to, with all that holds for them. */
export interface Qualifier {
  /** `$LATEST`, a version or an alias. */
  readonly name: string
  /** The config stored for exactly this qualifier: configs do not fall back (recorded). */
  readonly config: EventInvokeConfig | undefined
  /** The versions that its attempts may run. */
  readonly versions: readonly VersionFacts[]
  /** Where it stands beneath its function: empty for `$LATEST`. */
  readonly path: readonly string[]
}

/** `$LATEST`, the versions and the aliases of a function, in this order. */
export function qualifiersOf(facts: FunctionFacts, choices: PolicyChoices): Qualifier[] {
  const versions = versionsOf(facts, choices)
  const own = versions.map((version): Qualifier => {
    const path = version.version === LATEST ? [] : ['versions', version.version]
    return { name: version.version, config: version.eventInvokeConfig, versions: [version], path }
  })
  const aliases = facts.aliases.map(({ name, functionVersion, other, eventInvokeConfig }): Qualifier => {
    const share = other?.weight ?? 0
    const leadsTo = [share < 1 ? functionVersion : undefined, share > 0 ? other?.version : undefined]
    return {
      name,
      config: eventInvokeConfig,
      versions: versions.filter(({ version }) => leadsTo.includes(version)),
      path: ['aliases', name],
    }
  })
  return [...own, ...aliases]
}

/** `$LATEST` and the published versions, each with the dead-letter target that its events go to. */
function versionsOf(facts: FunctionFacts, { versionDeadLetter }: PolicyChoices): VersionFacts[] {
  const published = facts.versions.map((version) =>
    versionDeadLetter === 'locked' ? version : { ...version, deadLetterArn: facts.deadLetterArn },
  )
  return [{ ...facts, version: LATEST }, ...published]
}

/**
 * The qualifiers that events are sent to. Where nobody knows, those that were made for it: all with a config, and the aliases,
 * or `$LATEST` where there are none.
 */
export function receivers(facts: FunctionFacts, choices: PolicyChoices): Qualifier[] {
  const { addressed, aliases } = facts
  const doors = aliases.length > 0 ? aliases.map(({ name }) => name) : [LATEST]
  return qualifiersOf(facts, choices).filter(({ name, config }) => {
    return addressed ? addressed.has(name) : config !== undefined || doors.includes(name)
  })
}

/** Where the config of a qualifier stands, or one setting in it. */
export function configPath({ path }: Qualifier, ...fields: readonly string[]): string[] {
  return [...path, 'eventInvokeConfig', ...fields]
}
