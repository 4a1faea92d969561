import fc from 'fast-check'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'

type WrittenFunction = NonNullable<ScenarioInput['functions']>[string]
type WrittenConfig = NonNullable<WrittenFunction['eventInvokeConfig']>

const NAMES = ['a', 'b', 'c'] as const
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:123456789012:${name}`
const SINKS = [arn('sqs', 'sink'), arn('sns', 'topic')] as const
const DEAD = arn('sqs', 'dead')

const seconds = (max: number) => fc.integer({ min: 0, max }).map((count) => `${count}s`)
/** Mostly small, at times 0 or 1. */
const probability = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.6, noNaN: true }), fc.constant(1))
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const outages = fc
  .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 200 }))
  .map(([from, length]) => [{ from: `${from}s`, to: `${from + length}s` }])

const duration = fc.oneof(
  fc.constant('0s'),
  seconds(20),
  fc.constantFrom({ exponential: { mean: '4s' } }, { uniform: { min: '0s', max: '90s' } }),
)

/** Models of which an attempt's fate does not depend on when it starts, and those with outages. */
const model = (withOutages: boolean) =>
  fc.record({
    duration,
    coldStart: fc.constantFrom('0s', '2s'),
    errors: fc.record({
      probability,
      poison: fc.constantFrom(0, 0, 0.3),
      system: fc.constantFrom(0, 0, 0.2),
      crashAfterEffect: fc.constantFrom(0, 0, 0.3),
      timeoutAfterEffect: fc.constantFrom(0, 0, 0.2),
      ...(withOutages && { outages: optional(outages).map((spans) => spans ?? []) }),
    }),
  })

/** A config whose destinations are other functions, or queues and topics. */
function config(name: string): fc.Arbitrary<WrittenConfig> {
  const others = NAMES.filter((other) => other !== name).map((other) => arn('lambda', `function:${other}`))
  const side = optional(fc.constantFrom(...SINKS, ...others)).map((Destination) =>
    Destination === undefined ? undefined : { Destination },
  )
  return fc.record({
    MaximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
    MaximumEventAgeInSeconds: fc.constantFrom(60, 90, 180, 400, 3_600, 21_600),
    DestinationConfig: fc.record({ OnSuccess: side, OnFailure: side }),
  })
}

/** A function with two versions, and an alias over both. */
function written(name: string, withOutages: boolean): fc.Arbitrary<WrittenFunction> {
  return fc.record({
    timeout: fc.constantFrom('15s', '60s'),
    reservedConcurrency: optional(fc.constantFrom(0, 1, 1, 2, 3)),
    deadLetterConfig: optional(fc.constant({ TargetArn: DEAD })),
    eventInvokeConfig: optional(config(name)),
    model: model(withOutages),
    versions: fc.record({ 1: fc.constant({}), 2: fc.record({ model: model(withOutages) }) }),
    aliases: fc.record({
      live: fc.record({
        functionVersion: fc.constant(1),
        additionalVersionWeights: fc.constantFrom({ 2: 0 }, { 2: 0.5 }, { 2: 1 }),
        eventInvokeConfig: optional(config(name)),
        provisionedConcurrency: fc.constantFrom(undefined, undefined, 1, 2),
      }),
    }),
    arrivals: fc.array(
      fc.record({
        at: fc.array(seconds(120), { minLength: 1, maxLength: 6 }),
        qualifier: fc.constantFrom('$LATEST', '1', 'live'),
        invocation: fc.constantFrom('Event', 'Event', 'RequestResponse'),
      }),
      { maxLength: 2 },
    ),
  })
}

/** Less provisioned than is reserved: else events of other versions would wait for ever under `fifo`. */
function possible(spec: WrittenFunction): WrittenFunction {
  const { live } = spec.aliases!
  const { provisionedConcurrency: provisioned = 0, ...rest } = live!
  const isPossible = provisioned > 0 && provisioned < (spec.reservedConcurrency ?? Number.POSITIVE_INFINITY)
  return { ...spec, aliases: { live: { ...rest, ...(isPossible && { provisionedConcurrency: provisioned }) } } }
}

function without(spec: WrittenFunction): WrittenFunction {
  const { provisionedConcurrency: _, ...live } = spec.aliases!.live!
  return { ...spec, aliases: { live } }
}

/** Concurrency that a function has for itself. */
function claimOf({ reservedConcurrency, aliases }: WrittenFunction): number {
  return reservedConcurrency ?? aliases?.live?.provisionedConcurrency ?? 0
}

function mapped<Key extends string>(
  record: Readonly<Record<Key, WrittenFunction>>,
  change: (spec: WrittenFunction) => WrittenFunction,
): Record<Key, WrittenFunction> {
  return Object.fromEntries(
    Object.entries<WrittenFunction>(record).map(([name, spec]) => [name, change(spec)]),
  ) as Record<Key, WrittenFunction>
}

const factors = fc
  .tuple(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.double({ min: 1, max: 1.5, noNaN: true }))
  .map(([low, high]): [number, number] => [low, high])

const options = fc.record({
  queueing: fc.constantFrom('backoff', 'fifo'),
  jitter: fc.oneof(
    fc.constantFrom('none' as const, 'recorded' as const),
    fc.record({ functionError: factors, throttle: factors }),
  ),
  ageLookAheadDelay: fc.constantFrom('nominal', 'jittered'),
  ageLookAheadBoundary: fc.constantFrom('inclusive', 'exclusive'),
  backPressure: fc.constantFrom<('off' | number)[]>('off', 1, 7.5),
  duplicateProbability: fc.constantFrom(0, 0.3, 1),
  configPropagation: fc.constantFrom('0s', '100s', 'atAcceptance'),
  deliveryRetries: fc.constantFrom(0, 3),
  deliveryOrder: fc.constantFrom('destinationFirst', 'deadLetterFirst'),
  weightedAlias: fc.constantFrom('reroll', 'sticky'),
  throttleBackoffAfterRun: fc.constantFrom('reset', 'continue'),
  systemErrors: fc.constantFrom('notCounted', 'counted'),
  dueOrder: fc.constantFrom('acceptance', 'random'),
  queueLatency: fc.constantFrom('0s', '40ms', '3s'),
} as const)

/**
 * Small scenarios in which everything happens to the same few events: failures of every kind, want of concurrency, age
 * limits of the size of the waits, functions as destinations of each other, and any of the model choices.
 *
 * @param outages whether there are spans of time in which everything fails
 * @param provisioned whether aliases may have provisioned concurrency
 */
export function scenarios({
  outages: withOutages,
  provisioned = false,
}: {
  outages: boolean
  provisioned?: boolean
}): fc.Arbitrary<ScenarioInput> {
  const functions = fc.record({
    a: written('a', withOutages),
    b: written('b', withOutages),
    c: written('c', withOutages),
  })
  return fc
    .record({
      seed: fc.nat(1_000_000),
      options,
      functions,
      /** What is left for the functions without a reservation. */
      unreserved: fc.integer({ min: 1, max: 3 }),
      deliveries: fc.record({ probability, ...(withOutages && { outages }) }),
    })
    .map(({ unreserved, deliveries, ...rest }) => {
      const input = { ...rest, functions: mapped(rest.functions, provisioned ? possible : without) }
      const reserved = Object.values(input.functions).reduce((sum, each) => sum + claimOf(each), 0)
      const destinations = Object.fromEntries([...SINKS, DEAD].map((target) => [target, { errors: deliveries }]))
      return { ...input, account: { concurrency: reserved + unreserved }, destinations }
    })
}
