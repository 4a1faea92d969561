import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admits, unreservedConcurrency } from '../../src/rules/admission.ts'
import { isTooOld, outlives } from '../../src/rules/age.ts'
import {
  EVENT_AGE_EXCEEDED,
  GOES_ON,
  RECURSIVE_INVOCATION,
  RETRIES_EXHAUSTED,
  ZERO_RESERVED_CONCURRENCY,
} from '../../src/rules/condition.ts'
import { decideBackoff, decideDispatch, decideFunctionError } from '../../src/rules/decision.ts'
import { stopsLoop } from '../../src/rules/recursion.ts'
import { backoffDelayMs, backPressureFactor, functionErrorDelayMs, jitteredMs } from '../../src/rules/retry.ts'

const seeded = { seed: 3, numRuns: 500 }
const ms = fc.oneof(fc.constantFrom(0, 1_000, 60_000, 120_000), fc.double({ min: 0, max: 1e9, noNaN: true }))

describe('retry', () => {
  it('waits 60 s before the first retry and 120 s before the second', () => {
    expect([0, 1].map(functionErrorDelayMs)).toEqual([60_000, 120_000])
  })

  it('backs off by 1, 2, 4 … 256 s and then by 300 s, however long it goes on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (n) => {
        expect(backoffDelayMs(n)).toBe(Math.min(2 ** (n - 1), 300) * 1_000)
      }),
      { ...seeded, examples: [[9], [10], [32], [33]] },
    )
  })

  it('keeps a jittered wait within its range, later for a greater draw', () => {
    const factor = fc.double({ min: 0.5, max: 1.5, noNaN: true })
    const uniform = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(ms, factor, factor, uniform, uniform, (delayMs, one, other, draw, otherDraw) => {
        const range = [Math.min(one, other), Math.max(one, other)] as const
        const waits = [draw, otherDraw].toSorted((a, b) => a - b).map((each) => jitteredMs(delayMs, range, each))
        const slack = 1 + 1e-12
        expect(waits[0]).toBeGreaterThanOrEqual((delayMs * range[0]) / slack)
        expect(waits[1]).toBeLessThanOrEqual(delayMs * range[1] * slack)
        expect(waits[0]).toBeLessThanOrEqual(waits[1]! * slack)
      }),
      seeded,
    )
  })

  it('leaves waits alone without back-pressure, and doubles them at the named backlog', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 100_000 }), (backlog, k) => {
        expect(backPressureFactor(backlog, 'off')).toBe(1)
        expect(backPressureFactor(0, k)).toBe(1)
        expect(backPressureFactor(k, k)).toBe(2)
        expect(backPressureFactor(backlog + 1, k)).toBeGreaterThan(backPressureFactor(backlog, k))
      }),
      seeded,
    )
  })
})

describe('age', () => {
  it('once too old stays too old, for a greater age or a longer wait', () => {
    fc.assert(
      fc.property(ms, ms, ms, ms, fc.boolean(), (ageMs, delayMs, limitMs, more, inclusive) => {
        if (!outlives(ageMs, delayMs, limitMs, inclusive)) return
        expect(outlives(ageMs + more, delayMs, limitMs, inclusive)).toBe(true)
        expect(outlives(ageMs, delayMs + more, limitMs, inclusive)).toBe(true)
      }),
      seeded,
    )
  })

  it('drops at equality only where the boundary is inclusive', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), fc.nat(2e9), (ageMs, delayMs, limitMs) => {
        const differ = outlives(ageMs, delayMs, limitMs, true) !== outlives(ageMs, delayMs, limitMs, false)
        expect(differ).toBe(ageMs + delayMs === limitMs)
        expect(outlives(ageMs, delayMs, ageMs + delayMs, true)).toBe(true)
        expect(outlives(ageMs, delayMs, ageMs + delayMs, false)).toBe(false)
        expect(outlives(ageMs, delayMs, ageMs + delayMs + 1, true)).toBe(false)
      }),
      seeded,
    )
  })

  it('lets no dispatch through that waiting for it would have forbidden', () => {
    fc.assert(
      fc.property(ms, ms, fc.boolean(), (ageMs, limitMs, inclusive) => {
        expect(isTooOld(ageMs, limitMs, inclusive)).toBe(outlives(ageMs, 0, limitMs, inclusive))
      }),
      seeded,
    )
  })
})

describe('admission', () => {
  it('never runs more than the limit, and refuses only at the limit', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.array(fc.boolean(), { maxLength: 60 }), (limit, wishes) => {
        let running = 0
        for (const toStart of wishes) {
          if (!toStart) running = Math.max(0, running - 1)
          else if (admits(running, limit)) running += 1
          else expect(running).toBe(limit)
          expect(running).toBeLessThanOrEqual(limit)
        }
      }),
      seeded,
    )
  })

  it('shares exactly what nobody reserved, and never less than nothing', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(20_000), (account, reserved) => {
        const shared = unreservedConcurrency(account, reserved)
        expect(shared).toBe(reserved > account ? 0 : account - reserved)
      }),
      seeded,
    )
  })
})

describe('decisions', () => {
  const reserved = fc.constantFrom(-1, 0, 1, 100)

  it('before a dispatch look at loops, then at zero concurrency, then at the age', () => {
    fc.assert(
      fc.property(reserved, ms, ms, fc.boolean(), fc.boolean(), (limit, ageMs, maximumMs, inclusive, loop) => {
        const decision = decideDispatch(limit, ageMs, maximumMs, inclusive, loop)
        if (loop) expect(decision).toBe(RECURSIVE_INVOCATION)
        else if (limit === 0) expect(decision).toBe(ZERO_RESERVED_CONCURRENCY)
        else expect(decision).toBe(isTooOld(ageMs, maximumMs, inclusive) ? EVENT_AGE_EXCEEDED : GOES_ON)
      }),
      seeded,
    )
  })

  it('after a function error look at zero concurrency, then at the retries, then at the age', () => {
    const retries = fc.integer({ min: 0, max: 2 })
    fc.assert(
      fc.property(
        reserved,
        retries,
        retries,
        ms,
        ms,
        fc.boolean(),
        (limit, used, most, ageMs, maximumMs, inclusive) => {
          const decision = decideFunctionError(limit, used, most, ageMs, 60_000, maximumMs, inclusive)
          if (limit === 0) expect(decision).toBe(ZERO_RESERVED_CONCURRENCY)
          else if (used >= most) expect(decision).toBe(RETRIES_EXHAUSTED)
          else expect(decision).toBe(outlives(ageMs, 60_000, maximumMs, inclusive) ? EVENT_AGE_EXCEEDED : GOES_ON)
        },
      ),
      seeded,
    )
  })

  it('after a throttle or a system error never look at the retries', () => {
    fc.assert(
      fc.property(reserved, ms, ms, ms, fc.boolean(), (limit, ageMs, delayMs, maximumMs, inclusive) => {
        const decision = decideBackoff(limit, ageMs, delayMs, maximumMs, inclusive)
        if (limit === 0) expect(decision).toBe(ZERO_RESERVED_CONCURRENCY)
        else expect(decision).toBe(outlives(ageMs, delayMs, maximumMs, inclusive) ? EVENT_AGE_EXCEEDED : GOES_ON)
      }),
      seeded,
    )
  })

  it('stop the 17th run of a loop, unless loops are allowed', () => {
    expect([0, 15, 16, 17].map((runs) => stopsLoop(runs, 'Terminate'))).toEqual([false, false, true, true])
    expect([0, 15, 16, 17].map((runs) => stopsLoop(runs, 'Allow'))).toEqual([false, false, false, false])
  })
})
