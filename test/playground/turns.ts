import fc from 'fast-check'
import { KNOBS, type KnobName } from '../../src/playground/setup/knob.ts'
import type { Turn } from '../../src/playground/setup/setup.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'

/** Two functions, of which one fails at times. */
export const SCENARIO: ScenarioInput = {
  seed: 3,
  runLength: '10m',
  functions: {
    charge: {
      timeout: '30s',
      eventInvokeConfig: { MaximumRetryAttempts: 1 },
      model: { duration: '2s', errors: { probability: 0.5 } },
      arrivals: [{ poisson: { rate: '0.2/s' } }, { at: ['1s'] }],
    },
    mail: { arrivals: [{ constant: { rate: '3/m' } }] },
  },
}

/** What each knob may be turned to. */
export const VALUES: { readonly [Name in KnobName]: fc.Arbitrary<unknown> } = {
  retries: fc.integer({ min: 0, max: 2 }),
  age: fc.integer({ min: 60, max: 21_600 }),
  concurrency: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
  errors: fc.constantFrom(0, 0.25, 1, 1e-7),
  duration: fc.integer({ min: 0, max: 20_000 }),
  rate: fc.constantFrom(0, 0.5, 2, 1e-7),
  onSuccess: fc.boolean(),
  onFailure: fc.boolean(),
  deadLetter: fc.boolean(),
  config: fc.constantFrom(null, { MaximumRetryAttempts: 0 }, { MaximumEventAgeInSeconds: 90 }),
}
export const knob = fc.constantFrom(...(Object.keys(KNOBS) as KnobName[]))
const what = fc.oneof(
  knob.chain((name) => VALUES[name].map((value) => ({ knob: name, value }))),
  fc.boolean().map((value) => ({ knob: 'outage', value })),
  fc.integer({ min: 1, max: 3 }).map((value) => ({ knob: 'send', value })),
)
/** Anything that somebody may do within ten minutes. */
export const turn = fc
  .record({ atMs: fc.integer({ min: 0, max: 600_000 }), function: fc.constantFrom('charge', 'mail'), what })
  .map(({ what: done, ...rest }) => ({ ...rest, ...done }) as Turn)
