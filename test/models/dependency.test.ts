import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { type Model, run, toleranceOf } from './modelled.ts'

type Dependencies = NonNullable<ScenarioInput['dependencies']>

/** Functions with an event each second, all with the same model; without retries. */
function scenario(names: readonly string[], model: Model, dependencies: Dependencies, seconds = 1_000): ScenarioInput {
  const each = {
    eventInvokeConfig: { MaximumRetryAttempts: 0 },
    timeout: '900s' as const,
    model,
    arrivals: [{ constant: { rate: '1/s' as const } }],
  }
  return { runLength: `${seconds}s`, dependencies, functions: Object.fromEntries(names.map((name) => [name, each])) }
}

/** Per function the outcome of each attempt, in order of its start. */
async function outcomesOf(input: ScenarioInput): Promise<Record<string, string[]>> {
  const { attempts } = await run(input)
  const startMs = ({ atMs, durationMs }: (typeof attempts)[number]) => atMs - durationMs
  const byFunction: Record<string, string[]> = {}
  for (const each of attempts.toSorted((a, b) => startMs(a) - startMs(b))) {
    byFunction[each.function] ??= []
    byFunction[each.function]!.push(each.outcome)
  }
  return byFunction
}

const uses = (share = 1): Model => ({ uses: [share === 1 ? 'database' : { name: 'database', share }] })
const down = { up: { mean: '60s' }, down: { mean: '30s' } } as const

describe('a dependency', () => {
  it('that is away fails everybody who uses it, and nobody else', async () => {
    const input = scenario(['a', 'b', 'c'], uses(), { database: { outages: [{ from: '100s', to: '200s' }] } })
    const functions = { ...input.functions, c: { ...input.functions!.c, model: {} } }
    const { a, b, c } = await outcomesOf({ ...input, functions })
    expect(a!.map((outcome, second) => (outcome === 'error' ? second : -1)).filter((second) => second >= 0)).toEqual(
      Array.from({ length: 100 }, (_, index) => 100 + index),
    )
    expect(b).toEqual(a)
    expect(new Set(c)).toEqual(new Set(['success']))
  })

  it('that comes and goes is up or down for all at the same time', async () => {
    const { a, b } = await outcomesOf(scenario(['a', 'b'], uses(), { database: { states: down } }))
    const switches = a!.filter((outcome, second) => second > 0 && outcome !== a![second - 1])
    expect(a![0]).toBe('success')
    expect(switches.length).toBeGreaterThan(10)
    expect(b).toEqual(a)
  })

  it('comes and goes the same whoever looks, and however often', async () => {
    const dependencies = { database: { states: down } }
    const { a } = await outcomesOf(scenario(['a'], uses(), dependencies))
    const input = scenario(['a', 'b'], uses(), { ...dependencies, cache: { states: down } })
    const seldom = { ...input.functions!.b, arrivals: [{ constant: { rate: '1/m' as const } }] }
    const often = { ...input.functions!.b, model: { uses: ['cache', 'database'] } }
    expect((await outcomesOf({ ...input, functions: { ...input.functions, b: often } })).a).toEqual(a)
    const alone = await outcomesOf({ ...input, functions: { b: seldom } })
    expect(alone.b).toEqual(a!.filter((_, second) => second % 60 === 0))
  })

  it('comes and goes in its own time: another one, another seed, another time', async () => {
    const both = { database: { states: down }, cache: { states: down } }
    const input = scenario(['a', 'b'], uses(), both)
    const functions = { a: input.functions!.a!, b: { ...input.functions!.b, model: { uses: ['cache'] } } }
    const { a, b } = await outcomesOf({ ...input, functions })
    expect(b).not.toEqual(a)
    expect((await outcomesOf({ ...input, functions, seed: 2 })).a).not.toEqual(a)
  })

  it('has states of any length, and may only slow down', async () => {
    const states = { up: { lasts: '10s' }, down: { lasts: { constant: '5s' }, slowdown: 3 } } as const
    const model = { ...uses(), duration: '100ms' }
    const { attempts } = await run(scenario(['a'], model, { database: { states } }, 60))
    expect(attempts.map(({ outcome, durationMs }) => `${outcome} ${durationMs}`)).toEqual(
      Array.from({ length: 60 }, (_, second) => `success ${second % 15 < 10 ? 100 : 300}`),
    )
  })

  it.each([
    ['states', { states: { up: { lasts: '1ms' }, down: { lasts: '1d', errors: 0.3, slowdown: 2 } } }],
    ['saturation', { saturation: { from: 0, full: 0.001, errors: 0.3, slowdown: 2 } }],
    ['outages', { outages: [{ from: '0s', to: '1d', probability: 0.3 }] }],
  ] as const)('with a chance to fail in its %s fails each for itself', async (_, database) => {
    const input = scenario(['a', 'b'], { ...uses(), duration: '1ms' }, { database: { ...database } as never }, 5_000)
    const { a, b } = await outcomesOf(input)
    const shareOf = (outcomes: string[]) => outcomes.filter((outcome) => outcome === 'error').length / 5_000
    expect(Math.abs(shareOf(a!) - 0.3)).toBeLessThan(toleranceOf(0.3, 5_000))
    // Both at once: 0.09 if they are independent, 0.3 if they are one.
    const both = a!.filter((outcome, index) => outcome === 'error' && b![index] === 'error').length / 5_000
    expect(Math.abs(both - 0.09)).toBeLessThan(toleranceOf(0.09, 5_000))
  })

  it('that only some attempts need fails that share of them', async () => {
    const dependencies = { database: { outages: [{ from: '0s', to: '1d' }] } }
    const { a } = await outcomesOf(scenario(['a'], uses(0.2), dependencies, 5_000))
    const share = a!.filter((outcome) => outcome === 'error').length / 5_000
    expect(Math.abs(share - 0.2)).toBeLessThan(toleranceOf(0.2, 5_000))
  })

  it('in a slow outage lets attempts hang, until their timeout at most', async () => {
    const dependencies = { database: { outages: [{ from: '10s', to: '20s', duration: '7s' }] } }
    const input = scenario(['a'], { ...uses(), duration: '1s' }, dependencies, 30)
    const { attempts } = await run(input)
    const counted = (wanted: string) =>
      attempts.filter(({ outcome, durationMs }) => `${outcome} ${durationMs}` === wanted).length
    expect([counted('success 1000'), counted('error 7000')]).toEqual([20, 10])
  })

  it('that never harms changes nothing at all', async () => {
    const model: Model = { duration: { exponential: { mean: '3s' } }, coldStart: '1s', errors: { probability: 0.2 } }
    const without = await run(scenario(['a', 'b'], model, {}))
    const states = { up: { mean: '10s' }, down: { mean: '10s', errors: 0, slowdown: 1 } } as const
    const database = { states, saturation: { from: 1, full: 2, errors: 0, slowdown: 1 } }
    const harmless = await run(scenario(['a', 'b'], { ...model, ...uses(0.5) }, { database }))
    expect(harmless.lines).toEqual(without.lines)
  })
})

describe('an attempt with several dependencies', () => {
  const slow = (slowdown: number) => ({ up: { lasts: '1ms' }, down: { lasts: '1d', slowdown } }) as const
  const away = { outages: [{ from: '0s', to: '1d' }] } as const
  const end = async (wanted: string[], errors = {}) => {
    const dependencies: Dependencies = {
      twice: { states: slow(2) },
      thrice: { states: slow(3) },
      away: { outages: [...away.outages] },
    }
    const { attempts } = await run({
      dependencies,
      functions: {
        a: {
          eventInvokeConfig: { MaximumRetryAttempts: 0 },
          model: { duration: '100ms', errors, uses: wanted },
          arrivals: [{ at: ['1s'] }],
        },
      },
    })
    return attempts.map(({ outcome, durationMs }) => `${outcome} ${durationMs}`)
  }

  it('takes as long as all of them together make it', async () => {
    expect(await end(['twice', 'thrice'])).toEqual(['success 600'])
  })

  it('takes as long as all harms of one together make it', async () => {
    const { attempts } = await run({
      dependencies: { database: { states: slow(2), saturation: { from: 0, full: 1, slowdown: 3 } } },
      functions: { a: { model: { duration: '100ms', ...uses() }, arrivals: [{ at: ['1s'] }] } },
    })
    expect(attempts.map(({ outcome, durationMs }) => `${outcome} ${durationMs}`)).toEqual(['success 600'])
  })

  it('may be failed by each of them, independently of the others', async () => {
    const half = { outages: [{ from: '0s', to: '1d', probability: 0.5 }] }
    const input = scenario(['a'], { uses: ['x', 'y'] }, { x: half, y: half } as Dependencies, 5_000)
    const { a } = await outcomesOf(input)
    const share = a!.filter((outcome) => outcome === 'success').length / 5_000
    expect(Math.abs(share - 0.25)).toBeLessThan(toleranceOf(0.25, 5_000))
  })

  it('meets them in order up to the first that fails it', async () => {
    expect(await end(['twice', 'away', 'thrice'])).toEqual(['error 200'])
  })

  it('meets none of them where it fails by itself, or where the service does', async () => {
    expect(await end(['twice'], { probability: 1 })).toEqual(['error 100'])
    expect((await end(['twice'], { system: 0.999 }))[0]).toBe('system 100')
  })
})

describe('saturation', () => {
  const saturated = (full: object, arrivals: Record<string, string[]>, share = 1) =>
    run({
      dependencies: { database: { saturation: { from: 2, full: 4, ...full } } },
      functions: Object.fromEntries(
        Object.entries(arrivals).map(([name, at]) => [
          name,
          {
            timeout: '900s',
            eventInvokeConfig: { MaximumRetryAttempts: 0 },
            model: { duration: '1s', ...uses(share) },
            arrivals: [{ at }],
          },
        ]),
      ),
    })

  it('slows down by the attempts in progress of all functions, in proportion between from and full', async () => {
    const { attempts } = await saturated({ slowdown: 3 }, { a: ['0s', '1ms', '2ms'], b: ['3ms', '4ms', '10s'] })
    const durations = attempts.toSorted((x, y) => x.event - y.event).map(({ durationMs }) => durationMs)
    // The load with each of them: 1, 2, 3, 4, 5; and 1 again when the others have ended.
    expect(durations).toEqual([1_000, 1_000, 2_000, 3_000, 3_000, 1_000])
  })

  it('does not count attempts that do not need it', async () => {
    const { attempts } = await saturated({ slowdown: 3 }, { a: Array.from({ length: 9 }, () => '0s') }, 0)
    expect(attempts.every(({ durationMs }) => durationMs === 1_000)).toBe(true)
  })

  it('may make attempts fail instead', async () => {
    const { attempts } = await saturated({}, { a: ['0s', '0s', '0s', '0s', '0s', '0s'] })
    const outcomes = attempts.toSorted((x, y) => x.event - y.event).map(({ outcome }) => outcome)
    expect(outcomes.slice(0, 2)).toEqual(['success', 'success'])
    expect(outcomes.slice(3)).toEqual(['error', 'error', 'error'])
  })
})
