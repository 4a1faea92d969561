import { describe, expect, it } from 'vitest'
import { Exponential } from '../../src/kernel/distributions/index.ts'
import { ModelInvoker } from '../../src/models/model-invoker.ts'
import { World, type WorldOptions } from './world.ts'

function invoker(): ModelInvoker {
  return new ModelInvoker(() => ({
    duration: new Exponential(800),
    coldStart: new Exponential(300),
    errorProbability: 0.4,
    poisonProbability: 0.05,
    systemErrorProbability: 0.05,
    outages: [],
  }))
}

interface Variant extends Pick<WorldOptions, 'choices' | 'seed'> {
  readonly retries?: number
  readonly reserved?: number
  readonly destination?: boolean
}

/** How each attempt of each event went, by `event/try`, and the order of the starts. */
function fates({ retries = 2, reserved, destination = false, choices = {}, seed = 1 }: Variant) {
  const world = new World({
    seed,
    choices,
    invoker: invoker(),
    setup: (plane) => {
      for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName, Timeout: 900 })
      const Destination = destination ? plane.functionArn('g') : ''
      const DestinationConfig = { OnSuccess: { Destination } }
      plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: retries, DestinationConfig })
      if (reserved !== undefined) plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: reserved })
    },
  })
  const places = new Map<number, number>()
  for (let index = 0; index < 400; index++) places.set(world.send(index * 100), index)
  world.finish()
  const byTry = new Map<string, string>()
  const tries = new Map<number, number>()
  for (const { event, outcome, durationMs } of world.told('ended')) {
    const place = places.get(event)
    if (place === undefined) continue
    const count = (tries.get(event) ?? 0) + 1
    tries.set(event, count)
    byTry.set(`${place}/${count}`, `${outcome} ${durationMs}`)
  }
  const order = world.told('started').flatMap(({ event }) => places.get(event) ?? [])
  return { byTry, order }
}

/** Tries that both runs have, and those of them that went another way. */
function compare(variant: Variant, other: Variant = {}) {
  const [first, second] = [fates(variant).byTry, fates(other).byTry]
  const common = [...first.keys()].filter((key) => second.has(key))
  return { common: common.length, different: common.filter((key) => first.get(key) !== second.get(key)) }
}

describe('the fate of an attempt', () => {
  it.each<[string, Variant]>([
    ['fewer retries', { retries: 0 }],
    ['little concurrency', { reserved: 3 }],
    ['a queue in the place of back-off', { reserved: 1, choices: { queueing: 'fifo' } }],
    ['jitter', { choices: { jitter: 'recorded' } }],
    ['queue latency', { choices: { queueLatencyMs: 40 } }],
    ['duplicates', { choices: { duplicateProbability: 0.3 } }],
    ['random order', { choices: { dueOrder: 'random' } }],
    ['events born of its deliveries', { destination: true }],
  ])('is the same with %s', (_, variant) => {
    const { common, different } = compare(variant)
    expect(common).toBeGreaterThanOrEqual(390)
    expect(different).toEqual([])
  })

  it('is the same for the same seed, and another for another', () => {
    expect(fates({})).toEqual(fates({}))
    const { common, different } = compare({ seed: 2 })
    expect(different.length).toBeGreaterThan(common * 0.9)
  })
})

describe('what is due at the same instant', () => {
  const together = (dueOrder: 'acceptance' | 'random', seed = 1) => {
    const world = new World({ seed, invoker: invoker(), choices: { dueOrder, queueLatencyMs: 10 } })
    world.send(0, 'f', { count: 100 })
    world.finish()
    return world.told('started').flatMap(({ event, atMs }) => (atMs === 10 ? [event] : []))
  }
  const inOrder = Array.from({ length: 100 }, (_, index) => index + 1)

  it('leaves in order of acceptance', () => expect(together('acceptance')).toEqual(inOrder))

  it('leaves in a random order where the choice says so, the same for the same seed', () => {
    const order = together('random')
    expect(order).not.toEqual(inOrder)
    expect([...order].sort((a, b) => a - b)).toEqual(inOrder)
    expect(together('random')).toEqual(order)
    expect(together('random', 2)).not.toEqual(order)
  })
})
