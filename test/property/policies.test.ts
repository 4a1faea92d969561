/** The policy checks foretell what the engine does: whatever they call impossible never happens, and all else does. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ControlPlane } from '../../src/control-plane/control-plane.ts'
import type { EngineView, Invoker } from '../../src/engine/ports.ts'
import type { Target } from '../../src/engine/target.ts'
import { OUTCOMES } from '../../src/rules/outcome.ts'
import type { FunctionFacts } from '../../src/rules/policy/facts.ts'
import type { PolicyCheck } from '../../src/rules/policy/finding.ts'
import { type Run, World, type WorldOptions } from '../engine/world.ts'
import { type AccountOptions, BUCKET, config, DEAD, fine, found, lambda, QUEUE } from '../rules/policy/account.ts'

const seeded = { seed: 11 }

/** Makes the functions that facts speak of. */
function build(plane: ControlPlane, functions: readonly FunctionFacts[]): void {
  const settings = (each: { readonly timeoutMs: number; readonly deadLetterArn: string | undefined }) => ({
    Timeout: each.timeoutMs / 1_000,
    DeadLetterConfig: { TargetArn: each.deadLetterArn ?? '' },
  })
  for (const facts of functions) {
    const FunctionName = facts.name
    plane.functions.create({ FunctionName })
    for (const version of facts.versions) {
      plane.functions.update({ FunctionName, ...settings(version) })
      plane.versions.publish({ FunctionName })
    }
    plane.functions.update({ FunctionName, ...settings(facts) })
    for (const { name: Name, functionVersion: FunctionVersion, other } of facts.aliases) {
      const weights = other && { RoutingConfig: { AdditionalVersionWeights: { [other.version]: other.weight } } }
      plane.aliases.create({ FunctionName, Name, FunctionVersion, ...weights })
    }
    const { reservedConcurrency: ReservedConcurrentExecutions } = facts
    if (ReservedConcurrentExecutions !== undefined)
      plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions })
  }
  for (const facts of functions) {
    const configs = [
      ['$LATEST', facts],
      ...facts.versions.map((version) => [version.version, version] as const),
      ...facts.aliases.map((alias) => [alias.name, alias] as const),
    ] as const
    for (const [Qualifier, { eventInvokeConfig }] of configs) {
      if (eventInvokeConfig) plane.eventInvokeConfigs.put({ FunctionName: facts.name, Qualifier, ...eventInvokeConfig })
    }
  }
}

function worldOf(functions: readonly FunctionFacts[], options: Omit<WorldOptions, 'setup'>): World {
  return new World({ ...options, setup: (plane) => build(plane, functions) })
}

function finds(id: PolicyCheck, functions: readonly FunctionFacts[], options: AccountOptions = {}): boolean {
  return found(functions, options).some((finding) => finding.id === id)
}

describe('retries that the age limit takes away', () => {
  const choices = fc.record({
    ageLookAheadBoundary: fc.constantFrom('inclusive', 'exclusive'),
    ageLookAheadDelay: fc.constantFrom('nominal', 'jittered'),
    queueLatencyMs: fc.constantFrom(0, 0, 40, 1_500),
  } as const)
  const policy = fc.record({
    retries: fc.constantFrom(0, 1, 2, null),
    age: fc.oneof(fc.integer({ min: 60, max: 420 }), fc.constantFrom(60, 61, 180, 181, 182)),
    timeout: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 300 })),
    choices,
  })

  function attemptsOf(
    facts: FunctionFacts,
    options: NonNullable<WorldOptions['choices']>,
    run: (tries: number) => Run,
    seed = 1,
  ): number {
    const world = worldOf([facts], { choices: options, run: ({ tries }) => run(tries), seed })
    world.send(0)
    world.finish()
    return world.told('started').length
  }

  it('are told of exactly where no event makes them that fails at once, or at its timeout', () => {
    fc.assert(
      fc.property(policy, ({ retries, age, timeout, choices }) => {
        const facts = fine('f', { timeoutMs: timeout * 1_000, eventInvokeConfig: config(retries, age) })
        const wanted = 1 + (retries ?? 2)
        const atOnce = attemptsOf(facts, choices, () => ({ outcome: 'error' }))
        const timedOut = attemptsOf(facts, choices, () => ({ ms: facts.timeoutMs, outcome: 'error' }))
        expect(finds('retry-never-comes', [facts], { choices })).toBe(atOnce < wanted)
        expect(finds('age-below-timeout', [facts], { choices })).toBe(timeout >= age)
        if (timeout >= age) expect(timedOut).toBe(1)
        else expect(finds('retry-lost-to-timeouts', [facts], { choices })).toBe(timedOut < atOnce)
      }),
      { ...seeded, numRuns: 400 },
    )
  })

  it('do not come either where attempts take their time and waits are jittered', () => {
    const factor = fc.double({ min: 0.4, max: 1.4, noNaN: true })
    const jitter = fc.tuple(factor, factor).map(([a, b]) => ({
      functionError: [Math.min(a, b), Math.max(a, b)] as const,
      throttle: [1, 1] as const,
    }))
    const shares = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0, max: 1, noNaN: true })))
    fc.assert(
      fc.property(
        policy,
        fc.option(jitter, { nil: 'none' as const }),
        shares,
        fc.nat(1_000),
        (drawn, jitter, part, seed) => {
          const choices = { ...drawn.choices, jitter }
          const timeoutMs = drawn.timeout * 1_000
          const facts = fine('f', { timeoutMs, eventInvokeConfig: config(2, drawn.age) })
          const made = attemptsOf(
            facts,
            choices,
            (tries) => ({ ms: timeoutMs * part[tries - 1]!, outcome: 'error' }),
            seed,
          )
          const never = found([facts], { choices }).find(({ id }) => id === 'retry-never-comes')
          const most = never ? (never.text.includes('the first retry') ? 1 : 2) : 3
          expect(made).toBeLessThanOrEqual(most)
        },
      ),
      { ...seeded, numRuns: 400 },
    )
  })
})

describe('what becomes of the records of a function', () => {
  const arn = fc.constantFrom(undefined, undefined, QUEUE, DEAD, BUCKET)
  const deadLetter = fc.constantFrom(undefined, QUEUE, DEAD)
  const stored = fc
    .record({
      retries: fc.constantFrom(0, 1, 2),
      age: fc.constantFrom(60, 100, 3_600),
      onSuccess: fc.constantFrom(undefined, QUEUE, DEAD),
      onFailure: arn,
    })
    .map(({ retries, age, onSuccess, onFailure }) =>
      config(retries, age, { ...(onSuccess && { onSuccess }), ...(onFailure && { onFailure }) }),
    )
  const optionalConfig = fc.option(stored, { nil: undefined })
  // AWS lets an alias lead to two versions only where their dead-letter targets are the same.
  const versions = fc
    .record({ deadLetterArn: deadLetter, first: optionalConfig, second: optionalConfig })
    .map(({ deadLetterArn, first, second }) => [
      { version: '1', timeoutMs: 3_000, deadLetterArn, eventInvokeConfig: first },
      { version: '2', timeoutMs: 3_000, deadLetterArn, eventInvokeConfig: second },
    ])
  const account = fc.record({
    addressed: fc.constantFrom('$LATEST', '1', 'live'),
    queueLatencyMs: fc.constantFrom(0, 0, 60_000),
    versionDeadLetter: fc.constantFrom('locked', 'followsLatest'),
    settings: fc.record({
      deadLetterArn: deadLetter,
      eventInvokeConfig: optionalConfig,
      reservedConcurrency: fc.constantFrom(undefined, undefined, 0, 50),
      versions,
      aliases: fc.tuple(
        fc.record({
          name: fc.constant('live'),
          functionVersion: fc.constant('1'),
          other: fc.constantFrom(undefined, ...[0, 0.5, 1].map((weight) => ({ version: '2', weight }))),
          eventInvokeConfig: optionalConfig,
        }),
      ),
    }),
  } as const)

  /** Each way in which three attempts may end, for so many events that a weighted alias leads to both of its versions. */
  const WAYS = Array.from({ length: 8 }, (_, way) => [way & 1, way & 2, way & 4].map((bit) => bit > 0))
  const EVENTS = 40

  it('is foretold: destinations that never fire, drops without a trace, targets that get two, versions with another queue', () => {
    fc.assert(
      fc.property(account, ({ addressed, settings, ...choices }) => {
        const facts = fine('f', { ...settings, addressed: new Set([addressed]) })
        const worlds = WAYS.map((fails) => {
          const run = ({ tries }: { tries: number }): Run => ({ outcome: fails[tries - 1] ? 'error' : 'success' })
          const world = worldOf([facts], { choices, run })
          world.send(0, 'f', { count: EVENTS, qualifier: addressed })
          return world.finish()
        })
        const { eventInvokeConfig: own } =
          addressed === '$LATEST' ? facts : addressed === '1' ? facts.versions[0]! : facts.aliases[0]!
        const taken = worlds.flatMap(({ taken }) => taken)
        const sent = (side: string) =>
          worlds.some((world) => world.told('delivered').some((each) => each.side === side))
        const of = (id: PolicyCheck) =>
          found([facts], { choices }).filter((each) => each.id === id && each.qualifier === addressed)

        const hasOnSuccess = Boolean(own?.DestinationConfig?.OnSuccess?.Destination)
        expect(of('destination-never-fires').length > 0).toBe(hasOnSuccess && !sent('onSuccess'))
        // No check says so of the other side, since every event may fail.
        expect(sent('onFailure')).toBe(Boolean(own?.DestinationConfig?.OnFailure?.Destination))
        expect(of('drops-leave-no-trace').length > 0).toBe(worlds.some((world) => world.told('discarded').length > 0))

        const perEvent = Map.groupBy(
          worlds.flatMap((world, index) => world.told('delivered').map((each) => ({ ...each, index }))),
          ({ event, index, target }) => `${index} ${event} ${target}`,
        )
        expect(of('same-target-twice').length > 0).toBe([...perEvent.values()].some((each) => each.length > 1))

        const letters = new Set(taken.filter(({ side }) => side === 2).map(({ arn }) => arn))
        const others = found([facts], { choices }).filter(
          ({ id, grade }) => id === 'dead-letter-of-version' && grade === 'warning',
        )
        const differs = [...letters].some((arn) => arn !== facts.deadLetterArn)
        const misses = facts.deadLetterArn !== undefined && letters.size === 0
        if (differs || misses) expect(others).not.toEqual([])
        if (others.length === 0) expect([...letters]).toEqual(facts.deadLetterArn ? [facts.deadLetterArn] : [])
      }),
      { ...seeded, numRuns: 150 },
    )
  })
})

describe('a loop of destinations', () => {
  const NAMES = ['a', 'b', 'c'] as const
  const QUALIFIERS = ['$LATEST', 'live'] as const
  const NODES = NAMES.flatMap((name) => QUALIFIERS.map((qualifier) => `${name}:${qualifier}`))

  /** Lets a qualifier always succeed or always fail. */
  class Fixed implements Invoker {
    private readonly failing: ReadonlySet<string>
    private engine!: EngineView

    constructor(failing: ReadonlySet<string>) {
      this.failing = failing
    }

    attach(engine: EngineView): void {
      this.engine = engine
    }

    start(attempt: number, _event: number, target: Target): boolean {
      const fails = this.failing.has(`${target.function.name}:${target.qualifier}`)
      this.engine.attempts.plan(attempt, 0, OUTCOMES.indexOf(fails ? 'error' : 'success'))
      return true
    }
  }

  const sides = (name: string) => {
    const others = NODES.filter((node) => !node.startsWith(`${name}:`)).map(lambda)
    const side = fc.oneof(fc.constant(undefined), fc.constantFrom(...others))
    return fc
      .record({ onSuccess: side, onFailure: side })
      .map(({ onSuccess, onFailure }) =>
        config(0, 3_600, { ...(onSuccess && { onSuccess }), ...(onFailure && { onFailure }) }),
      )
  }
  const functionOf = (name: string) =>
    fc
      .record({
        latest: sides(name),
        live: sides(name),
        reservedConcurrency: fc.constantFrom(undefined, undefined, undefined, 0),
        recursiveLoop: fc.constantFrom(undefined, 'Terminate' as const),
      })
      .map(({ latest, live, ...settings }) => {
        const aliases = [{ name: 'live', functionVersion: '$LATEST', other: undefined, eventInvokeConfig: live }]
        return fine(name, { ...settings, eventInvokeConfig: latest, aliases })
      })

  it('is told of exactly where loop detection has to stop some event, however attempts end', () => {
    fc.assert(
      fc.property(fc.tuple(...NAMES.map(functionOf)), (functions) => {
        const isStopped = Array.from({ length: 2 ** NODES.length }, (_, way) => {
          return new Set(NODES.filter((_node, index) => (way >> index) & 1))
        }).some((failing) => {
          const world = worldOf(functions, { invoker: new Fixed(failing) })
          for (const name of NAMES) for (const qualifier of QUALIFIERS) world.send(0, name, { qualifier })
          return world
            .finish()
            .told('finished')
            .some(({ condition }) => condition === 'RecursiveInvocation')
        })
        expect(finds('destination-loop', functions)).toBe(isStopped)
      }),
      { ...seeded, numRuns: 40 },
    )
  })
})
