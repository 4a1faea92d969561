import { describe, expect, it } from 'vitest'
import { FAILS, SINK, World, type WorldOptions } from './world.ts'

/** Versions 1 and 2 behind the alias `live`, which leads to 1, or to 2 with a weight. */
function aliased(weight = 0): Pick<WorldOptions, 'setup'> {
  return {
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f' })
      plane.versions.publish({ FunctionName: 'f' })
      plane.functions.update({ FunctionName: 'f', MemorySize: 256 })
      plane.versions.publish({ FunctionName: 'f' })
      const RoutingConfig = { AdditionalVersionWeights: weight > 0 ? { 2: weight } : {} }
      plane.aliases.create({ FunctionName: 'f', Name: 'live', FunctionVersion: '1', RoutingConfig })
    },
  }
}

function versionsByEvent(world: World): string[][] {
  const starts = world.told('started')
  return [...Map.groupBy(starts, ({ event }) => event).values()].map((own) => own.map(({ version }) => version))
}

function shareOf2(versions: readonly string[]): number {
  return versions.filter((version) => version === '2').length / versions.length
}

describe('a weighted alias', () => {
  const sent = { count: 1_000, qualifier: 'live' }

  it('draws the version anew for each attempt', () => {
    const world = new World({ ...aliased(0.3), accountConcurrency: 2_000, run: FAILS })
    world.send(0, 'f', sent)
    const versions = versionsByEvent(world.finish())
    expect(Math.abs(shareOf2(versions.flat()) - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / 3_000))
    const mixed = versions.filter((own) => new Set(own).size > 1).length / 1_000
    const expected = 1 - 0.3 ** 3 - 0.7 ** 3
    expect(Math.abs(mixed - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 1_000))
  })

  it('keeps to one version an event where the choice says so', () => {
    const choices = { weightedAlias: 'sticky' } as const
    const world = new World({ ...aliased(0.3), accountConcurrency: 2_000, run: FAILS, choices })
    world.send(0, 'f', sent)
    const versions = versionsByEvent(world.finish())
    expect(versions.every((own) => own.length === 3 && new Set(own).size === 1)).toBe(true)
    expect(Math.abs(shareOf2(versions.flat()) - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / 1_000))
  })

  it('may send everything or nothing to its second version', () => {
    for (const weight of [0, 1]) {
      const world = new World(aliased(weight))
      world.send(0, 'f', sent)
      expect(shareOf2(versionsByEvent(world.finish()).flat())).toBe(weight)
    }
  })
})

describe('an alias', () => {
  it('that moves between two attempts takes the event along to its new version', () => {
    const world = new World({ ...aliased(), run: FAILS })
    const DestinationConfig = { OnFailure: { Destination: SINK } }
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', Qualifier: 'live', DestinationConfig })
    world.send(0, 'f', { qualifier: 'live' })
    world.engine.advance(30_000)
    world.plane.aliases.update({ FunctionName: 'f', Name: 'live', FunctionVersion: '2' })
    world.finish()
    expect(versionsByEvent(world)).toEqual([['1', '2', '2']])
    const { requestContext, responseContext } = JSON.parse(world.bodies(SINK)[0]!)
    expect(requestContext.functionArn).toMatch(/:function:f:live$/)
    expect(responseContext.executedVersion).toBe('2')
  })

  it('has the event-invoke config of its own name only, without a fallback', () => {
    const world = new World({ ...aliased(), run: FAILS })
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0 })
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', Qualifier: '1', MaximumRetryAttempts: 1 })
    for (const qualifier of ['$LATEST', '1', 'live']) world.send(0, 'f', { qualifier })
    world.finish()
    expect(versionsByEvent(world)).toEqual([['$LATEST'], ['1', '1'], ['1', '1', '1']])
  })

  it('that is missing for a while costs attempts, and runs once it is there', () => {
    const world = new World({ ...aliased() })
    world.send(0, 'f', { qualifier: 'beta' })
    world.engine.advance(90_000)
    world.plane.aliases.create({ FunctionName: 'f', Name: 'beta', FunctionVersion: '2' })
    world.finish()
    expect(world.told('missed', 'started').map(({ name, atMs }) => `${name} at ${atMs}`)).toEqual([
      'missed at 0',
      'missed at 60000',
      'started at 180000',
    ])
    expect(world.ends()).toEqual(['#1 Success at 180000'])
  })

  it('that is missing leaves nothing behind where the choice says so', () => {
    const world = new World({ ...aliased(), choices: { missingTarget: 'drop' } })
    const DestinationConfig = { OnFailure: { Destination: SINK } }
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', Qualifier: 'live', DestinationConfig })
    world.plane.aliases.delete({ FunctionName: 'f', Name: 'live' })
    world.send(0, 'f', { qualifier: 'live' })
    world.finish()
    expect(world.taken).toEqual([])
    expect(world.told('discarded')).toHaveLength(1)
  })
})

describe('a function', () => {
  it('that is deleted and made again runs what waits, under its new settings', () => {
    const world = new World({ run: ({ tries }) => (tries === 1 ? FAILS() : { ms: 4_000 }) })
    world.send(0)
    world.engine.advance(10_000)
    world.plane.functions.delete({ FunctionName: 'f' })
    world.plane.functions.create({ FunctionName: 'f', Timeout: 5 })
    const DestinationConfig = { OnSuccess: { Destination: SINK } }
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
    world.finish()
    expect(world.ends()).toEqual(['#1 Success at 64000'])
    expect(world.bodies(SINK)).toHaveLength(1)
  })

  it('that is deleted costs an attempt with 404', () => {
    const world = new World({ run: FAILS })
    world.send(0)
    world.engine.advance(10_000)
    world.plane.functions.delete({ FunctionName: 'f' })
    world.finish()
    expect(world.told('missed').map(({ atMs }) => atMs)).toEqual([60_000, 180_000])
    expect(world.ends()).toEqual(['#1 RetriesExhausted at 180000'])
  })
})
