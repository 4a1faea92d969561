import { setImmediate } from 'node:timers/promises'
import { RealClock } from '../../src/local/clock/real-clock.ts'
import type { ProcessPool } from '../../src/local/runtime/process-pool.ts'
import { type Runtime, type RuntimeAttempt, type RuntimeResult, refuseLate } from '../../src/local/runtime/runtime.ts'
import { MemoryQueue } from '../../src/local/store/memory-queue.ts'
import { World, type WorldOptions } from '../../src/local/world.ts'
import { SUCCEEDED } from '../../src/rules/outcome.ts'
import { ManualTimers } from './clock/manual-timers.ts'

export const START_MS = Date.UTC(2026, 0, 1)
export const PLACE = { region: 'us-east-1', account: '123456789012' }

/** A world with functions `f` and `g`, on a real clock that the test moves, whose code ends when the test says so. */
export class HeldWorld {
  readonly timers = new ManualTimers()
  readonly clock = new RealClock({ startMs: START_MS, timers: this.timers })
  readonly world: World
  /** Attempts whose code was started, in order. */
  readonly begun: RuntimeAttempt[] = []
  private readonly ends: PromiseWithResolvers<RuntimeResult>[] = []

  /** @param options with a pool whose turns attempts wait for; default: they wait for nothing */
  constructor({ pool, ...options }: Partial<WorldOptions> & { readonly pool?: ProcessPool | undefined } = {}) {
    const inTurn = async (attempt: RuntimeAttempt) => {
      refuseLate(attempt)
      return await this.run(attempt)
    }
    const runtime: Runtime = {
      run: (attempt) => (pool ? pool.attempt(() => inTurn(attempt)) : this.run(attempt)),
      close: async () => {},
    }
    this.world = new World({
      place: PLACE,
      clock: this.clock,
      speed: 1,
      queue: new MemoryQueue({ seed: 1, startMs: START_MS }),
      keep: 10,
      runtimeOf: () => runtime,
      ...options,
    })
    const { plane } = this.world
    if (plane.functionNames().length > 0) return
    for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName, Timeout: 3 })
  }

  send(functionName = 'f'): Promise<string> {
    return this.world.send({ functionName, payload: new TextEncoder().encode('{}') } as never)
  }

  call(functionName = 'f') {
    return this.world.call({ functionName, payload: new TextEncoder().encode('{}') } as never)
  }

  /** Lets the attempt that was begun at this place end. */
  async end(index: number, outcome = SUCCEEDED): Promise<void> {
    this.ends[index]!.resolve({ outcome, payload: undefined, durationMs: 2_500, initMs: undefined, log: '' })
    await setImmediate()
  }

  private run(attempt: RuntimeAttempt): Promise<RuntimeResult> {
    this.begun.push(attempt)
    const end = Promise.withResolvers<RuntimeResult>()
    this.ends.push(end)
    return end.promise
  }
}
