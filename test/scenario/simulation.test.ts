import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'

const once = { model: { duration: '5s' }, timeout: '10s', arrivals: [{ at: ['10s'] }] }

describe('a warm-up', () => {
  const queue: ScenarioInput = {
    runLength: '12s',
    options: { queueing: 'fifo' },
    functions: {
      f: { reservedConcurrency: 1, timeout: '10s', model: { duration: '8s' }, arrivals: [{ at: ['0s', '0s', '10s'] }] },
    },
  }

  it('leaves out the events accepted before its end, but not what they occupy', async () => {
    const { total, functions, warmUp, endedAt } = await simulate({ ...queue, warmUp: '5s' })
    expect([warmUp, endedAt]).toEqual([5_000, 24_000])
    expect(functions.f).toMatchObject({ received: 1, succeeded: 1, attempts: 1, pending: 0 })
    // It waits for the second event of the warm-up, which runs from 8 s to 16 s.
    expect([total.eventAge.max, total.completion.max]).toEqual([6_000, 14_000])
    expect(total.concurrency.mean).toBeCloseTo(8 / 19, 12)
  })

  it('counts an event accepted at its end', async () => {
    expect((await simulate({ ...queue, warmUp: '10s' })).total.received).toBe(1)
    expect((await simulate({ ...queue, warmUp: '11s' })).total.received).toBe(0)
  })

  it('changes nothing where there is none', async () => {
    const whole = await simulate(queue)
    expect(whole.total.received).toBe(3)
    expect(await simulate({ ...queue, warmUp: '0s' })).toEqual(whole)
  })
})

describe('the end of a run', () => {
  it('is the end of its last event', async () => {
    const result = await simulate({ functions: { f: once } })
    expect(result).toMatchObject({ complete: true, runLength: 10_000, endedAt: 15_000 })
    expect(result.total.concurrency.mean).toBeCloseTo(5 / 15, 12)
  })

  it('is the run length where events ended before it', async () => {
    const result = await simulate({ runLength: '1h', functions: { f: once } })
    expect(result).toMatchObject({ runLength: 3_600_000, endedAt: 3_600_000 })
    expect(result.total.concurrency.mean).toBeCloseTo(5 / 3_600, 12)
  })
})
