import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ControlPlane } from '../../src/control-plane/control-plane.ts'
import { NO_SLOT } from '../../src/engine/attempt-table.ts'
import { ServiceError } from '../../src/rules/service-error.ts'
import { World } from '../engine/world.ts'

const ACCOUNT = 8
const QUALIFIERS = ['$LATEST', '1', '2', 'live'] as const
const executions = fc.integer({ min: 1, max: 4 })
const name = fc.constantFrom('f', 'g')

/** Something that happens at a moment: an event is sent, or a setting changes if AWS would let it. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ send: fc.constantFrom(...QUALIFIERS), name, count: executions }) },
  { weight: 3, arbitrary: fc.record({ provide: fc.constantFrom('1', '2', 'live'), name, executions }) },
  { weight: 1, arbitrary: fc.record({ giveBack: fc.constantFrom('1', '2', 'live'), name }) },
  { weight: 2, arbitrary: fc.record({ reserve: fc.integer({ min: 1, max: 5 }), name }) },
  { weight: 1, arbitrary: fc.record({ release: name }) },
  { weight: 2, arbitrary: fc.record({ point: fc.constantFrom('1', '2'), weight: fc.constantFrom(0, 0.5), name }) },
)
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

function change(plane: ControlPlane, each: Exclude<Step, { send: unknown }>): void {
  if ('release' in each) return plane.concurrency.delete({ FunctionName: each.release })
  const FunctionName = each.name
  if ('provide' in each) {
    const request = { FunctionName, Qualifier: each.provide, ProvisionedConcurrentExecutions: each.executions }
    plane.provisioned.put(request)
  } else if ('giveBack' in each) plane.provisioned.delete({ FunctionName, Qualifier: each.giveBack })
  else if ('reserve' in each) plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: each.reserve })
  else {
    const other = each.point === '1' ? '2' : '1'
    const AdditionalVersionWeights: Record<string, number> = each.weight > 0 ? { [other]: each.weight } : {}
    const RoutingConfig = { AdditionalVersionWeights }
    plane.aliases.update({ FunctionName, Name: 'live', FunctionVersion: each.point, RoutingConfig })
  }
}

function setup(plane: ControlPlane): void {
  for (const FunctionName of ['f', 'g']) {
    plane.functions.create({ FunctionName })
    for (let version = 1; version <= 2; version++) {
      plane.functions.update({ FunctionName })
      plane.versions.publish({ FunctionName })
    }
    plane.aliases.create({ FunctionName, Name: 'live', FunctionVersion: '1' })
  }
}

/** What is wrong with the books of the engine, and with what started since it was looked at last. */
function wrongs(world: World, startedBefore: number): string[] {
  const { functions } = world.engine
  const started = world.told('started').length > startedBefore
  const pools = new Set(functions.map(({ pool }) => pool))
  const reserved = functions.reduce((sum, state) => sum + Math.max(0, state.reserved), 0)
  return [
    ...[...pools].flatMap((pool) => {
      const members = functions.filter((state) => state.pool === pool)
      const whole = members[0]!.reserved >= 0 ? members[0]!.reserved : ACCOUNT - reserved
      const allocations = members.flatMap(({ versions }) => versions.flatMap((version) => version?.provisioned ?? []))
      const kept = allocations.reduce((sum, { idle }) => sum + idle, 0)
      const running = members.reduce((sum, state) => sum + state.running, 0)
      return [
        ...(pool.kept === kept ? [] : [`${pool.kept} kept of ${kept}`]),
        ...(pool.limit + pool.kept === whole ? [] : [`${pool.limit} and ${pool.kept} of ${whole}`]),
        ...(pool.running === running ? [] : [`${pool.running} running of ${running}`]),
      ]
    }),
    ...functions.flatMap(({ fleet, versions, name: of, pool, running }) => {
      const there = versions.reduce((sum, version) => {
        const { size = 0, running: busy = 0 } = version?.provisioned ?? {}
        return sum + Math.max(size, busy) - busy + idleOf(world, version?.idle ?? NO_SLOT)
      }, running)
      // More may run than there is room for after a change; then nothing starts.
      const hasStarted = started && world.told('started').at(-1)!.function === of
      return [
        ...(fleet.size === there ? [] : [`${of} has ${fleet.size} environments of ${there}`]),
        ...(hasStarted && running > 0 && pool.running > pool.limit + pool.kept ? [`${pool.running} run`] : []),
      ]
    }),
  ]
}

/** Idle on-demand environments of a version, from the newest down. */
function idleOf({ engine }: World, newest: number): number {
  let count = 0
  for (let slot = newest; slot !== NO_SLOT; slot = engine.attempts.below(slot)) count++
  return count
}

/** Events that wait though what they wait for is free: nothing would ever look for it again. */
function forgotten({ engine, plane, journal }: World): string[] {
  const waiting = new Map<number, string>()
  for (const entry of journal.entries) {
    if (entry.name === 'queued') waiting.set(entry.event, `${entry.function}:${entry.qualifier}`)
    else if (entry.name === 'started' || entry.name === 'finished') waiting.delete(entry.event)
  }
  return [
    ...[...waiting].flatMap(([event, address]) => {
      const [name, qualifier] = address.split(':') as [string, string]
      const { version, other } = plane.resolve(name, qualifier)!
      const state = engine.functions.find((each) => each.name === name)!
      const behind = state.versions[version === '$LATEST' ? 0 : Number(version)]
      const isFree = other === undefined && behind !== undefined && engine.provisioning.has(state, behind)
      return isFree ? [`event ${event} waits for ${address}, of which an environment is free`] : []
    }),
    ...engine.functions.flatMap(({ name, pool }) =>
      pool.queue.size > 0 && pool.running < pool.limit
        ? [`${pool.queue.size} wait for ${name} beside free concurrency`]
        : [],
    ),
  ]
}

const options = fc.record({
  queueing: fc.constantFrom('backoff' as const, 'fifo' as const),
  provisionedReadyMs: fc.constantFrom(0, 250),
  scalingRate: fc.constantFrom('off' as const, { environments: 1, perMs: 700 }),
})

it('whatever changes while attempts run, the books of provisioned concurrency add up, no limit is passed and nobody waits beside what is free', () => {
  let provisioned = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), options, (steps, choices) => {
      const run = ({ event }: { event: number }) => ({ ms: (event * 137) % 900 })
      const world = new World({ choices, accountConcurrency: ACCOUNT, setup, run })
      for (const [index, each] of steps.entries()) {
        world.engine.advance(index * 100)
        const before = world.told('started').length
        if ('send' in each) world.send(index * 100, each.name, { qualifier: each.send, count: each.count })
        else {
          try {
            change(world.plane, each)
          } catch (error) {
            if (!(error instanceof ServiceError)) throw error
          }
        }
        expect(wrongs(world, before)).toEqual([])
        expect(forgotten(world)).toEqual([])
      }
      world.engine.advance(30_000)
      expect(wrongs(world, Number.POSITIVE_INFINITY)).toEqual([])
      expect(forgotten(world)).toEqual([])
      const started = world.told('started')
      expect(started.filter((entry) => entry.provisioned && entry.coldStartMs !== undefined)).toEqual([])
      provisioned += started.filter((entry) => entry.provisioned).length
    }),
    { seed: 15, numRuns: 800 },
  )
  expect(provisioned).toBeGreaterThan(800)
})
