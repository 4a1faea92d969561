import { DEFAULT_MODEL_CHOICES } from '../../src/rules/model-choices.ts'
import type { Fate, ReferenceChoices, ReferenceFunction, ReferenceInput } from './input.ts'

/** A scenario and what must become of it, one line a thing that happens: `SECONDS #EVENT KIND DETAIL`. */
export interface Vector {
  readonly name: string
  readonly input: ReferenceInput
  readonly expected: readonly string[]
}

const fails: Fate = () => ({ initMs: 0, durationMs: 0, outcome: 'error' })
const succeeds: Fate = () => ({ initMs: 0, durationMs: 0, outcome: 'success' })
/** The first event holds its slot for so long and succeeds; the others take no time. */
const blocks = (durationMs: number): Fate => {
  return (_, event) => ({ initMs: 0, durationMs: event === 1 ? durationMs : 0, outcome: 'success' })
}

function fn(name: string, settings: Partial<ReferenceFunction> = {}): ReferenceFunction {
  return { name, retries: 2, maximumAgeMs: 21_600_000, timeoutMs: 900_000, ...settings }
}

function scenario(
  functions: ReferenceFunction[],
  fate: Fate,
  { events = 1, ...choices }: Partial<ReferenceChoices> & { events?: number } = {},
): ReferenceInput {
  const arrivals = Array.from({ length: events }, () => ({ atMs: 0, function: 0 }))
  return {
    ...{ choices: { ...DEFAULT_MODEL_CHOICES, ...choices }, accountConcurrency: 1_000 },
    ...{ functions, arrivals, fate, untilMs: Number.POSITIVE_INFINITY },
  }
}

/** From recordings of Lambda, or, where the name says so, from the definition of a model choice. */
export const vectors: Vector[] = [
  {
    name: 'an event that always fails runs at 0, 60 and 180 s',
    input: scenario([fn('A')], fails),
    expected: [
      '0 #1 accepted A',
      '0 #1 started attempt 1',
      '0 #1 ended error',
      '0 #1 waiting until 60000',
      '60 #1 started attempt 2',
      '60 #1 ended error',
      '60 #1 waiting until 180000',
      '180 #1 started attempt 3',
      '180 #1 ended error',
      '180 #1 finished RetriesExhausted',
    ],
  },
  {
    name: 'without retries it ends at once',
    input: scenario([fn('A', { retries: 0, onFailure: 'sink', deadLetter: true })], fails),
    expected: [
      '0 #1 accepted A',
      '0 #1 started attempt 1',
      '0 #1 ended error',
      '0 #1 finished RetriesExhausted',
      '0 #1 delivered onFailure sink',
      '0 #1 delivered deadLetter',
    ],
  },
  {
    name: 'with a maximum age of 60 s it ends after the first failure',
    input: scenario([fn('A', { maximumAgeMs: 60_000 })], fails),
    expected: ['0 #1 accepted A', '0 #1 started attempt 1', '0 #1 ended error', '0 #1 finished EventAgeExceeded'],
  },
  {
    name: 'with a maximum age of 90 s it ends after the first retry',
    input: scenario([fn('A', { maximumAgeMs: 90_000 })], fails),
    expected: [
      '0 #1 accepted A',
      '0 #1 started attempt 1',
      '0 #1 ended error',
      '0 #1 waiting until 60000',
      '60 #1 started attempt 2',
      '60 #1 ended error',
      '60 #1 finished EventAgeExceeded',
    ],
  },
  {
    name: 'a throttled event with a maximum age of 60 s is dropped at its sixth throttle, unrun',
    input: scenario([fn('A', { reserved: 1, maximumAgeMs: 60_000 })], blocks(130_000), { events: 2 }),
    expected: [
      '0 #1 accepted A',
      '0 #1 started attempt 1',
      '0 #2 accepted A',
      ...backsOff([0, 1, 3, 7, 15]),
      '31 #2 throttled',
      '31 #2 finished EventAgeExceeded',
      '130 #1 ended success',
      '130 #1 finished Success',
    ],
  },
  {
    name: 'zero reserved concurrency drops at once, without a throttle',
    input: scenario([fn('A', { reserved: 0, onFailure: 'sink' })], succeeds),
    expected: ['0 #1 accepted A', '0 #1 finished ZeroReservedConcurrency', '0 #1 delivered onFailure sink'],
  },
  {
    name: 'behind a blocker of 60 s an event is throttled six times and runs at 63 s',
    input: scenario([fn('A', { reserved: 1 })], blocks(60_000), { events: 2 }),
    expected: [
      '0 #1 accepted A',
      '0 #1 started attempt 1',
      '0 #2 accepted A',
      ...backsOff([0, 1, 3, 7, 15, 31]),
      '60 #1 ended success',
      '60 #1 finished Success',
      '63 #2 started attempt 1',
      '63 #2 ended success',
      '63 #2 finished Success',
    ],
  },
  {
    name: 'under fifo the same event runs as soon as the blocker ends (by definition)',
    input: scenario([fn('A', { reserved: 1 })], blocks(60_000), { events: 2, queueing: 'fifo' }),
    expected: [
      '0 #1 accepted A',
      '0 #1 started attempt 1',
      '0 #2 accepted A',
      '60 #1 ended success',
      '60 #1 finished Success',
      '60 #2 started attempt 1',
      '60 #2 ended success',
      '60 #2 finished Success',
    ],
  },
  {
    name: 'in a loop of two each function runs 16 times, and the next event is stopped',
    input: scenario([fn('A', { onSuccess: 1, deadLetter: true }), fn('B', { onSuccess: 0 })], succeeds),
    expected: [
      '0 #1 accepted A',
      ...Array.from({ length: 32 }, (_, index) => [
        `0 #${index + 1} started attempt 1`,
        `0 #${index + 1} ended success`,
        `0 #${index + 1} finished Success`,
        `0 #${index + 1} delivered onSuccess fn ${index % 2 === 0 ? 'B' : 'A'}`,
        `0 #${index + 2} accepted ${index % 2 === 0 ? 'B' : 'A'}`,
      ]).flat(),
      '0 #33 finished RecursiveInvocation',
      '0 #33 delivered deadLetter',
    ],
  },
]

/** The throttles of event 2 at the given seconds, each of which it survives. */
function backsOff(seconds: number[]): string[] {
  return seconds.flatMap((at) => [`${at} #2 throttled`, `${at} #2 waiting until ${(2 * at + 1) * 1_000}`])
}
