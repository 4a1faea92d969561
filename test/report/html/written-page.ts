import { pageAssets } from '../../../src/cli/page-assets.ts'
import { axisNumbers } from '../../../src/experiment/axis-numbers.ts'
import type { CompareOptions } from '../../../src/experiment/compare.ts'
import { compareWith } from '../../../src/experiment/comparison.ts'
import { courseEstimate, courseEstimates } from '../../../src/experiment/course-estimate.ts'
import { unseenShare } from '../../../src/experiment/estimate.ts'
import { experimentWith } from '../../../src/experiment/experiment.ts'
import { readSearch } from '../../../src/experiment/find.ts'
import { readFrontSearch } from '../../../src/experiment/find-front.ts'
import { followEvent } from '../../../src/experiment/followed-event.ts'
import { searchFrontWith } from '../../../src/experiment/front-search.ts'
import { replicationOf } from '../../../src/experiment/replication.ts'
import { searchWith } from '../../../src/experiment/search.ts'
import { readGrid } from '../../../src/experiment/sweep.ts'
import { sweepWith } from '../../../src/experiment/sweeping.ts'
import { typicalEventsOf } from '../../../src/experiment/typical-events.ts'
import type { Runner } from '../../../src/experiment/workers.ts'
import { type Course, courseOf } from '../../../src/measure/course.ts'
import { TransitionSeries } from '../../../src/measure/transition-series.ts'
import { comparisonPage } from '../../../src/report/html/comparison-page.ts'
import { findPage } from '../../../src/report/html/find-page.ts'
import { frontPage } from '../../../src/report/html/front-page.ts'
import { replicationsPage } from '../../../src/report/html/replications-page.ts'
import { runPage } from '../../../src/report/html/run-page.ts'
import { sweepPage } from '../../../src/report/html/sweep-page.ts'
import { METRICS } from '../../../src/scenario/metric.ts'
import { readScenario } from '../../../src/scenario/read.ts'
import { Simulation } from '../../../src/scenario/simulation.ts'

export const ASSETS = pageAssets('1.2.3')

/** An outage, throttles, a change, drops of two kinds and a queue, in twenty minutes. */
export const EVENTFUL = `\
name: an eventful evening
seed: 3
runLength: 20m
functions:
  orders:
    reservedConcurrency: 3
    eventInvokeConfig:
      MaximumEventAgeInSeconds: 120
      MaximumRetryAttempts: 1
      DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:123456789012:failed" } }
    model:
      duration: { exponential: { mean: 800ms } }
      errors: { probability: 0.05, outages: [{ from: 4m, to: 6m }] }
    arrivals: [{ poisson: { rate: 3/s } }]
  mail:
    model: { duration: 200ms }
    arrivals: [{ constant: { rate: 1/s } }]
changes:
  - { at: 12m, functions: { orders: { reservedConcurrency: 10 } } }
expect:
  - orders.discarded == 0
  - orders.dropped == 0
`

/** Makes runs in this thread. */
const HERE: Runner = {
  size: 1,
  underWay: 0,
  replicate: async (task) => replicationOf(task),
  follow: async (task) => followEvent(task),
  typical: async (scenario) => typicalEventsOf(scenario),
  close: async () => {},
}

/** The page of `run`. */
export async function pageOfRun(text = EVENTFUL): Promise<string> {
  const { scenario } = await readScenario(text, 'evening.yaml')
  const transitions = new TransitionSeries(scenario.warmUpMs)
  const simulation = new Simulation(scenario, { observers: [transitions] }).run()
  const result = simulation.result(['something is odd'])
  const course = courseEstimate([courseOf(simulation.metrics, transitions)])
  const report = { result, scenario, series: simulation.metrics.series, depths: simulation.depths }
  const source = { text, command: 'asyncinvoke run evening.yaml --html evening.html', seed: scenario.seed }
  return runPage({ report, course, typical: typicalEventsOf(scenario), source }, ASSETS)
}

/** The page of `run --replications 4`. */
export async function pageOfReplications(text = EVENTFUL): Promise<string> {
  const { scenario } = await readScenario(text, 'evening.yaml')
  const courses: Course[] = []
  const result = await experimentWith(HERE, scenario, [], {
    replications: 4,
    onCourses: ([course]) => courses.push(course!),
  })
  const report = { result: result!, file: 'evening.yaml', otherSeed: 7, unseenShare: unseenShare(4) }
  const source = { text, command: 'asyncinvoke run evening.yaml --replications 4', seed: scenario.seed }
  const typical = typicalEventsOf(scenario)
  return replicationsPage({ report, scenario, course: courseEstimate(courses), typical, source }, ASSETS)
}

/** The page of `compare` with some alternatives. */
export async function pageOfComparison(
  alternatives: CompareOptions['with'] = ['functions.orders.reservedConcurrency=2'],
  text = EVENTFUL,
): Promise<string> {
  const settings = await Promise.all(
    ['', ...alternatives].map(async (change) => {
      const { scenario } = await readScenario(text, 'evening.yaml', { set: change === '' ? [] : [change] })
      return { with: change, scenario }
    }),
  )
  const courses: Course[][] = settings.map(() => [])
  const result = await compareWith(HERE, settings, [], {
    replications: 3,
    onCourses(told) {
      for (const [place, course] of told.entries()) courses[place]!.push(course)
    },
  })
  const report = {
    result: result!,
    scenarios: settings.map(({ scenario }) => scenario),
    file: 'evening.yaml',
    changes: [],
    unseenShare: unseenShare(3),
  }
  const source = { text, command: 'asyncinvoke compare evening.yaml', seed: 3 }
  return comparisonPage({ report, courses: courseEstimates(courses), source }, ASSETS)
}

export const SLOTS = 'functions.orders.reservedConcurrency'
export const RETRIES = 'functions.orders.eventInvokeConfig.MaximumRetryAttempts'

/** The page of `sweep --replications 2`. */
export async function pageOfSweep(
  vary: readonly string[] = [`${SLOTS}=2..5`, `${RETRIES}=0,1,2`],
  text = EVENTFUL,
): Promise<string> {
  const read = (set: readonly string[]) => readScenario(text, 'evening.yaml', { set })
  const { grid, base } = await readGrid(vary, '--vary', read)
  const result = await sweepWith(HERE, { grid, base: base.scenario, read }, ['something is odd'], { replications: 2 })
  const numbers = result!.axes.map(({ values }) => axisNumbers(values))
  const source = { text, command: 'asyncinvoke sweep evening.yaml', seed: base.scenario.seed }
  return sweepPage({ report: { result: result! }, numbers, source }, ASSETS)
}

/** The page of `find`. */
export async function pageOfFind(
  vary = `${SLOTS}=1..30`,
  require = 'orders.dropped < 300 and orders.completion.mean < 12s',
  text = EVENTFUL,
): Promise<string> {
  const read = (set: readonly string[]) => readScenario(text, 'evening.yaml', { set })
  const search = await readSearch({ vary, require, replications: 60 }, { vary: '--vary', require: '--require' }, read)
  const result = await searchWith(HERE, search)
  const { terms } = search.base.expectations[0]!
  const report = { result: result!, units: terms.map(({ metric }) => METRICS[metric]!) }
  const source = { text, command: 'asyncinvoke find evening.yaml', seed: search.base.seed }
  const numbers = axisNumbers(result!.trials.map(({ value }) => value))
  return findPage({ report, bounds: terms.map(({ bound }) => bound), numbers, source }, ASSETS)
}

/** The page of `find --minimize`. */
export async function pageOfFront(
  minimize: readonly string[] = ['cost', 'dropped'],
  require = 'orders.dropped < 900',
  text = EVENTFUL,
): Promise<string> {
  const read = (set: readonly string[]) => readScenario(text, 'evening.yaml', { set })
  const names = { vary: '--vary', minimize: '--minimize', require: '--require' }
  const quest = { vary: [`${SLOTS}=1..9`, `${RETRIES}=0,1,2`], minimize, require, replications: 60, budget: 900 }
  const search = await readFrontSearch(quest, names, read)
  const result = await searchFrontWith(HERE, search)
  const source = { text, command: 'asyncinvoke find evening.yaml', seed: search.base.seed }
  return frontPage({ report: { result: result! }, source }, ASSETS)
}
