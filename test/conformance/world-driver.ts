import { setImmediate } from 'node:timers/promises'
import { RealClock } from '../../src/local/clock/real-clock.ts'
import { VirtualClock } from '../../src/local/clock/virtual-clock.ts'
import type { Runtime, RuntimeAttempt, RuntimeResult } from '../../src/local/runtime/runtime.ts'
import { MemoryQueue } from '../../src/local/store/memory-queue.ts'
import { World } from '../../src/local/world.ts'
import { FUNCTION_ERROR, SUCCEEDED, TIMED_OUT } from '../../src/rules/outcome.ts'
import { ManualTimers } from '../local/clock/manual-timers.ts'
import type { Driver, Handler, Observed, Operation } from './driver.ts'
import { type Operations, operationsOf } from './operations.ts'
import { Recorder } from './recorder.ts'
import { responseOf } from './virtual-driver.ts'

const START_MS = Date.UTC(2026, 0, 1)
const PLACE = { region: 'us-east-1', account: '123456789012' }
const utf8 = { encode: new TextEncoder(), decode: new TextDecoder() }

/** A world of the local endpoint, without its API: on a virtual clock, or on a real one with timers that the suite moves. */
export class WorldDriver implements Driver {
  readonly place = PLACE
  readonly startMs = START_MS
  readonly toleranceMs = 0
  private readonly world: World
  private readonly operations: Operations
  private readonly recorder = new Recorder()
  private readonly handlers = new Map<string, Handler>()
  private readonly runs = new Map<string, number>()
  private readonly timers = new ManualTimers()
  private readonly virtual: VirtualClock | undefined

  constructor(kind: 'real' | 'virtual') {
    this.virtual = kind === 'virtual' ? new VirtualClock(START_MS) : undefined
    const runtime: Runtime = { run: (attempt) => this.run(attempt), close: async () => {} }
    this.world = new World({
      place: PLACE,
      clock: this.virtual ?? new RealClock({ startMs: START_MS, timers: this.timers }),
      speed: this.virtual ? 0 : 1,
      queue: new MemoryQueue({ seed: 1, startMs: START_MS }),
      keep: 10,
      runtimeOf: () => runtime,
      observers: [this.recorder],
      deliverer: () => this.recorder,
    })
    this.operations = operationsOf(this.world.plane)
  }

  async call(operation: Operation, request: object): Promise<unknown> {
    return this.world.enter(() => this.operations[operation](request as never))
  }

  setHandler(functionName: string, handler: Handler): void {
    this.handlers.set(functionName, handler)
  }

  async invoke(functionName: string, qualifier?: string, payload = '{}'): Promise<string> {
    const requestId = await this.world.send({
      functionName,
      qualifier,
      payload: utf8.encode.encode(payload),
      traceId: undefined,
      clientContext: undefined,
    })
    if (!this.virtual) await setImmediate()
    return requestId
  }

  async invokeSynchronously(functionName: string, qualifier?: string, payload = '{}'): Promise<string> {
    const call = { functionName, qualifier, payload: utf8.encode.encode(payload) }
    // What came of it the recorder notes.
    this.world.call({ ...call, traceId: undefined, clientContext: undefined }).catch(() => {})
    await setImmediate()
    return this.recorder.lastCall
  }

  async advance(untilMs: number): Promise<void> {
    if (this.virtual) await this.virtual.advance(untilMs - this.virtual.nowMs)
    else await this.timers.advance(untilMs)
  }

  async observed(): Promise<Observed> {
    return this.recorder
  }

  async close(): Promise<void> {}

  private async run({ requestId, functionName, version, payload, timeoutMs }: RuntimeAttempt): Promise<RuntimeResult> {
    const number = (this.runs.get(requestId) ?? 0) + 1
    this.runs.set(requestId, number)
    const attempt = { requestId, version, number, payload: utf8.decode.decode(payload) }
    const run = this.handlers.get(functionName)!(attempt)
    const { durationMs = 0 } = run
    const isLate = durationMs > timeoutMs
    const simulatedMs = isLate ? timeoutMs : durationMs
    if (!this.virtual) await new Promise<void>((resolve) => this.timers.set(simulatedMs, resolve))
    const ended = run.fails ? FUNCTION_ERROR : SUCCEEDED
    return {
      outcome: isLate ? TIMED_OUT : ended,
      payload: isLate ? undefined : responseOf(run),
      durationMs: simulatedMs,
      simulatedMs,
      initMs: undefined,
      log: '',
    }
  }
}
