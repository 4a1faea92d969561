import { describe, expect, test } from 'vitest'
import { parseSize } from '../../src/notation/size.ts'
import { type DistributionSpec, poolRow, smallestOf } from '../../src/scenario/distribution.ts'
import { modelsOf } from '../../src/scenario/models.ts'
import { readScenario, takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { inMemory } from './reading.ts'

const FILES = {
  'run.csv': 'handler_s,cold,region\n3,0,eu\n1,0,us\n9,1,eu\n2,0,eu\n2,0.0,eu\n',
  'pool.csv': 'p0_ms,p100_ms\n1,2\n3,4\n5,6\n',
}
const readFile = inMemory(FILES)

async function modelWith(model: string) {
  const { scenario } = await readScenario(`functions: { f: { timeout: 900s, model: ${model} } }\n`, 's.yaml', {
    readFile,
  })
  return scenario.functions[0]!.model
}

describe('a sample from a file', () => {
  test('is its column in ascending order, in milliseconds', async () => {
    const { duration } = await modelWith('{ duration: { empirical: { file: run.csv, column: handler_s, unit: s } } }')
    expect(duration).toEqual({ kind: 'empirical', values: Float64Array.of(1_000, 2_000, 2_000, 3_000, 9_000) })
  })

  test('is of the rows that are asked for: numbers as numbers, texts as texts', async () => {
    const where = (condition: string) =>
      modelWith(`{ coldStart: { empirical: { file: run.csv, column: handler_s, where: { ${condition} } } } }`)
    const values = async (condition: string) => {
      const { coldStart } = await where(condition)
      return coldStart.kind === 'empirical' && [...coldStart.values]
    }
    expect(await values('cold: 0')).toEqual([1, 2, 2, 3])
    expect(await values('cold: "0"')).toEqual([1, 2, 3])
    expect(await values('cold: 0, region: eu')).toEqual([2, 2, 3])
  })

  test('is read once and kept once, however many functions draw from it', async () => {
    const sample = { empirical: { file: 'run.csv', column: 'handler_s' } }
    const mixed = { mixture: [{ weight: 1, of: sample }] }
    const functions: ScenarioInput['functions'] = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [name, { model: { duration: name < 'c' ? sample : mixed } }]),
    )
    const { scenario } = await takeScenario({ functions }, { readFile })
    const [a, b] = scenario.functions.map(({ model }) => model.duration)
    expect(a!.kind === 'empirical' && b!.kind === 'empirical' && a.values === b.values).toBe(true)
    const modelOf = modelsOf(scenario)
    const models = ['a', 'b', 'c', 'd'].map((name) => modelOf(name, 0))
    expect(new Set(models).size).toBe(2)
    expect(models[0]!.duration.mean).toBe(3.4)
  })
})

describe('a distribution that holds others', () => {
  const pool: DistributionSpec = {
    kind: 'pool',
    rows: [1, 3, 5].map(
      (low) =>
        [
          [0, low],
          [1, low + 1],
        ] as const,
    ),
  }

  test('has the row of a pool in it that belongs to the function', () => {
    const row = poolRow(pool, 'f', 1)
    const whole: DistributionSpec = {
      kind: 'mixture',
      parts: [
        { weight: 1, of: { kind: 'shifted', by: 7, of: pool } },
        { weight: 2, of: { kind: 'constant', value: 0 } },
      ],
    }
    expect(poolRow(whole, 'f', 1)).toEqual({
      kind: 'mixture',
      parts: [
        { weight: 1, of: { kind: 'shifted', by: 7, of: row } },
        { weight: 2, of: { kind: 'constant', value: 0 } },
      ],
    })
  })

  test.each<[DistributionSpec, number]>([
    [{ kind: 'empirical', values: Float64Array.of(4, 9) }, 4],
    [{ kind: 'shifted', by: 7, of: { kind: 'uniform', min: 2, max: 3 } }, 9],
    [{ kind: 'shifted', by: 7, of: { kind: 'exponential', mean: 3 } }, 7],
    [
      {
        kind: 'mixture',
        parts: [
          { weight: 1, of: { kind: 'constant', value: 5 } },
          { weight: 1, of: { kind: 'pareto', minimum: 3, shape: 1 } },
        ],
      },
      3,
    ],
  ])('has a smallest value: %o', (spec, smallest) => expect(smallestOf(spec)).toBe(smallest))
})

describe('a size', () => {
  test.each([
    [0, 0],
    [1_500.5, 1_500.5],
    ['512B', 512],
    ['20KB', 20_480],
    ['1.5 mb', 1_572_864],
  ])('of %j is %i bytes', (written, bytes) => expect(parseSize(written)).toBe(bytes))

  test.each([
    [-1, '-1'],
    [Number.NaN, 'NaN'],
    ['20', '"20"'],
    ['20 GB', '"20 GB"'],
    [null, 'nothing'],
  ])('is not %j', (written, shown) => {
    expect(() => parseSize(written)).toThrow(new RangeError(`expected a size such as 20000, 20KB or 1MB, got ${shown}`))
  })
})
