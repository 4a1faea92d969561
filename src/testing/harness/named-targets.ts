import type { ControlPlane } from '../../control-plane/control-plane.ts'
import { nearestName } from '../../notation/nearest.ts'
import { showValue } from '../../notation/value-text.ts'
import { destinationsOf } from '../../rules/event-invoke-config.ts'
import { LATEST } from '../../rules/function-name.ts'
import type { VersionSettings } from '../../rules/policy/facts.ts'
import { parseTarget, type Target } from '../../rules/target.ts'
import { HarnessError } from './harness-error.ts'
import { policyFacts } from './policy-facts.ts'

const MOST_SHOWN = 6

/** The targets that a config or a dead-letter setting names, or has named: nothing can ever have been sent to another one. */
export class NamedTargets {
  private readonly arns = new Set<string>()

  /** @param plane of which no function is there yet */
  constructor(plane: ControlPlane) {
    plane.onChange((functionName) => this.note(plane, functionName))
  }

  /**
   * A target that something can have been sent to. Else a slip of the pen would be a queue that is always empty.
   *
   * @throws HarnessError for what is no ARN of a target, and for one that nothing has named: with the one that is meant
   */
  require(verb: string, arn: string): void {
    const target = typeof arn === 'string' ? parseTarget(arn) : undefined
    if (!target)
      throw new HarnessError(`${verb}: expected the ARN of a target, such as queue('dead'), got ${showValue(arn)}`)
    if (this.arns.has(arn)) return
    throw new HarnessError(
      `${verb}: no config and no dead-letter setting names ${arn}, or has named it before${this.suggest(target)}`,
    )
  }

  private note(plane: ControlPlane, functionName: string): void {
    if (!plane.version(functionName, LATEST)) return
    const { versions, aliases, ...latest } = policyFacts(plane, functionName)
    const settings: Partial<VersionSettings>[] = [latest, ...versions, ...aliases]
    for (const { deadLetterArn, eventInvokeConfig } of settings) {
      const { onSuccess, onFailure } = destinationsOf(eventInvokeConfig ?? {})
      for (const arn of [deadLetterArn, onSuccess, onFailure]) if (arn !== undefined) this.arns.add(arn)
    }
  }

  private suggest({ kind, name }: Target): string {
    const alike = [...this.arns].flatMap((arn) => parseTarget(arn) ?? []).filter((each) => each.kind === kind)
    const nearest = nearestName(
      name,
      alike.map((each) => each.name),
    )
    if (nearest !== undefined) return `; did you mean ${alike.find((each) => each.name === nearest)!.arn}?`
    return this.arns.size === 0 ? '; none is named' : `; named are ${[...this.arns].slice(0, MOST_SHOWN).join(', ')}`
  }
}
