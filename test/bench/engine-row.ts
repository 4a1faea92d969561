/**
 * One measurement of the engine, as a process of its own:
 *
 *   node engine-row.ts WORKLOAD EVENTS [--metrics off] [--functions N] [--warm-up EVENTS]
 *
 * A scenario like any other goes through the same code as `asyncinvoke run`, with the same compiler settings. The clock runs from the first arrival to
 * the last end. Before that a warm-up of the same workload (1,500,000 events if not said otherwise: until then it compiles parts anew as it meets rare cases) gives the JavaScript
 * compiler its time, which a peer in C++ had before it was started.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { tuneCompiler } from '../../src/cli/compiler.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { Simulation } from '../../src/scenario/simulation.ts'
import type { Measurement } from './measurement.ts'

const PARAMETERS = {
  W: { ratePerS: 100, service: '500ms', slots: 64, options: {} },
  W2: { ratePerS: 1_000, service: '500ms', slots: 32, options: {} },
  // Without the limit on how fast environments are made, which the other programs do not know either.
  W3: { ratePerS: 1_000, service: '10s', slots: 1_000_000, options: { scalingRate: 'off' } },
} as const

/** In several simulations: at the second of a process the compiler learns that objects vary which it took for constant. */
const WARM_UPS = 3

tuneCompiler()
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    metrics: { type: 'string', default: 'on' },
    functions: { type: 'string', default: '1' },
    'warm-up': { type: 'string', default: '1500000' },
  },
})
const workload = PARAMETERS[positionals[0] as keyof typeof PARAMETERS]
const events = Number(positionals[1])
if (!workload || !Number.isInteger(events)) throw new Error('usage: engine-row.ts W|W2|W3 EVENTS')

const { scenario } = await takeScenario(input(Number(values.functions)))
const metrics = values.metrics === 'on'
const warmUp = Math.min(events, Number(values['warm-up']) / WARM_UPS)
for (let left = WARM_UPS; left > 0; left--) new Simulation(scenario, { arrivals: warmUp, metrics }).run()
const simulation = new Simulation(scenario, { arrivals: events, metrics })
const start = performance.now()
simulation.run()
const seconds = (performance.now() - start) / 1_000
const peakMb = peakMegabytes()
// Without metrics the timed run counted nothing; the same run with them tells what it came to.
const { total } = (metrics ? simulation : new Simulation(scenario, { arrivals: events }).run()).result()

const measurement: Measurement = {
  events: total.received,
  seconds,
  succeeded: total.succeeded,
  dropped: total.dropped,
  attempts: total.attempts,
  meanAgeMs: total.eventAge.mean,
  peakMb,
}
console.log(JSON.stringify(measurement))

function input(functions: number): ScenarioInput {
  const { ratePerS, service, slots, options } = workload
  const model = {
    timeout: '900s',
    model: { duration: { exponential: { mean: service } }, errors: { probability: 0.1 } },
    arrivals: [{ poisson: { rate: `${ratePerS / functions}/s` } }],
  }
  return {
    seed: 1,
    runLength: '20d',
    account: { concurrency: slots },
    options: { queueing: 'fifo', ...options },
    functions: Object.fromEntries(Array.from({ length: functions }, (_, index) => [`f${index}`, model])),
  }
}

/** Largest resident size of this process so far, on Linux; elsewhere the present one. */
function peakMegabytes(): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    if (kilobytes !== undefined) return Number(kilobytes) / 1_024
  } catch {
    // No /proc: not Linux.
  }
  return process.memoryUsage().rss / 2 ** 20
}
