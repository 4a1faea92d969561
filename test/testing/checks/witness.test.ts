import { describe, expect, it } from 'vitest'
import { Witness } from '../../../src/testing/checks/witness.ts'
import type { Handler } from '../../../src/testing/index.ts'

const context = {}

/** Runs that a witness has seen return, when a handler ran once. */
async function seen(handler: Handler): Promise<number> {
  const witness = new Witness()
  try {
    await witness.watch(handler)({}, context, () => {})
  } catch {
    // What the harness is told of.
  }
  return witness.returned
}

describe('a witness', () => {
  it('sees a run that returns, promises, or calls back', async () => {
    expect(await seen(() => 'done')).toBe(1)
    expect(await seen(async () => 'done')).toBe(1)
    expect(await seen((_event, _context, callback) => callback(null, 'done'))).toBe(1)
    expect(await seen((_event, _context, _callback) => Promise.resolve('done'))).toBe(1)
  })

  it('does not take a failure for a good end', async () => {
    const failure = new Error('no')
    const failing: readonly Handler[] = [
      () => {
        throw failure
      },
      () => Promise.reject(failure),
      (_event, _context, callback) => callback(failure),
    ]
    for (const handler of failing) expect(await seen(handler)).toBe(0)
  })

  it('does not take a run for done that has not called back yet', async () => {
    expect(await seen((_event, _context, _callback) => 'this is no answer')).toBe(0)
  })

  it('passes on what goes in and what comes out, and looks as the handler does', async () => {
    const witness = new Witness()
    const received: unknown[] = []
    const handler: Handler = function charge(event, given, callback) {
      received.push(event, given)
      callback(null, 'called back')
      return 'returned'
    }
    const watched = witness.watch(handler)
    expect({ name: watched.name, length: watched.length }).toEqual({ name: 'charge', length: 3 })
    let told: unknown[] = []
    expect(watched({ order: 7 }, context, (...args: unknown[]) => (told = args))).toBe('returned')
    expect(received).toEqual([{ order: 7 }, context])
    expect(received[1]).toBe(context)
    expect(told).toEqual([null, 'called back'])
    await expect(witness.watch(async () => Promise.reject(new Error('no')))({}, context, () => {})).rejects.toThrow(
      'no',
    )
  })
})
