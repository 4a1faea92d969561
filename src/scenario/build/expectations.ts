import { type Expectation, parseExpectation } from '../expectation.ts'
import { countEffects } from '../models.ts'
import type { Scenario } from '../scenario.ts'
import { expectedTargets } from './destinations.ts'
import type { Findings } from './findings.ts'
import type { Names } from './names.ts'

/** The expectations of a scenario; what they cannot be is in the findings. */
export function expectationsOf(
  written: readonly string[],
  names: Names,
  scenario: Scenario,
  findings: Findings,
): Expectation[] {
  const targets = expectedTargets(scenario.destinations)
  const hasEffects = countEffects(scenario)
  return written.flatMap((text, index) => {
    try {
      const expectation = parseExpectation(text, names.functions, scenario.runLengthMs, targets)
      const counted = expectation.terms.find(({ metric }) => metric.startsWith('sideEffects.'))
      if (counted && !hasEffects) {
        throw new RangeError(
          `${counted.metric} is counted only where a model has crashAfterEffect or timeoutAfterEffect`,
        )
      }
      return [expectation]
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      findings.error(['expect', index], error.message)
      return []
    }
  })
}
