import fc from 'fast-check'
import type { ReferenceArrival, ReferenceChoices, ReferenceFate, ReferenceFunction, ReferenceInput } from './input.ts'

/** A generated scenario; `fates` is what `fate` draws from, kept as data so that a counterexample can be read. */
export interface GeneratedInput extends ReferenceInput {
  readonly fates: readonly ReferenceFate[]
}

const NAMES = ['A', 'B', 'C', 'D']
/** Where deliveries may bear events for ever: long enough for dozens of generations. */
const LOOP_RUN_MS = 1_200_000

/** Times that coincide with each other, with the ends of attempts and with the waits of Lambda. */
const roundMs = fc.oneof(
  fc.constantFrom(0, 1_000, 3_000, 7_000, 15_000, 30_000, 31_000, 60_000, 61_000, 120_000, 180_000),
  fc.integer({ min: 0, max: 90 }).map((seconds) => seconds * 1_000),
)
const anyMs = fc.oneof(
  { weight: 3, arbitrary: roundMs },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 200_000, noNaN: true }) },
)

const fates: fc.Arbitrary<ReferenceFate> = fc.record({
  initMs: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(250, 333.3, 1_000) },
  ),
  durationMs: anyMs,
  outcome: fc.oneof(
    { weight: 4, arbitrary: fc.constant('success' as const) },
    { weight: 4, arbitrary: fc.constant('error' as const) },
    { weight: 1, arbitrary: fc.constant('system' as const) },
  ),
})

const maximumAgeMs = fc.oneof(
  fc.constantFrom(60_000, 61_000, 90_000, 180_000, 181_000, 240_000, 600_000, 3_600_000, 21_600_000),
  fc.integer({ min: 60, max: 21_600 }).map((seconds) => seconds * 1_000),
)

/** `undefined` most of the time: only few functions of few scenarios should be held back. */
const reserved = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constantFrom(1, 2) },
  { weight: 1, arbitrary: fc.constant(0) },
)

/** Nothing, a sink or a function: any function where `loops`, otherwise only a later one. */
function destination(index: number, count: number, loops: boolean) {
  const first = loops ? 0 : index + 1
  const outside = fc.constantFrom(undefined, 'sink' as const)
  return first === count ? outside : fc.oneof(outside, fc.integer({ min: first, max: count - 1 }))
}

function functionOf(index: number, count: number, loops: boolean): fc.Arbitrary<ReferenceFunction> {
  return fc
    .record({
      name: fc.constant(NAMES[index]!),
      reserved,
      /** Of a function without reservation, or at most as much as that. */
      provisioned: fc.constantFrom(0, 0, 0, 1, 2),
      retries: fc.constantFrom(0 as const, 1 as const, 2 as const),
      maximumAgeMs,
      timeoutMs: fc.constantFrom(3_000, 30_000, 60_000, 900_000, 900_000),
      onSuccess: destination(index, count, loops),
      onFailure: destination(index, count, loops),
      deadLetter: fc.boolean(),
    })
    .map(withoutUndefined)
}

/** Leaves out what is not set, as the types and a reader of a counterexample want it. */
function withoutUndefined({
  reserved,
  provisioned,
  onSuccess,
  onFailure,
  ...rest
}: {
  [Key in keyof ReferenceFunction]: ReferenceFunction[Key] | undefined
}) {
  return {
    ...rest,
    ...(reserved === undefined ? {} : { reserved }),
    ...(provisioned && reserved !== 0 ? { provisioned: Math.min(provisioned, reserved ?? provisioned) } : {}),
    ...(onSuccess === undefined ? {} : { onSuccess }),
    ...(onFailure === undefined ? {} : { onFailure }),
  } as ReferenceFunction
}

const choices: fc.Arbitrary<ReferenceChoices> = fc.record({
  queueing: fc.constantFrom('backoff' as const, 'fifo' as const),
  ageLookAheadBoundary: fc.constantFrom('inclusive' as const, 'exclusive' as const),
  throttleBackoffAfterRun: fc.constantFrom('reset' as const, 'continue' as const),
  queueLatencyMs: fc.constantFrom(0, 0, 0, 40, 33.3, 1_000, 60_000),
  recursiveLoop: fc.constantFrom('Terminate' as const, 'Terminate' as const, 'Allow' as const),
  recursionStop: fc.constantFrom('record' as const, 'dropOnly' as const),
  deliveryOrder: fc.constantFrom('destinationFirst' as const, 'deadLetterFirst' as const),
  backPressure: fc.constantFrom('off' as const, 'off' as const, 1, 3, 10),
  systemErrors: fc.constantFrom('notCounted' as const, 'counted' as const),
})

/** Spread out, or in bursts that meet too little concurrency. */
function arrivalsOf(functions: number): fc.Arbitrary<ReferenceArrival[]> {
  const target = fc.integer({ min: 0, max: functions - 1 })
  const spread = fc.record({ atMs: anyMs, function: target })
  const burst = fc.record({ atMs: fc.constantFrom(0, 1_000, 1_000.25, 60_000), function: target })
  return fc
    .oneof(...[spread, burst].map((one) => fc.array(one, { minLength: 1, maxLength: 16 })))
    .map((all) => all.toSorted((a, b) => a.atMs - b.atMs))
}

/**
 * Whether deliveries may go round for ever. Only one back to an earlier function, or to itself, closes a loop. Loop
 * detection ends loops of successes, but zero concurrency and the age limit drop an event before it looks.
 */
function mayNeverEnd(functions: readonly ReferenceFunction[], { recursiveLoop }: ReferenceChoices): boolean {
  return functions.some(({ onSuccess, onFailure }, index) => {
    const goesBack = (side: ReferenceFunction['onSuccess']) => typeof side === 'number' && side <= index
    return goesBack(onFailure) || (recursiveLoop === 'Allow' && goesBack(onSuccess))
  })
}

/** Random scenarios of one to four functions, full of ties, whose simulation ends. */
export const referenceInput: fc.Arbitrary<GeneratedInput> = fc
  .tuple(fc.integer({ min: 1, max: NAMES.length }), fc.boolean())
  .chain(([count, loops]) =>
    fc.record({
      choices,
      functions: fc.tuple(...NAMES.slice(0, count).map((_, index) => functionOf(index, count, loops))),
      arrivals: arrivalsOf(count),
      unreserved: fc.integer({ min: 1, max: 3 }),
      fates: fc.array(fates, { minLength: 1, maxLength: 12 }),
      untilMs: fc.oneof(
        { weight: 3, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
        { weight: 1, arbitrary: anyMs },
      ),
      loopLatencyMs: fc.constantFrom(20_000, 30_000.5),
    }),
  )
  .map(({ choices, functions, arrivals, unreserved, fates, untilMs, loopLatencyMs }) => {
    const endless = mayNeverEnd(functions, choices)
    return {
      choices: endless ? { ...choices, queueLatencyMs: loopLatencyMs } : choices,
      accountConcurrency:
        unreserved + functions.reduce((sum, { reserved, provisioned }) => sum + (reserved ?? provisioned ?? 0), 0),
      functions,
      arrivals,
      untilMs: endless ? Math.min(untilMs, LOOP_RUN_MS) : untilMs,
      fates,
      fate: (functionIndex, event, dispatch) =>
        fates[(functionIndex * 5 + Math.abs(event) * 7 + dispatch * 3) % fates.length]!,
    }
  })

/** The same, with some of the arrivals as synchronous calls. */
export const referenceInputWithCalls: fc.Arbitrary<GeneratedInput> = fc
  .tuple(referenceInput, fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }))
  .map(([input, areCalls]) => ({
    ...input,
    arrivals: input.arrivals.map((arrival, place) => ({ ...arrival, isCall: areCalls[place]! })),
  }))
