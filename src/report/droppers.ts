import type { DropCondition } from '../rules/condition.ts'
import type { FunctionResult, RunResult } from '../scenario/result.ts'
import type { FunctionSpec, Scenario } from '../scenario/scenario.ts'
import { type Addressed, addressedOf } from './addressed.ts'

/** A function whose events were dropped for some condition. */
export interface Dropper {
  readonly spec: FunctionSpec
  readonly result: FunctionResult
  readonly addressed: readonly Addressed[]
  /** Whether its settings, or the account's limit, were others at another time: `spec` is how it began. */
  readonly isChanged: boolean
}

/** The functions with drops of a condition, the one with most of them first. */
export function droppersOf(condition: DropCondition, result: RunResult, scenario: Scenario): Dropper[] {
  const addressed = addressedOf(scenario)
  const { account, changes } = scenario
  const isAccountChanged = changes.some(({ accountConcurrency }) => accountConcurrency !== account.concurrency)
  const changed = new Set(changes.flatMap(({ functions }) => functions.map(({ name }) => name)))
  return scenario.functions
    .map((spec) => ({
      spec,
      result: result.functions[spec.name]!,
      addressed: addressed.get(spec.name)!,
      isChanged: isAccountChanged || changed.has(spec.name),
    }))
    .filter((dropper) => dropper.result.dropped[condition] > 0)
    .toSorted((a, b) => b.result.dropped[condition] - a.result.dropped[condition])
}

/** Whether no attempt of the function did well: more of them would not have helped. */
export function alwaysFails({ result: { attempts, errors } }: Dropper): boolean {
  return attempts > 0 && errors === attempts
}

/** Whether every attempt ran as long as it may, and failed. Other versions and times may have other timeouts: nothing is said. */
export function alwaysTimesOut(dropper: Dropper): boolean {
  const { spec, result, isChanged } = dropper
  // The mean is a sum of many and may be off in its last digits; no duration is above the timeout.
  return (
    !isChanged &&
    alwaysFails(dropper) &&
    spec.versions.length === 0 &&
    result.duration.mean >= spec.timeoutMs * (1 - 1e-9)
  )
}

/** The value that all droppers and all qualifiers in use agree on, or undefined. */
export function agreed<T>(droppers: readonly Dropper[], of: (addressed: Addressed) => T): T | undefined {
  const values = new Set(droppers.flatMap(({ addressed }) => addressed.map(of)))
  return values.size === 1 ? [...values][0] : undefined
}
