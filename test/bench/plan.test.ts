import { expect, test } from 'vitest'
import { type PlanOptions, planRuns } from './plan.ts'
import type { Row } from './rows.ts'

const workload = (name: string) => ({ name, events: 1000, description: '' })
const row = (name: string, more: Partial<Row> = {}): Row => ({ name, program: 'engine', ...more })
const ONCE: PlanOptions = { rounds: 1, eventsScale: 1 }

test('rows are interleaved within a workload', () => {
  const runs = planRuns([workload('W'), workload('W2')], [row('a'), row('b')], { rounds: 2, eventsScale: 1 })
  expect(runs.map((run) => `${run.workload.name} ${run.round} ${run.row.name}`)).toEqual([
    'W 1 a',
    'W 1 b',
    'W 2 a',
    'W 2 b',
    'W2 1 a',
    'W2 1 b',
    'W2 2 a',
    'W2 2 b',
  ])
})

test('a row runs only on its workloads and no more rounds than its own', () => {
  const rows = [row('a'), row('only W2', { workloads: ['W2'] }), row('once', { rounds: 1 })]
  const runs = planRuns([workload('W')], rows, { rounds: 2, eventsScale: 1 })
  expect(runs.map((run) => run.row.name)).toEqual(['a', 'once', 'a'])
})

test('a row takes the events of the workload, a share of them, or its own number, all scaled', () => {
  const rows = [row('all'), row('share', { events: { share: 0.1 } }), row('own', { events: 50 })]
  const events = (options: PlanOptions) => planRuns([workload('W')], rows, options).map((run) => run.events)
  expect(events(ONCE)).toEqual([1000, 100, 50])
  expect(events({ ...ONCE, eventsScale: 0.5 })).toEqual([500, 50, 25])
  expect(events({ ...ONCE, eventsScale: 1e-9 })).toEqual([1, 1, 1])
})
