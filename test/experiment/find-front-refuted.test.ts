import { expect, it } from 'vitest'
import { figuresOf } from '../../src/experiment/figure.ts'
import { readFrontSearch } from '../../src/experiment/find-front.ts'
import { searchFrontWith } from '../../src/experiment/front-search.ts'
import { replicationOf } from '../../src/experiment/replication.ts'
import type { Runner } from '../../src/experiment/workers.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'

const SLOTS = 'functions.station.reservedConcurrency'
const MEMORY = 'functions.station.memory'
const STATION: ScenarioInput = {
  runLength: '10s',
  functions: { station: { model: { duration: '100ms' }, arrivals: [{ constant: { rate: '1/s' } }] } },
}

/** Makes runs in which the cost and the drops of the total are what somebody says. */
function runnerOf(
  told: (slots: number, memory: number, replication: number) => { cost: number; dropped: number },
): Runner {
  return {
    size: 1,
    underWay: 0,
    close: async () => {},
    follow: () => Promise.reject(new Error('nothing is followed')),
    typical: () => Promise.reject(new Error('nothing is typical')),
    async replicate(task) {
      const made = replicationOf({ ...task, withResult: true })
      const { reservedConcurrency, memoryMb } = task.scenario.functions[0]!
      const { cost, dropped } = told(reservedConcurrency!, memoryMb, task.replication)
      const instead: Record<string, number> = { 'cost.usd': cost, dropped }
      const values = figuresOf(made.result!).map(({ subject, metric }, place) =>
        subject === 'total' ? (instead[metric] ?? made.values[place]!) : made.values[place]!,
      )
      return { ...made, values: Float64Array.from(values) }
    },
  }
}

// With one slot nothing is dropped in 59 runs and something in a later one: then its neighbours are the best, which were
// left out because of it, tried or not.
it.each([
  ['settings that were tried', '1,2'],
  ['settings that were not', '1..9'],
])('What breaks == in a late run gives back what was left out because of it: %s', async (_, slots) => {
  const runner = runnerOf((slots, memory, run) => ({
    cost: slots + (run % 2 === (memory === 128 ? 0 : 1) ? 0.05 : 0),
    dropped: slots === 1 && run === (memory === 128 ? 71 : 90) ? 1 : 0,
  }))
  const quest = { vary: [`${SLOTS}=${slots}`, `${MEMORY}=128,256`], minimize: ['cost'], require: 'total.dropped == 0' }
  const names = { vary: 'vary', minimize: 'minimize', require: 'require' }
  const search = await readFrontSearch(quest, names, (set) => takeScenario(STATION, { set }))
  const result = (await searchFrontWith(runner, search))!
  const at = (point: number) => result.points.find((each) => each.point === point)!
  expect(result.points.filter(({ values }) => values[SLOTS] === 1).map(({ verdict }) => verdict)).toEqual([
    'unmet',
    'unmet',
  ])
  expect(result).toMatchObject({ outcome: 'found', open: 0 })
  expect(result.front.map((point) => at(point).values[SLOTS])).toEqual([2, 2])
})
