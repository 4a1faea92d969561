import { describe, expect, it } from 'vitest'
import { Exponential } from '../../src/kernel/distributions/index.ts'
import type { ModelChoices } from '../../src/rules/model-choices.ts'
import { World, type WorldOptions } from './world.ts'

const LIFE: Partial<ModelChoices> = { idleLife: 1_000 }

/** The events whose attempts were cold starts, in order of their starts. */
const cold = (world: World) =>
  world.told('started').flatMap(({ event, coldStartMs }) => (coldStartMs === undefined ? [] : [event]))

const environments = ({ engine }: World, untilMs = engine.nowMs) => ({
  livedMs: engine.environmentMs(engine.functions[0]!, untilMs),
  max: engine.functions[0]!.fleet.max,
})

describe('an environment', () => {
  it('is used again while it idles no longer than its life, to the last moment of it', () => {
    const world = new World({ choices: LIFE, run: () => ({ ms: 100 }) })
    // The second comes when the life ends, the third a moment after that.
    for (const atMs of [0, 1_100, 2_200.01, 3_000]) world.send(atMs)
    expect(cold(world)).toEqual([1, 3])
  })

  it('lives until its idle life is over, whoever finds that out and when', () => {
    const world = new World({ choices: LIFE, run: () => ({ ms: 100 }) })
    world.send(0)
    world.finish()
    expect(environments(world, 600)).toEqual({ livedMs: 600, max: 1 })
    expect(environments(world, 50_000)).toEqual({ livedMs: 1_100, max: 1 })
    world.send(50_000)
    world.engine.advance(50_040)
    expect(environments(world)).toEqual({ livedMs: 1_140, max: 1 })
  })

  it('stays for ever where that is chosen', () => {
    const world = new World({ choices: { idleLife: 'forever' }, run: () => ({ ms: 100 }) })
    for (const atMs of [0, 1e9]) world.send(atMs)
    world.finish()
    expect(cold(world)).toEqual([1])
    expect(environments(world)).toEqual({ livedMs: 1e9 + 100, max: 1 })
  })

  it('that became idle last is used first, so that the others run out', () => {
    // Three at once, then one every 400 ms: it always takes the environment of the one before.
    const world = new World({ choices: LIFE, run: ({ event }) => ({ ms: event <= 3 ? event * 100 : 50 }) })
    world.send(0, 'f', { count: 3 })
    for (let index = 1; index <= 10; index++) world.send(index * 400)
    world.finish()
    expect(cold(world)).toEqual([1, 2, 3])
    // The two that nobody used again lived for their run and their idle life.
    expect(environments(world)).toEqual({ livedMs: 1_100 + 1_200 + 4_050, max: 3 })
    world.send(4_300, 'f', { count: 2 })
    expect(cold(world)).toEqual([1, 2, 3, 15])
  })

  it('of one function is of no use to another', () => {
    const world = new World({
      setup: (plane) => {
        for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName })
      },
    })
    world.send(0, 'f')
    world.send(1, 'g')
    world.send(2, 'f')
    expect(cold(world)).toEqual([1, 2])
  })
})

describe('a longest life', () => {
  const run = (choices: Partial<ModelChoices>, times: readonly number[], ms = 100) => {
    const world = new World({ choices: { idleLife: 'forever', ...choices }, run: () => ({ ms }) })
    for (const atMs of times) world.send(atMs)
    world.finish()
    return world
  }

  it('is counted from the making of an environment, however often it is used, and holds to its last moment', () => {
    const world = run({ environmentLife: 1_000 }, [0, 300, 600, 1_000, 1_100, 2_200])
    // The fourth starts at the last moment and runs past it; then another one is made, which is gone at 2,100.
    expect(cold(world)).toEqual([1, 5, 6])
    expect(environments(world, 2_300)).toEqual({ livedMs: 1_100 + 1_000 + 100, max: 1 })
  })

  it('lets an attempt in progress go on to its end, and then its environment goes', () => {
    const world = run({ environmentLife: 1_000 }, [0, 2_500, 5_000], 2_500)
    expect(world.told('ended').map(({ durationMs }) => durationMs)).toEqual([2_500, 2_500, 2_500])
    expect(cold(world)).toEqual([1, 2, 3])
    expect(environments(world)).toEqual({ livedMs: 7_500, max: 1 })
  })

  it('ends before the idle life is over, or after', () => {
    expect(cold(run({ environmentLife: 1_000, idleLife: 400 }, [0, 450, 990, 1_400, 1_600]))).toEqual([1, 3])
    expect(cold(run({ environmentLife: 500, idleLife: 400 }, [0, 450, 990, 1_400, 1_600]))).toEqual([1, 3, 5])
    expect(cold(run({ environmentLife: 400, idleLife: 400 }, [0, 450, 800, 1_400]))).toEqual([1, 2, 4])
  })

  it('of each of many is its own', () => {
    const world = new World({ choices: { environmentLife: 1_000 }, run: () => ({ ms: 100 }) })
    for (let index = 0; index < 200; index++) world.send(index, 'f')
    expect(cold(world)).toHaveLength(100)
    world.send(1_050, 'f', { count: 100 })
    // Those that were made in the first 50 ms are gone.
    expect(cold(world)).toHaveLength(150)
    world.finish()
    // Those that were used again, made in the 50 ms after, lived on until that attempt had ended.
    const usedMs = 50 * 1_150 - (50 * (50 + 99)) / 2
    expect(environments(world, 10_000)).toEqual({ livedMs: usedMs + 100 * 1_000, max: 100 })
  })

  it('cuts lives that vary', () => {
    const world = new World({
      choices: { environmentLife: 1_000 },
      idleLife: new Exponential(1e9),
      run: () => ({ ms: 100 }),
    })
    for (const atMs of [0, 900, 1_001]) world.send(atMs)
    expect(cold(world)).toEqual([1, 3])
  })
})

describe('a life that varies', () => {
  const run = (seed: number) => {
    const world = new World({ seed, idleLife: new Exponential(1_000), run: () => ({ ms: 10 }) })
    for (let index = 0; index < 400; index++) world.send(index * 800, 'f', { count: 1 + (index % 3) })
    world.finish()
    return world
  }

  it('is drawn for each idle time: about e^-0.8 of the single environments outlast 790 ms', () => {
    const world = new World({ idleLife: new Exponential(1_000), run: () => ({ ms: 10 }) })
    for (let index = 0; index < 5_000; index++) world.send(index * 800)
    world.finish()
    const share = 1 - cold(world).length / 5_000
    // Four standard deviations of a share of 5,000.
    expect(Math.abs(share - Math.exp(-0.79))).toBeLessThan(4 * Math.sqrt(0.25 / 5_000))
  })

  it('is the same for the same seed', () => {
    expect(cold(run(7))).toEqual(cold(run(7)))
    expect(cold(run(7))).not.toEqual(cold(run(8)))
  })

  it('ends environments below one that lives on, and counts each time once', () => {
    const world = run(3)
    const { livedMs } = environments(world)
    // What they lived beyond the runs is idle time: fewer than what 400 × 3 lives of 1,000 ms could be.
    expect(livedMs).toBeGreaterThan(799 * 10)
    expect(livedMs).toBeLessThan(400 * 3 * 1_000)
    expect(environments(world, 1e12).livedMs - livedMs).toBeLessThan(20_000)
  })
})

describe('a deployment', () => {
  const deployed: WorldOptions = {
    choices: { idleLife: 'forever' },
    run: () => ({ ms: 1_000 }),
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f' })
      plane.functions.create({ FunctionName: 'g' })
    },
  }

  it('starts from cold, and an attempt in progress does not bring its environment back', () => {
    const world = new World(deployed)
    world.send(0, 'f', { count: 2 })
    world.send(0, 'g')
    world.send(500, 'f')
    world.engine.advance(1_200)
    world.plane.functions.update({ FunctionName: 'f' })
    // Two are idle and gone at once, one is gone when its attempt ends.
    expect(environments(world)).toEqual({ livedMs: 1_200 + 1_200 + 700, max: 3 })
    world.send(1_400, 'f')
    world.send(1_450, 'g')
    world.send(1_600, 'f')
    world.send(2_500, 'f')
    world.finish()
    expect(cold(world)).toEqual([1, 2, 3, 4, 5, 7])
    expect(environments(world, 3_500).livedMs).toBe(1_200 + 1_200 + 1_000 + 2_100 + 1_900)
  })

  it('of another setting of the function changes no environment', () => {
    const world = new World(deployed)
    world.send(0)
    world.finish()
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 5 })
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0 })
    world.send(2_000)
    expect(cold(world)).toEqual([1])
  })

  it('of a version has environments of its own, and the function counts both', () => {
    const world = new World({
      ...deployed,
      choices: LIFE,
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f' })
        plane.versions.publish({ FunctionName: 'f' })
      },
    })
    world.send(0, 'f', { count: 2 })
    world.send(1_500, 'f', { qualifier: '1' })
    expect(cold(world)).toEqual([1, 2, 3])
    expect(environments(world)).toEqual({ livedMs: 3_000, max: 3 })
    // Those of $LATEST are gone by now, though nobody has looked at them since.
    world.send(9_000, 'f', { qualifier: '1', count: 2 })
    expect(environments(world)).toEqual({ livedMs: 4_000 + 2_000, max: 3 })
  })

  it('of a function that was deleted and made again starts from cold', () => {
    const world = new World(deployed)
    world.send(0)
    world.finish()
    world.plane.functions.delete({ FunctionName: 'f' })
    world.plane.functions.create({ FunctionName: 'f' })
    world.send(2_000)
    expect(cold(world)).toEqual([1, 2])
  })
})

it('real code starts cold and warm like a model', () => {
  const world = new World({ choices: LIFE, run: () => undefined })
  for (const atMs of [0, 500, 3_000]) {
    const number = world.send(atMs)
    world.engine.advance(atMs + 100)
    world.engine.settle(number, 1)
  }
  expect(cold(world)).toEqual([1, 3])
})
