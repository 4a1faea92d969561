import { pageAssets } from '../../../src/cli/page-assets.ts'
import type { CompareOptions } from '../../../src/experiment/compare.ts'
import { compareWith } from '../../../src/experiment/comparison.ts'
import { courseEstimate, courseEstimates } from '../../../src/experiment/course-estimate.ts'
import { unseenShare } from '../../../src/experiment/estimate.ts'
import { experimentWith } from '../../../src/experiment/experiment.ts'
import { followEvent } from '../../../src/experiment/followed-event.ts'
import { replicationOf } from '../../../src/experiment/replication.ts'
import { typicalEventsOf } from '../../../src/experiment/typical-events.ts'
import type { Runner } from '../../../src/experiment/workers.ts'
import { type Course, courseOf } from '../../../src/measure/course.ts'
import { TransitionSeries } from '../../../src/measure/transition-series.ts'
import { comparisonPage } from '../../../src/report/html/comparison-page.ts'
import { replicationsPage } from '../../../src/report/html/replications-page.ts'
import { runPage } from '../../../src/report/html/run-page.ts'
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
