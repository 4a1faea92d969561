import { formatDuration, parseDuration } from '../../notation/duration.ts'
import { showValue } from '../../notation/value-text.ts'
import {
  DEFAULT_EVENT_AGE_SECONDS,
  DEFAULT_RETRY_ATTEMPTS,
  EVENT_AGE_SECONDS_RANGE,
  RETRY_ATTEMPTS_RANGE,
} from '../../rules/limits.ts'
import { configFaults } from './config-request.ts'
import { DEFAULT_TARGETS, type TargetSide, targetOf, withTarget } from './destinations.ts'
import { decimal, decimalText, whole } from './number.ts'
import { ratePerS, withRate } from './rate.ts'
import type { WrittenConfig, WrittenFunction } from './written.ts'

/** A setting of a function that somebody can turn, before the run or in the middle of it. */
interface Knob<Value> {
  /** The field that it changes; a change during the run replaces that field as a whole. `arrivals` never change afterwards. */
  readonly field: 'eventInvokeConfig' | 'deadLetterConfig' | 'reservedConcurrency' | 'model' | 'arrivals'
  /** Where it stands; undefined where the function has something that this knob cannot say. */
  read(written: WrittenFunction): Value | undefined
  /** @param original the function before anything was turned */
  turn(written: WrittenFunction, value: Value, fromMs: number, original: WrittenFunction): WrittenFunction
  /** @throws RangeError that says what was expected and what came */
  parse(text: string): Value
  format(value: Value): string
}

/** Most that reserved concurrency can be set to here: the account's own default limit. */
export const MOST_CONCURRENCY = 1_000
/** Events a second, at most. */
export const MOST_RATE = 1_000
/** Longest attempt: Lambda's longest timeout. */
const LONGEST_MS = 900_000

const config = (written: WrittenFunction): WrittenConfig => written.eventInvokeConfig ?? {}

/** All knobs by the names that they have in links. */
export const KNOBS = {
  /** Retries after a function error, 0 to 2. */
  retries: knob({
    field: 'eventInvokeConfig',
    read: (written) => config(written).MaximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS,
    turn: (written, value: number) => ({
      ...written,
      eventInvokeConfig: { ...config(written), MaximumRetryAttempts: value },
    }),
    parse: (text) => whole(text, ...RETRY_ATTEMPTS_RANGE),
    format: String,
  }),
  /** Seconds that an event may wait, 60 to 21,600. */
  age: knob({
    field: 'eventInvokeConfig',
    read: (written) => config(written).MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS,
    turn: (written, value: number) => ({
      ...written,
      eventInvokeConfig: { ...config(written), MaximumEventAgeInSeconds: value },
    }),
    parse: (text) => {
      const [least, most] = EVENT_AGE_SECONDS_RANGE
      return durationWithin(text, least * 1_000, most * 1_000, 1_000) / 1_000
    },
    format: (value) => formatDuration(value * 1_000),
  }),
  /** Reserved concurrency, 0 to 1,000; null for none. */
  concurrency: knob({
    field: 'reservedConcurrency',
    read: (written) => written.reservedConcurrency ?? null,
    turn: (written, value: number | null) => {
      const { reservedConcurrency: _, ...rest } = written
      return value === null ? rest : { ...rest, reservedConcurrency: value }
    },
    parse: (text) => (text === 'none' ? null : whole(text, 0, MOST_CONCURRENCY, ' or none')),
    format: (value) => (value === null ? 'none' : String(value)),
  }),
  /** Probability that an attempt fails, 0 to 1. */
  errors: knob({
    field: 'model',
    read: ({ model }) => (model?.errors?.byAttempt ? undefined : (model?.errors?.probability ?? 0)),
    turn: (written, value: number) => {
      const { byAttempt: _, ...errors } = written.model?.errors ?? {}
      return { ...written, model: { ...written.model, errors: { ...errors, probability: value } } }
    },
    parse: (text) => decimal(text, 0, 1),
    format: decimalText,
  }),
  /** How long every attempt runs, in milliseconds, up to 15 minutes; undefined where it is drawn. */
  duration: knob({
    field: 'model',
    read: ({ model }) => constantMs(model?.duration ?? '0s'),
    turn: (written, value: number) => ({ ...written, model: { ...written.model, duration: formatDuration(value) } }),
    parse: (text) => durationWithin(text, 0, LONGEST_MS),
    format: formatDuration,
  }),
  /** Events a second of the first source that has a rate, up to 1,000. */
  rate: knob({
    field: 'arrivals',
    read: (written) => ratePerS(written, Number.POSITIVE_INFINITY),
    turn: (written, value: number, fromMs) => withRate(written, value, fromMs),
    parse: (text) => decimal(text.replace(/\/s$/, ''), 0, MOST_RATE),
    format: (value) => `${decimalText(value)}/s`,
  }),
  onSuccess: destination('onSuccess'),
  onFailure: destination('onFailure'),
  deadLetter: destination('deadLetter'),
  /** The whole event-invoke config, as PutFunctionEventInvokeConfig takes it; null takes it away. */
  config: knob({
    field: 'eventInvokeConfig',
    read: (written) => written.eventInvokeConfig ?? null,
    turn: (written, value: WrittenConfig | null) => {
      const { eventInvokeConfig: _, ...rest } = written
      return value === null ? rest : { ...rest, eventInvokeConfig: value }
    },
    parse: readConfig,
    format: (value) => JSON.stringify(value),
  }),
} as const

export type KnobName = keyof typeof KNOBS
export type KnobValue<Name extends KnobName = KnobName> = NonNullable<ReturnType<(typeof KNOBS)[Name]['parse']>> | null

/** A knob whose values may be any of those that some knob has: for those who take them from a table. */
export function anyKnob(name: KnobName): Knob<KnobValue> {
  return KNOBS[name] as unknown as Knob<KnobValue>
}

function knob<Value>(definition: Knob<Value>): Knob<Value> {
  return definition
}

/** A queue for records or dead letters: that of the scenario, or one of the playground's own. */
function destination(side: TargetSide): Knob<boolean> {
  return {
    field: side === 'deadLetter' ? 'deadLetterConfig' : 'eventInvokeConfig',
    read: (written) => targetOf(written, side) !== undefined,
    turn: (written, isOn, _, original) =>
      withTarget(written, side, isOn ? (targetOf(original, side) ?? DEFAULT_TARGETS[side]) : undefined),
    parse: (text) => {
      if (text === 'on' || text === 'off') return text === 'on'
      throw new RangeError(`expected on or off, got ${showValue(text)}`)
    },
    format: (isOn) => (isOn ? 'on' : 'off'),
  }
}

function constantMs(duration: unknown): number | undefined {
  const written =
    typeof duration === 'object' && duration !== null && 'constant' in duration ? duration.constant : duration
  return typeof written === 'string' && written !== 'recorded' ? parseDuration(written) : undefined
}

function durationWithin(text: string, leastMs: number, mostMs: number, stepMs = 1): number {
  const ms = parseDuration(text)
  if (ms >= leastMs && ms <= mostMs && ms % stepMs === 0) return ms
  const whole = stepMs === 1_000 ? ' in whole seconds' : ''
  const range = `from ${formatDuration(leastMs)} to ${formatDuration(mostMs)}`
  throw new RangeError(`expected a duration ${range}${whole}, got ${showValue(text)}`)
}

function readConfig(text: string): WrittenConfig | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new RangeError(`expected an event-invoke config as JSON, got ${showValue(text)}`)
  }
  if (value === null) return null
  if (typeof value !== 'object' || Array.isArray(value))
    throw new RangeError(`expected an event-invoke config as JSON, got ${showValue(value)}`)
  const faults = configFaults(value).map(({ path, message }) => [...path, message].join(': '))
  if (faults.length > 0) throw new RangeError(faults.join('; '))
  return value
}
