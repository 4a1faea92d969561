import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/scenario/simulate.ts'

const once = { model: { duration: '5s' }, timeout: '10s', arrivals: [{ at: ['10s'] }] }

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
