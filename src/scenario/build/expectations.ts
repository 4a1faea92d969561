import { hasCalls } from '../call-result.ts'
import { type Expectation, parseExpectation } from '../expectation.ts'
import { countEffects } from '../models.ts'
import { provisionedFunctions } from '../provisioned.ts'
import type { Scenario } from '../scenario.ts'
import { expectedTargets } from './destinations.ts'
import type { Findings } from './findings.ts'
import type { Names } from './names.ts'

/** What is there only in the results of some scenarios: of which, and in words. */
const CONDITIONS = {
  sideEffects: { of: countEffects, where: 'a model has crashAfterEffect or timeoutAfterEffect' },
  synchronous: {
    of: ({ functions }: Scenario) => hasCalls(functions),
    where: 'a source of events has invocation: RequestResponse',
  },
}

/** The expectations of a scenario; what they cannot be is in the findings. */
export function expectationsOf(
  written: readonly string[],
  names: Names,
  scenario: Scenario,
  findings: Findings,
): Expectation[] {
  const targets = expectedTargets(scenario.destinations)
  const unmet = (Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[]).filter(
    (name) => !CONDITIONS[name].of(scenario),
  )
  const provisioned = provisionedFunctions(scenario)
  return written.flatMap((text, index) => {
    try {
      const expectation = parseExpectation(text, names.functions, scenario.runLengthMs, targets)
      for (const { metric } of expectation.terms) {
        const name = unmet.find((each) => metric.startsWith(`${each}.`))
        if (name) throw new RangeError(`${metric} is counted only where ${CONDITIONS[name].where}`)
      }
      const kept = expectation.terms.find(({ name, metric, isTarget }) => {
        const has = name === 'total' ? provisioned.size > 0 : provisioned.has(name)
        return !isTarget && metric.startsWith('provisioned.') && !has
      })
      if (kept) throw new RangeError(`${kept.metric} is counted only of a function that has provisionedConcurrency`)
      return [expectation]
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      findings.error(['expect', index], error.message)
      return []
    }
  })
}
