import { describe, expect, it } from 'vitest'
import type { ControlPlane } from '../../src/control-plane/control-plane.ts'
import { World, type WorldOptions } from './world.ts'

interface Setup {
  readonly reserved?: number
  /** Environments by version or alias. The alias `live` leads to version 1. */
  readonly provisioned?: Readonly<Record<string, number>>
  readonly versions?: number
}

const setup =
  ({ reserved, provisioned = {}, versions = 1 }: Setup) =>
  (plane: ControlPlane) => {
    plane.functions.create({ FunctionName: 'f', Timeout: 900 })
    for (let version = 1; version <= versions; version++) {
      plane.functions.update({ FunctionName: 'f' })
      plane.versions.publish({ FunctionName: 'f' })
    }
    plane.aliases.create({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' })
    if (reserved !== undefined) plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: reserved })
    for (const [qualifier, executions] of Object.entries(provisioned)) provide(plane, qualifier, executions)
  }

function provide(plane: ControlPlane, Qualifier: string, ProvisionedConcurrentExecutions: number): void {
  plane.provisioned.put({ FunctionName: 'f', Qualifier, ProvisionedConcurrentExecutions })
}

const worldOf = ({ reserved, provisioned, versions, ...options }: Setup & WorldOptions) =>
  new World({
    run: () => ({ ms: 1_000 }),
    ...options,
    setup: setup({
      ...(reserved !== undefined && { reserved }),
      ...(provisioned && { provisioned }),
      ...(versions !== undefined && { versions }),
    }),
  })

/** How each attempt started, in order: `#1 on 1 provisioned`. */
const starts = (world: World) =>
  world.told('started').map(({ event, version, provisioned, coldStartMs }) => {
    const where = provisioned === undefined ? '' : provisioned ? ' provisioned' : ' spilled over'
    return `#${event} on ${version}${where}${coldStartMs === undefined ? '' : ' cold'}`
  })

const throttled = (world: World) => world.told('throttled').map(({ event }) => event)

describe('a version with provisioned concurrency', () => {
  it('runs in provisioned environments without a cold start, and spills over when all are in use', () => {
    const world = worldOf({ provisioned: { '1': 2 } })
    world.send(0, 'f', { qualifier: '1', count: 3 })
    world.send(500, 'f', { qualifier: '$LATEST' })
    world.send(1_000, 'f', { qualifier: '1', count: 3 })
    expect(starts(world)).toEqual([
      '#1 on 1 provisioned',
      '#2 on 1 provisioned',
      '#3 on 1 spilled over cold',
      '#4 on $LATEST cold',
      '#5 on 1 provisioned',
      '#6 on 1 provisioned',
      '#7 on 1 spilled over',
    ])
  })

  it('that takes all reserved concurrency leaves $LATEST nothing', () => {
    const world = worldOf({ reserved: 1, provisioned: { '1': 1 } })
    world.send(0)
    world.send(0, 'f', { qualifier: '1', count: 2 })
    expect(throttled(world)).toEqual([1, 3])
    expect(starts(world)).toEqual(['#2 on 1 provisioned'])
    expect(world.told('throttled')).toMatchObject([
      { running: 0, limit: 0, kept: 1, reserved: 1 },
      { running: 1, limit: 1, kept: undefined, reserved: 1 },
    ])
  })

  it('without a reservation takes its concurrency from the account', () => {
    const world = worldOf({ provisioned: { '1': 3 }, accountConcurrency: 5 })
    world.plane.functions.create({ FunctionName: 'g', Timeout: 900 })
    world.send(0, 'g', { count: 3 })
    expect(throttled(world)).toEqual([3])
    world.send(0, 'f', { qualifier: '1', count: 4 })
    expect(throttled(world)).toEqual([3, 7])
  })

  it('that gets a reservation takes its environments along', () => {
    const world = worldOf({ provisioned: { '1': 2 }, accountConcurrency: 5 })
    world.send(0, 'f', { qualifier: '1' })
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 3 })
    world.send(10, 'f', { qualifier: '1', count: 3 })
    expect(throttled(world)).toEqual([4])
    world.plane.functions.create({ FunctionName: 'g', Timeout: 900 })
    world.send(20, 'g', { count: 3 })
    expect(throttled(world)).toEqual([4, 7])
    world.engine.advance(800_000)
    world.plane.concurrency.delete({ FunctionName: 'f' })
    world.send(900_000, 'f', { qualifier: '$LATEST', count: 4 })
    expect(throttled(world).slice(-1)).toEqual([11])
  })

  it('keeps its environments after timeouts and crashes', () => {
    const world = worldOf({ provisioned: { '1': 1 }, run: () => ({ ms: 1e9 }) })
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', Qualifier: '1', MaximumRetryAttempts: 1 })
    world.send(0, 'f', { qualifier: '1' })
    world.finish()
    expect(starts(world)).toEqual(['#1 on 1 provisioned', '#1 on 1 provisioned'])
  })

  it('needs no environment of the scaling rate', () => {
    const world = worldOf({ provisioned: { '1': 3 }, choices: { scalingRate: { environments: 1, perMs: 60_000 } } })
    world.send(0, 'f', { qualifier: '1', count: 5 })
    expect(throttled(world)).toEqual([5])
  })

  it('has environments that live, and count, from when they are made until they are taken away', () => {
    const world = worldOf({ provisioned: { '1': 2 }, choices: { idleLife: 0 } })
    const lived = (atMs: number) => {
      world.engine.advance(atMs)
      return world.engine.environmentMs(world.engine.functions[0]!, atMs)
    }
    expect(lived(1_000)).toBe(2_000)
    world.send(1_000, 'f', { qualifier: '1', count: 2 })
    world.plane.provisioned.delete({ FunctionName: 'f', Qualifier: '1' })
    // Both are in use, and go when their attempts end.
    expect(lived(3_000)).toBe(4_000)
    expect(world.engine.functions[0]!.fleet).toMatchObject({ size: 0, max: 2 })
    expect(world.engine.provisionedUse(world.engine.functions[0]!, 9_000)).toEqual({
      ms: 2_000,
      mbMs: 256_000,
      busyMs: 0,
    })
  })
})

describe('an alias with provisioned concurrency', () => {
  it('has it for its version, by whichever name that is called', () => {
    const world = worldOf({ provisioned: { live: 2 } })
    world.send(0, 'f', { qualifier: 'live' })
    world.send(0, 'f', { qualifier: '1', count: 2 })
    expect(starts(world)).toEqual(['#1 on 1 provisioned', '#2 on 1 provisioned', '#3 on 1 spilled over cold'])
  })

  it('takes it along when it moves', () => {
    const world = worldOf({ provisioned: { live: 1 }, versions: 2 })
    world.plane.aliases.update({ FunctionName: 'f', Name: 'live', FunctionVersion: '2' })
    world.send(0, 'f', { qualifier: 'live' })
    world.send(0, 'f', { qualifier: '1' })
    expect(starts(world)).toEqual(['#1 on 2 provisioned', '#2 on 1 cold'])
  })

  it('divides it between two versions by their weights', () => {
    const world = worldOf({ provisioned: { live: 4 }, versions: 2 })
    const RoutingConfig = { AdditionalVersionWeights: { '2': 0.25 } }
    world.plane.aliases.update({ FunctionName: 'f', Name: 'live', RoutingConfig })
    world.send(0, 'f', { qualifier: '1', count: 4 })
    world.send(0, 'f', { qualifier: '2', count: 2 })
    expect(starts(world).filter((start) => start.includes('spilled'))).toEqual([
      '#4 on 1 spilled over cold',
      '#6 on 2 spilled over cold',
    ])
  })
})

describe('a change', () => {
  it('that asks for more is there when it is ready, one that asks for less at once', () => {
    const world = worldOf({ provisioned: { '1': 1 }, choices: { provisionedReadyMs: 5_000 } })
    const isProvisioned = (atMs: number, count: number) => {
      world.send(atMs, 'f', { qualifier: '1', count })
      return world
        .told('started')
        .slice(-count)
        .map(({ provisioned }) => provisioned)
    }
    expect(isProvisioned(0, 2)).toEqual([true, false])
    world.engine.advance(2_000)
    provide(world.plane, '1', 3)
    expect(isProvisioned(6_999, 2)).toEqual([true, false])
    expect(isProvisioned(8_000, 4)).toEqual([true, true, true, false])
    world.engine.advance(10_000)
    provide(world.plane, '1', 2)
    expect(isProvisioned(10_000, 3)).toEqual([true, true, false])
  })

  it('that is taken back before it is ready never is', () => {
    const world = worldOf({ choices: { provisionedReadyMs: 5_000 } })
    provide(world.plane, '1', 3)
    world.engine.advance(3_000)
    provide(world.plane, '1', 1)
    world.send(4_900, 'f', { qualifier: '1' })
    world.send(5_000, 'f', { qualifier: '1', count: 2 })
    expect(starts(world)).toEqual(['#1 on 1 cold', '#2 on 1 provisioned', '#3 on 1 spilled over cold'])
  })

  it('that asks for more again does not put off what was asked for before', () => {
    const world = worldOf({ choices: { provisionedReadyMs: 5_000 }, run: () => ({ ms: 100 }) })
    const sizes = Array.from({ length: 9 }, (_, second) => {
      world.engine.advance(second * 1_000)
      provide(world.plane, '1', second + 1)
      return world.engine.functions[0]!.versions[1]!.provisioned!.size
    })
    expect(sizes).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 4])
  })

  it('that takes back a part of it takes what would be ready last', () => {
    const world = worldOf({ provisioned: { '1': 1 }, choices: { provisionedReadyMs: 5_000 } })
    const sizeAt = (atMs: number) => {
      world.engine.advance(atMs)
      return world.engine.functions[0]!.versions[1]!.provisioned!.size
    }
    for (const [second, executions] of [3, 6, 5, 2].entries()) {
      world.engine.advance(second * 1_000)
      provide(world.plane, '1', executions)
    }
    expect([sizeAt(4_999), sizeAt(5_000), sizeAt(10_000)]).toEqual([1, 2, 2])
    provide(world.plane, '1', 4)
    world.engine.advance(11_000)
    provide(world.plane, '1', 1)
    expect([sizeAt(11_000), sizeAt(20_000)]).toEqual([1, 1])
    expect(world.engine.nextDueMs()).toBe(Number.POSITIVE_INFINITY)
  })

  it('that asks for less again and again lets each environment in use go once, at the end of its attempt', () => {
    const world = worldOf({ provisioned: { '1': 4 } })
    world.send(0, 'f', { qualifier: '1', count: 4 })
    for (const executions of [3, 1, 2]) provide(world.plane, '1', executions)
    const [state] = world.engine.functions
    expect(state!.fleet.size).toBe(4)
    world.finish()
    expect(state!.fleet).toMatchObject({ size: 2, max: 4 })
    expect(world.engine.environmentMs(state!, 5_000)).toBe(2 * 1_000 + 2 * 5_000)
  })

  it('never lets more run than is reserved, whatever ran before it', () => {
    const world = worldOf({ reserved: 2, provisioned: { live: 2 }, versions: 2 })
    world.send(0, 'f', { qualifier: 'live', count: 2 })
    world.plane.aliases.update({ FunctionName: 'f', Name: 'live', FunctionVersion: '2' })
    world.send(10, 'f', { qualifier: 'live', count: 2 })
    expect(throttled(world)).toEqual([3, 4])
    // Idle environments for which there is no room keep nothing.
    expect(world.told('throttled')[0]).toMatchObject({ running: 2, limit: 2, kept: undefined, reserved: 2 })
    world.finish()
    expect(starts(world).slice(2)).toEqual(['#3 on 2 provisioned', '#4 on 2 provisioned'])
  })

  it('that deletes the function, or the version, gives the concurrency back', () => {
    const world = worldOf({ provisioned: { '1': 3 }, accountConcurrency: 3 })
    world.plane.functions.delete({ FunctionName: 'f' })
    world.plane.functions.create({ FunctionName: 'g', Timeout: 900 })
    world.send(0, 'g', { count: 4 })
    expect(throttled(world)).toEqual([4])
  })
})

describe('under fifo', () => {
  const choices = { queueing: 'fifo' } as const

  it('a freed provisioned environment takes the first event that may use it, past those that may not', () => {
    const world = worldOf({
      reserved: 2,
      provisioned: { '1': 1 },
      choices,
      run: ({ version }) => ({ ms: version === 1 ? 100 : 1_000 }),
    })
    world.send(0)
    for (const qualifier of ['1', '$LATEST', '1', '1']) world.send(1, 'f', { qualifier })
    world.finish()
    expect(starts(world)).toEqual([
      '#1 on $LATEST cold',
      '#2 on 1 provisioned',
      '#4 on 1 provisioned',
      '#5 on 1 provisioned',
      '#3 on $LATEST',
    ])
    expect(world.told('started').map(({ atMs }) => atMs)).toEqual([0, 1, 101, 201, 1_000])
  })

  it('idle environments take events that wait as soon as attempts of before a change leave room', () => {
    const world = worldOf({
      reserved: 4,
      provisioned: { live: 4 },
      versions: 2,
      choices,
      run: () => ({ ms: 30_000 }),
    })
    world.send(0, 'f', { qualifier: 'live', count: 4 })
    world.send(5_000, 'f', { qualifier: 'live' })
    world.send(6_000, 'f', { qualifier: 'live' })
    world.engine.advance(10_000)
    world.plane.aliases.update({ FunctionName: 'f', Name: 'live', FunctionVersion: '2' })
    world.finish()
    expect(world.starts(5)).toEqual([30_000])
    expect(world.starts(6)).toEqual([30_000])
  })

  it('idle environments take events that wait when on-demand attempts end that ran beyond a lowered limit', () => {
    const run = ({ version }: { version: number }) => ({ ms: version === 0 ? 60_000 : 1_000 })
    const world = worldOf({ reserved: 10, provisioned: { '1': 2 }, choices, run })
    world.send(0, 'f', { count: 8 })
    world.engine.advance(10_000)
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 2 })
    world.send(20_000, 'f', { qualifier: '1', count: 3 })
    world.finish()
    expect([9, 10, 11].flatMap((event) => world.starts(event))).toEqual([60_000, 60_000, 61_000])
  })

  it('a freed provisioned environment takes an event that waits for the scaling rate, past those that may not', () => {
    const world = worldOf({
      versions: 2,
      provisioned: { '1': 1 },
      choices: { ...choices, scalingRate: { environments: 1, perMs: 600_000 } },
      run: () => ({ ms: 30_000 }),
    })
    world.send(0, 'f', { qualifier: '2', count: 3 })
    for (const second of [1, 2, 3, 4]) world.send(second * 1_000, 'f', { qualifier: '1' })
    world.finish()
    expect([4, 5, 6, 7].flatMap((event) => world.starts(event))).toEqual([1_000, 31_000, 61_000, 91_000])
  })

  it('environments that become ready take events that wait', () => {
    const world = worldOf({ reserved: 1, choices: { ...choices, provisionedReadyMs: 300 } })
    world.send(0, 'f', { qualifier: '1', count: 2 })
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 2 })
    world.send(0, 'f', { qualifier: '1', count: 2 })
    provide(world.plane, '1', 1)
    world.finish()
    expect(starts(world)).toEqual(['#1 on 1 cold', '#2 on 1 cold', '#3 on 1 provisioned', '#4 on 1 spilled over'])
  })
})
