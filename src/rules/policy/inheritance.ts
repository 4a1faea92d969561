import { type EventInvokeConfig, effectiveConfig } from '../event-invoke-config.ts'
import { LATEST } from '../function-name.ts'
import type { FunctionFacts, PolicyFacts } from './facts.ts'
import type { FunctionFinding } from './finding.ts'
import { configPath, type Qualifier, qualifiersOf, receivers } from './qualifier.ts'

const DEFAULTS = effectiveConfig(undefined)
const AS_DEFAULTS = JSON.stringify(DEFAULTS)

/** Events that have Lambda's defaults although `$LATEST`, or the version that they run, has a config: none falls back. */
export function lostConfigs(facts: FunctionFacts, { choices }: PolicyFacts): FunctionFinding[] {
  const all = qualifiersOf(facts, choices)
  const says = (config: EventInvokeConfig | undefined) => JSON.stringify(effectiveConfig(config)) !== AS_DEFAULTS
  return receivers(facts, choices).flatMap((qualifier): FunctionFinding[] => {
    if (qualifier.config !== undefined || qualifier.name === LATEST) return []
    const behind = qualifier.versions.map(({ version }) => version)
    const donor = all.find(
      ({ config, name }) => says(config) && (name === LATEST || (behind.includes(name) && name !== qualifier.name)),
    )
    if (donor === undefined) return []
    const isUsed = facts.addressed === undefined || facts.addressed.has(donor.name)
    return [
      {
        id: 'config-not-inherited',
        grade: isUsed ? 'note' : 'warning',
        qualifier: qualifier.name,
        text:
          `it does not hold for events sent to ${qualifier.name}, which has none of its own: ` +
          `they get ${DEFAULTS.maximumRetries} retries, ${DEFAULTS.maximumAgeMs / 1_000} s and no destination`,
        path: configPath(donor),
      },
    ]
  })
}

/** Versions whose dead-letter target is another than that of `$LATEST`, which is the one that people look at. */
export function lockedDeadLetters(facts: FunctionFacts, { choices }: PolicyFacts): FunctionFinding[] {
  if (choices.versionDeadLetter !== 'locked') return []
  const inUse = receivers(facts, choices)
  return facts.versions.flatMap(({ version, deadLetterArn }): FunctionFinding[] => {
    if (deadLetterArn === facts.deadLetterArn) return []
    const senders = inUse.filter(({ versions }) => versions.some((each) => each.version === version))
    const drops = deadLetterArn === undefined ? 'are lost to it' : `go to ${deadLetterArn}`
    const now = facts.deadLetterArn === undefined ? 'has none' : `has ${facts.deadLetterArn}`
    return [
      {
        id: 'dead-letter-of-version',
        grade: senders.length > 0 ? 'warning' : 'note',
        qualifier: version,
        text:
          `a version keeps the dead-letter target that it was published with, and $LATEST ${now}: ` +
          `drops of ${nameList(senders, version)} ${drops}`,
        path: ['versions', version, 'deadLetterConfig'],
      },
    ]
  })
}

function nameList(senders: readonly Qualifier[], version: string): string {
  return senders.length === 0 ? version : senders.map(({ name }) => name).join(', ')
}
