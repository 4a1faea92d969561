import { showValue } from '../../notation/value-text.ts'
import { CHOICE_NAMES, DEFAULT_MODEL_CHOICES, type ModelChoices } from '../../rules/model-choices.ts'
import type { Problems } from './problems.ts'

/** What a choice may be, in words, and whether a value is that. */
interface Range {
  readonly expected: string
  readonly holds: (value: unknown) => boolean
}

const named = (choice: keyof typeof CHOICE_NAMES): Range => {
  const names: readonly unknown[] = CHOICE_NAMES[choice]
  return { expected: names.join(' or '), holds: (value) => names.includes(value) }
}

const number = (expected: string, isRight: (value: number) => boolean): Range => ({
  expected,
  holds: (value) => typeof value === 'number' && Number.isFinite(value) && isRight(value),
})

const object = (expected: string, isRight: (value: Readonly<Record<string, unknown>>) => boolean): Range => ({
  expected,
  holds: (value) => typeof value === 'object' && value !== null && isRight(value as Readonly<Record<string, unknown>>),
})

const either = (...ranges: readonly Range[]): Range => ({
  expected: ranges.map((range) => range.expected).join(' or '),
  holds: (value) => ranges.some((range) => range.holds(value)),
})

const milliseconds = number('0 ms or more', (value) => value >= 0)
const isAbove0 = (value: unknown) => typeof value === 'number' && value > 0 && Number.isFinite(value)
const isFactors = (value: unknown) =>
  Array.isArray(value) && value.length === 2 && value.every(isAbove0) && value[0] <= value[1]

const RANGES: Readonly<Record<keyof ModelChoices, Range>> = {
  queueing: named('queueing'),
  jitter: either(
    named('jitter'),
    object('{ functionError: [lowest, highest], throttle: [lowest, highest] }', ({ functionError, throttle }) =>
      [functionError, throttle].every(isFactors),
    ),
  ),
  successInvokeCount: named('successInvokeCount'),
  ageLookAheadDelay: named('ageLookAheadDelay'),
  ageLookAheadBoundary: named('ageLookAheadBoundary'),
  throttledRecord: named('throttledRecord'),
  backPressure: either(named('backPressure'), number('a number above 0', isAbove0)),
  duplicateProbability: number('a probability, 0 to 1', (value) => value >= 0 && value <= 1),
  configPropagation: either(milliseconds, named('configPropagation')),
  oversizeRecord: named('oversizeRecord'),
  deliveryRetries: number('a whole number of 0 or more', (value) => Number.isInteger(value) && value >= 0),
  deliveryOrder: named('deliveryOrder'),
  weightedAlias: named('weightedAlias'),
  missingTarget: named('missingTarget'),
  versionDeadLetter: named('versionDeadLetter'),
  zeroReservedDeadLetter: named('zeroReservedDeadLetter'),
  recursionStop: named('recursionStop'),
  throttleBackoff: either(
    named('throttleBackoff'),
    object('{ exponential: { meanMs } }', ({ exponential }) =>
      isAbove0((exponential as { meanMs?: unknown } | undefined)?.meanMs),
    ),
  ),
  throttleBackoffAfterRun: named('throttleBackoffAfterRun'),
  systemErrors: named('systemErrors'),
  dueOrder: named('dueOrder'),
  queueLatencyMs: milliseconds,
  recursiveLoop: named('recursiveLoop'),
  zeroReservedAfterRun: named('zeroReservedAfterRun'),
  idleLife: either(milliseconds, named('idleLife')),
  environmentLife: either(milliseconds, named('environmentLife')),
  scalingRate: either(
    named('scalingRate'),
    object('{ environments, perMs }', ({ environments, perMs }) => isAbove0(environments) && isAbove0(perMs)),
  ),
  provisionedReadyMs: milliseconds,
}

/** Says which choices are none, and which have values that they cannot have. */
export function checkChoices(path: string, choices: Partial<ModelChoices>, problems: Problems): void {
  if (!problems.checkKeys(path, choices, Object.keys(DEFAULT_MODEL_CHOICES))) return
  for (const [name, value] of Object.entries(choices)) {
    const range = RANGES[name as keyof ModelChoices] as Range | undefined
    if (range && !range.holds(value))
      problems.add(`${path}.${name}`, `expected ${range.expected}, got ${showValue(value)}`)
  }
}
