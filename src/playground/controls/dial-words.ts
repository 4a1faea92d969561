import { briefText } from '../../report/duration.ts'
import { meanText, probabilityText } from '../../report/number.ts'
import { DEFAULT_EVENT_AGE_SECONDS, DEFAULT_RETRY_ATTEMPTS } from '../../rules/limits.ts'
import { KNOBS, type KnobName } from '../setup/knob.ts'
import type { WrittenFunction } from '../setup/written.ts'
import { STEPS } from './steps.ts'

/** What a knob with a scale is called and means. */
export interface DialWords<Value = number> {
  readonly label: string
  /** AWS's own name of the setting; undefined for what is no setting of Lambda. */
  readonly awsName?: string
  /** What may be typed, with its unit. */
  readonly unit: string
  /** What the setting does, in a sentence. */
  readonly about: string
  /** What holds where nobody has set it; undefined where nothing does. */
  readonly standard?: string
  readonly steps: readonly number[]
  /** A value as people read it. */
  text(value: Value): string
  /** Why the knob cannot say what the function has. */
  unsaid(written: WrittenFunction): string
}

export type DialName = keyof typeof STEPS

const never = () => ''

export const DIALS: { readonly [Name in DialName]: DialWords } = {
  rate: {
    label: 'Arrivals',
    unit: '0 to 1000 events a second',
    about: 'How many events callers send.',
    steps: STEPS.rate,
    text: (perS) =>
      perS === 0 ? 'none' : perS < 1 ? `one in ${briefText(1_000 / perS)}` : `${meanText(perS)} a second`,
    unsaid: ({ arrivals = [] }) =>
      arrivals.length === 0
        ? 'Nothing arrives by itself here. Send events by hand.'
        : 'Events come at times that the scenario sets: no rate to turn. Send more by hand.',
  },
  duration: {
    label: 'An attempt takes',
    unit: '0s to 15m',
    about: 'How long the code runs; Lambda stops it at the function’s timeout.',
    standard: '0s',
    steps: STEPS.duration,
    text: briefText,
    unsaid: ({ model }) =>
      `The scenario draws it for each attempt${formOf(model?.duration)}. Turned, all take equally long.`,
  },
  errors: {
    label: 'An attempt fails',
    unit: 'probability, 0 to 1',
    about: 'How often the code ends in an error.',
    standard: '0',
    steps: STEPS.errors,
    text: (share) => (share === 0 ? 'never' : share === 1 ? 'always' : probabilityText(share)),
    unsaid: ({ model }) =>
      `The scenario says it attempt by attempt: ${(model?.errors?.byAttempt ?? []).join(', ')}, and so on as the last. Turned, all are equal.`,
  },
  age: {
    label: 'Age limit',
    awsName: 'MaximumEventAgeInSeconds',
    unit: '1m to 6h',
    about: 'An event that would be older at its next attempt is dropped.',
    standard: KNOBS.age.format(DEFAULT_EVENT_AGE_SECONDS),
    steps: STEPS.age,
    text: (seconds) => briefText(seconds * 1_000),
    unsaid: never,
  },
  concurrency: {
    label: 'Reserved concurrency',
    awsName: 'ReservedConcurrentExecutions',
    unit: '0 to 1000, or none',
    about: 'Most attempts at one time. 0 drops every event.',
    standard: 'none',
    steps: STEPS.concurrency,
    text: (most) => String(most),
    unsaid: never,
  },
}

/** The switches: what is called what, and what it means. */
export const SWITCHES = {
  onSuccess: { label: 'On success', about: 'A queue takes a record of each event that succeeds.' },
  onFailure: { label: 'On failure', about: 'A queue takes a record of each event that is dropped.' },
  deadLetter: { label: 'Dead-letter queue', about: 'A queue takes each dropped event itself.' },
} as const satisfies Readonly<Partial<Record<KnobName, { readonly label: string; readonly about: string }>>>

export const RETRIES = {
  label: 'Retries',
  awsName: 'MaximumRetryAttempts',
  about: 'After an error the event waits 60 s, then 120 s, and is tried again.',
  standard: String(DEFAULT_RETRY_ATTEMPTS),
} as const

/** `, lognormal` of `{ lognormal: … }`. */
function formOf(distribution: unknown): string {
  const [form] = typeof distribution === 'object' && distribution !== null ? Object.keys(distribution) : []
  if (distribution === 'recorded') return ', as recorded'
  return form === undefined ? '' : `, ${form}`
}
