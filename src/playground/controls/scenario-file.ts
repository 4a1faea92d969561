import { stringify } from 'yaml'
import { type Setup, scenarioOf } from '../setup/setup.ts'

/** Ends the scenario within the command: no line of YAML is like it. */
const END = 'SCENARIO'

/** The scenario with all that was done to it, as a file that `asyncinvoke run` takes. */
export function scenarioYaml(setup: Setup): string {
  return stringify(scenarioOf(setup), { lineWidth: 120, aliasDuplicateObjects: false })
}

/** Name for that file: `the-first-retry.yaml`. */
export function scenarioFileName({ scenario }: Setup): string {
  const name = (scenario.name ?? 'scenario').toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `${name.replace(/^-|-$/g, '').slice(0, 60) || 'scenario'}.yaml`
}

/** A command that runs it, the scenario within it: for a POSIX shell. */
export function runCommand(setup: Setup): string {
  return `asyncinvoke run - <<'${END}'\n${scenarioYaml(setup)}${END}`
}
