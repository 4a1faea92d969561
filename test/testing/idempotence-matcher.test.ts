import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../../src/testing/vitest.ts'

/** A handler that charges, once for each key or each time that it runs. */
function setupOf(keyOf: (order: number, run: number) => string) {
  return () => {
    const charges = new Map<string, number>()
    let runs = 0
    const handler = async ({ order }: { order: number }) => {
      runs++
      charges.set(keyOf(order, runs), order)
    }
    return { handler, effects: () => [...charges.values()] }
  }
}

const sound = setupOf((order) => String(order))
const unsound = setupOf((order, run) => `${order} ${run}`)
const settings = { payload: { order: 7 }, runs: 200, seed: 1 }

describe('toBeIdempotentUnderRetry', () => {
  it('passes where no plan changes the effects', async () => {
    await expect(sound).toBeIdempotentUnderRetry(settings)
  })

  it('shows the smallest plan, the timeline and a test to paste where one does', async () => {
    const asked = expect(unsound).toBeIdempotentUnderRetry(settings)
    await expect(asked).rejects.toThrow(/^handler is not idempotent/)
    for (const part of [
      'smallest plan that breaks it: ',
      'replay with { seed: 1, path: ',
      '┬ attempt 1',
      'onAttempt(',
      'import { expect,',
    ])
      await expect(expect(unsound).toBeIdempotentUnderRetry(settings)).rejects.toThrow(part)
  })

  it('says in its opposite how many plans were tried', async () => {
    await expect(unsound).not.toBeIdempotentUnderRetry(settings)
    await expect(expect(sound).not.toBeIdempotentUnderRetry(settings)).rejects.toThrow(
      'expected a plan of faults that shows the handler not to be idempotent, 200 plans showed none (seed 1)',
    )
  })

  it('is no failed match, but an error, for a handler that fails whatever goes wrong', async () => {
    const broken = () => {
      const handler = () => {
        throw new TypeError('no such table')
      }
      return { handler, effects: () => [] }
    }
    const text = 'handler fails by itself: nothing was done to attempt'
    for (const more of [{}, { payload: undefined, payloads: fc.constant({ order: 7 }) }]) {
      await expect(expect(broken).toBeIdempotentUnderRetry({ ...settings, ...more })).rejects.toThrow(text)
      await expect(expect(broken).not.toBeIdempotentUnderRetry({ ...settings, ...more })).rejects.toThrow(text)
    }
  })

  it('asks of environments as of a handler', async () => {
    const remembering = () => {
      const charges: number[] = []
      const environment = () => {
        const seen = new Set<number>()
        return ({ order }: { order: number }) => {
          if (!seen.has(order)) charges.push(order)
          seen.add(order)
        }
      }
      return { environment, effects: () => charges }
    }
    await expect(remembering).not.toBeIdempotentUnderRetry(settings)
  })

  it('is no failed match, but an error, for what cannot be checked', async () => {
    const handler = async () => {}
    const text = 'expected effects to be a function'
    await expect(expect(handler as unknown).toBeIdempotentUnderRetry()).rejects.toThrow(text)
    await expect(expect(handler as unknown).not.toBeIdempotentUnderRetry()).rejects.toThrow(text)
  })
})
