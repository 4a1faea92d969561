import type { FaultPlan } from '../faults/fault.ts'
import { builderNames, faultPlanCode, quoted } from '../faults/fault-code.ts'
import { describePlan } from '../faults/fault-sentence.ts'
import { valueCode } from './value-code.ts'

/** What a test to paste is made of. */
export interface PastedTest {
  /** What the test promises: `charge is idempotent`. The plan is added. */
  readonly promise: string
  readonly plan: FaultPlan
  readonly payload: unknown
  readonly functionName: string
  /** Lines before the harness is made. */
  readonly given: readonly string[]
  /** Code of the harness's `functions`. */
  readonly functions: string
  /** Lines that ask of `event` what must hold. */
  readonly expectations: readonly string[]
}

/** A complete test for vitest that sends one event under one fault plan. */
export function testCode({ promise, plan, payload, functionName, given, functions, expectations }: PastedTest): string {
  const names = [...new Set(['harness', ...builderNames(plan)])].sort()
  const faults = plan.length === 0 ? '' : `, { faults: ${faultPlanCode(plan)} }`
  const lines = [
    ...given,
    `const lambda = harness({ functions: ${functions} })`,
    `const event = await lambda.invoke(${quoted(functionName)}, ${valueCode(payload)}${faults})`,
    'await lambda.untilIdle()',
    'lambda.stop()',
    ...expectations,
  ]
  return [
    `import { ${names.join(', ')} } from 'asyncinvoke/testing'`,
    "import { expect, it } from 'vitest'",
    '',
    `it(${quoted(`${promise}: ${describePlan(plan)}`)}, async () => {`,
    ...lines.map((line) => line.replace(/^(?=.)/gm, '  ')),
    '})',
  ].join('\n')
}
