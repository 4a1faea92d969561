import type { ControlPlane } from '../../control-plane/control-plane.ts'
import { LATEST } from '../../rules/function-name.ts'
import type { FunctionFacts, VersionSettings } from '../../rules/policy/facts.ts'

/** What the policy checks ask of a function, as its settings are now. Nobody knows what it will be addressed by. */
export function policyFacts(plane: ControlPlane, name: string): FunctionFacts {
  const settings = (version: string): VersionSettings => {
    const { timeoutMs, deadLetterArn } = plane.version(name, version)!
    return { timeoutMs, deadLetterArn, eventInvokeConfig: plane.eventInvokeConfig(name, version) }
  }
  const versions = plane.versions.list({ FunctionName: name }).map(({ Version }) => Version)
  return {
    name,
    ...settings(LATEST),
    reservedConcurrency: plane.reservedConcurrency(name),
    recursiveLoop: plane.recursiveLoop(name),
    versions: versions.filter((version) => version !== LATEST).map((version) => ({ version, ...settings(version) })),
    aliases: plane.aliases.list({ FunctionName: name }).map(({ Name, FunctionVersion }) => ({
      name: Name,
      functionVersion: FunctionVersion,
      other: plane.resolve(name, Name)?.other,
      eventInvokeConfig: plane.eventInvokeConfig(name, Name),
    })),
    addressed: undefined,
  }
}
