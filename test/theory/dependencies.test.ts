import { describe, it } from 'vitest'
import type { EngineView } from '../../src/engine/ports.ts'
import { SilentObserver } from '../../src/engine/silent-observer.ts'
import type { Target } from '../../src/engine/target.ts'
import { SUCCEEDED } from '../../src/rules/outcome.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { Simulation } from '../../src/scenario/simulation.ts'
import { expectAgreement, REPLICATIONS } from './replications.ts'

type Dependency = NonNullable<ScenarioInput['dependencies']>[string]

/** What the attempts of one replication met, those that started in its warm-up left out. */
class Sample extends SilentObserver {
  private readonly warmUpMs: number
  private engine!: EngineView
  private starts = 0
  private others = 0
  private ends = 0
  private failures = 0

  constructor(warmUpMs: number) {
    super()
    this.warmUpMs = warmUpMs
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override started(_event: number, _attempt: number, { function: state }: Target): void {
    if (this.engine.nowMs < this.warmUpMs) return
    this.starts++
    this.others += state.running - 1
  }

  override ended(_event: number, attempt: number): void {
    const { attempts } = this.engine
    if (attempts.startedMs(attempt) < this.warmUpMs) return
    this.ends++
    if (attempts.outcome(attempt) !== SUCCEEDED) this.failures++
  }

  /** Attempts in progress that an attempt finds at its start: as many as there are on average, where arrivals are Poisson. */
  get meanFound(): number {
    return this.others / this.starts
  }

  get failureShare(): number {
    return this.failures / this.ends
  }
}

/** Poisson arrivals without retries or want of concurrency, each attempt an exponential second before any harm. */
async function replicate(database: Dependency, ratePerS: number, runLengthS: number, warmUpS = 0): Promise<Sample[]> {
  const { scenario } = await takeScenario({
    runLength: `${runLengthS}s`,
    account: { concurrency: 10_000 },
    dependencies: { database },
    functions: {
      f: {
        timeout: '900s',
        eventInvokeConfig: { MaximumRetryAttempts: 0 },
        model: { duration: { exponential: { mean: '1s' } }, uses: ['database'] },
        arrivals: [{ poisson: { rate: `${ratePerS}/s` } }],
      },
    },
  })
  return Array.from({ length: REPLICATIONS }, (_, index) => {
    const sample = new Sample(warmUpS * 1_000)
    new Simulation({ ...scenario, seed: index + 1 }, { observers: [sample], metrics: false }).run()
    return sample
  })
}

describe('a dependency that comes and goes', () => {
  const [upS, runLengthS] = [60, 200_000]

  it('is down for the share of time that a Markov process of two states is, from its start in the one', async () => {
    const samples = await replicate({ states: { up: { mean: `${upS}s` }, down: { mean: '20s' } } }, 0.5, runLengthS)
    // P(down at t) = q (1 − e^(−rt)) with r the sum of both rates; the mean over the run.
    const share = (downS: number) => {
      const rate = 1 / upS + 1 / downS
      const limit = downS / (upS + downS)
      return limit * (1 + Math.expm1(-rate * runLengthS) / (rate * runLengthS))
    }
    const shares = samples.map(({ failureShare }) => failureShare)
    expectAgreement(shares, share(20), share(20 * 1.1))
  })

  it('is down for the ratio of the means, whatever the distributions', async () => {
    const states = {
      up: { lasts: `${upS}s` },
      down: { lasts: { gamma: { mean: '20s', cv: 1.5 } }, errors: 0.5 },
    } as const
    const samples = await replicate({ states }, 0.5, runLengthS)
    // The start in the one state weighs about one turn of 80 s in 200,000 s: nothing beside the interval.
    const share = (downS: number) => (0.5 * downS) / (upS + downS)
    const shares = samples.map(({ failureShare }) => failureShare)
    expectAgreement(shares, share(20), share(20 * 1.1))
  })
})

describe('a dependency that saturates', () => {
  const ratePerS = 50
  const full = 1_000

  it('slows down to where arrivals and ends are in balance', async () => {
    const slowdown = 11
    const samples = await replicate({ saturation: { from: 0, full, slowdown } }, ratePerS, 1_060, 60)
    // An attempt that finds n others takes 1 + c (n + 1) seconds on average. Little: N = λ (1 + c (N + 1)), as long as the
    // load stays below `full`, which is ten times as much.
    const balance = (factor: number) => {
      const c = ((slowdown - 1) * factor) / full
      return (ratePerS * (1 + c)) / (1 - ratePerS * c)
    }
    const found = samples.map(({ meanFound }) => meanFound)
    expectAgreement(found, balance(1), balance(1.03))
  })

  it('fails attempts in proportion to the load', async () => {
    const samples = await replicate({ saturation: { from: 0, full } }, ratePerS, 1_060, 60)
    // Failures take as long as successes, so the load is that of M/G/∞, Poisson of mean λ; each attempt counts itself.
    const share = (factor: number) => (factor * (ratePerS + 1)) / full
    const shares = samples.map(({ failureShare }) => failureShare)
    expectAgreement(shares, share(1), share(1.05))
  })
})
