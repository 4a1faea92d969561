import { describe, expect, it } from 'vitest'
import type { EngineView } from '../../src/engine/ports.ts'
import type { Target } from '../../src/engine/target.ts'
import { Metrics } from '../../src/measure/metrics.ts'
import { World, type WorldOptions } from './world.ts'

/** The highest slot of an event and of an attempt that were ever used, and the most that were in flight. */
class Slots extends Metrics {
  highestEvent = 0
  highestAttempt = 0
  maxPending = 0
  private view!: EngineView

  override attach(engine: EngineView): void {
    super.attach(engine)
    this.view = engine
  }

  override accepted(event: number, target: Target, functionIndex: number): void {
    super.accepted(event, target, functionIndex)
    this.highestEvent = Math.max(this.highestEvent, event)
    this.maxPending = Math.max(this.maxPending, this.view.pending)
  }

  override started(event: number, attempt: number, target: Target, functionIndex: number): void {
    super.started(event, attempt, target, functionIndex)
    this.highestAttempt = Math.max(this.highestAttempt, attempt)
  }
}

function slots(options: WorldOptions, gapMs: number, count: number) {
  const slots = new Slots()
  const world = new World({ ...options, observers: [slots] })
  for (let index = 0; index < count; index++) world.send(index * gapMs)
  world.finish()
  return { slots, world }
}

describe('memory', () => {
  it('follows the events in flight: slots are used again', () => {
    const { slots: used } = slots({ run: () => ({ ms: 95 }) }, 10, 20_000)
    expect(used.functions[0]!.received).toBe(20_000)
    expect(used.maxPending).toBeLessThanOrEqual(11)
    expect(used.highestEvent).toBeLessThan(used.maxPending)
    expect(used.highestAttempt).toBeLessThan(used.maxRunning)
  })

  it('of an event that had trouble is clean for the next one in its slot', () => {
    const run: WorldOptions['run'] = ({ event, tries }) => {
      if (event % 2 === 0) return { ms: 1 }
      return { outcome: tries < 4 ? 'system' : 'error', initMs: 5 }
    }
    const { slots: used, world } = slots({ run }, 400_000, 50)
    expect(used.highestEvent).toBe(0)
    for (const { event, attempts, condition } of world.told('finished')) {
      if (event % 2 === 0) expect([attempts, condition]).toEqual([1, 'Success'])
      else expect([attempts, condition]).toEqual([3, 'RetriesExhausted'])
    }
    const starts = world.told('started').filter(({ event }) => event % 2 === 0)
    expect(starts.every(({ attempt, coldStartMs }) => attempt === 1 && coldStartMs === undefined)).toBe(true)
  })

  it('holds thousands at once when it must', () => {
    const { slots: used } = slots({ accountConcurrency: 1, run: () => ({ ms: 1 }) }, 0, 5_000)
    expect([used.total().pending, used.functions[0]!.received, used.highestEvent]).toEqual([0, 5_000, 4_999])
  })
})
